// Goals of those who entered beside goals of those who were held out.
import type { Database } from '@continuo/persistence';
import { storedJson } from '../instances/stored-json.js';

export interface GoalCount {
  readonly heldOut: boolean;
  readonly goal: string;
  readonly reached: number;
}

export interface GroupSize {
  readonly heldOut: boolean;
  readonly customers: number;
}

/**
 * Entries since a time, and how many of them reached each goal; both groups by the same rules. Asked at once: of an entry
 * that is committed meanwhile either both is told or nothing, so nobody reaches a goal who did not enter.
 */
export async function compareGoals(
  database: Database,
  journey: string,
  since: Date,
): Promise<{ readonly groups: readonly GroupSize[]; readonly goals: readonly GoalCount[] }> {
  const rows = await database.query<{ heldOut: boolean; goal: string | null; customers: number }>(
    `with entry as (
       select profile_id, state, coalesce(state ->> 'ending' = 'held-out', false) as "heldOut"
       from (select profile_id, ${storedJson('state')} as state from instance where journey = $1 and started_at >= $2) i)
     select "heldOut", null as goal, count(distinct profile_id)::int as customers from entry group by 1
     union all
     select "heldOut", goal, count(distinct profile_id)::int
       from entry, json_object_keys(coalesce(state -> 'goals' -> 'reached', '{}'::json)) as goal group by 1, 2
     order by 2, 1`,
    [journey, since],
  );
  const groups: GroupSize[] = [];
  const goals: GoalCount[] = [];
  for (const { heldOut, goal, customers } of rows) {
    if (goal === null) groups.push({ heldOut, customers });
    else goals.push({ heldOut, goal, reached: customers });
  }
  return { groups, goals };
}
