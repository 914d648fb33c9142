// Goals of those who entered beside goals of those who were held out.
import type { Database } from '@continuo/persistence';

export interface GoalCount {
  readonly heldOut: boolean;
  readonly goal: string;
  readonly reached: number;
}

export interface GroupSize {
  readonly heldOut: boolean;
  readonly customers: number;
}

/** Entries since a time, and how many of them reached each goal; both groups by the same rules. */
export async function compareGoals(
  database: Database,
  journey: string,
  since: Date,
): Promise<{ readonly groups: readonly GroupSize[]; readonly goals: readonly GoalCount[] }> {
  const values = [journey, since];
  const groups = await database.query<GroupSize & Record<string, unknown>>(
    `select coalesce(state::json ->> 'ending' = 'held-out',
       false) as "heldOut", count(distinct profile_id)::int as customers
     from instance where journey = $1 and started_at >= $2 group by 1 order by 1`,
    values,
  );
  const goals = await database.query<GoalCount & Record<string, unknown>>(
    `select coalesce(state::json ->> 'ending' = 'held-out', false) as "heldOut", goal,
       count(distinct profile_id)::int as reached
     from instance, json_object_keys(coalesce(state::json -> 'goals' -> 'reached', '{}'::json)) as goal
     where journey = $1 and started_at >= $2 group by 1, 2 order by 2, 1`,
    values,
  );
  return { groups, goals };
}
