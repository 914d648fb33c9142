// How many instances of a version are in each step now, branches of parallels counted by themselves.
import type { Database } from '@continuo/persistence';

export async function peopleBySteps(
  database: Database,
  journey: string,
  version: number,
  hasBranches: boolean,
): Promise<ReadonlyMap<string, number>> {
  const inBranches = `union all
    select b.step from instance i cross join lateral json_to_recordset(coalesce(i.state::json -> 'branches', '[]'::json))
      as b(step text) where i.open and i.status = 'running' and i.journey = $1 and i.version = $2`;
  const rows = await database.query<{ step: string; count: number }>(
    `select step, count(*)::int as count from (
       select step from instance where open and status = 'running' and journey = $1 and version = $2
       ${hasBranches ? inBranches : ''}
     ) places group by step`,
    [journey, version],
  );
  return new Map(rows.map(({ step, count }) => [step, count]));
}
