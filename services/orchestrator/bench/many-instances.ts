// Fills the orchestrator's tables as if very many instances had been started: copies of one that was.
import type { TestDatabase } from '@continuo/testing';

/** What is copied: an instance that waits. */
export interface Template {
  readonly id: string;
  readonly profileId: string;
  readonly key: string;
}

const AT_ONCE = 50_000;
const DAY_MS = 86_400_000;

/** Timers far ahead, of nobody. */
export async function fillTimers(database: TestDatabase, count: number): Promise<void> {
  await database.query(
    `insert into timer (instance_id, partition, due, profile_id)
     select gen_random_uuid(), n % 32, $2 + (random() * $3)::bigint, uuidv7() from generate_series(1, $1::int) n`,
    [count, Date.now() + DAY_MS, 28 * DAY_MS],
  );
  await settle(database);
}

/** Copies with ids, profiles and keys of their own, each with its timer and its journal. Keys are `cart-<profile id>`. */
export async function fillInstances(
  database: TestDatabase,
  template: Template,
  count: number,
): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE) {
    const some = Math.min(AT_ONCE, count - from);
    await database.query(
      `with copy as materialized (
         select gen_random_uuid() as id, uuidv7() as profile_id from generate_series(1, $4::int)
       ), made as (
         insert into instance (id, profile_id, journey, version, key, customer, started_at, open, status, step, outcome,
           incident, changed_at, hop, state)
         select copy.id, copy.profile_id, i.journey, i.version, 'cart-' || copy.profile_id, i.customer, i.started_at,
           i.open, i.status, i.step, i.outcome, i.incident, i.changed_at, i.hop,
           replace(replace(replace(i.state, $1, copy.id::text), $2, copy.profile_id::text), $3,
             'cart-' || copy.profile_id)
         from copy cross join instance i where i.id = $1::uuid
       ), timed as (
         insert into timer (instance_id, partition, due, profile_id)
         select copy.id, (random() * 31)::int, t.due + (random() * 1000000)::bigint, copy.profile_id
         from copy cross join timer t where t.instance_id = $1::uuid
       )
       insert into journal (class, day, instance_id, seq, profile_id, partition, record_offset, recorded_at, entry, bytes)
       select j.class, j.day, copy.id, j.seq, copy.profile_id, j.partition, j.record_offset, j.recorded_at,
         j.entry, j.bytes
       from copy cross join journal j where j.instance_id = $1::uuid`,
      [template.id, template.profileId, template.key, some],
    );
  }
  await settle(database);
}

/** What the fill has left to the checkpointer and to vacuum is not what is measured. */
async function settle(database: TestDatabase): Promise<void> {
  for (const table of ['timer', 'instance', 'journal']) await database.query(`vacuum (analyze) ${table}`);
  await database.query('checkpoint');
}

/** Profiles of filled instances, by chance. */
export async function someProfiles(database: TestDatabase, count: number): Promise<readonly string[]> {
  const rows = await database.query<{ profile_id: string }>(
    `select profile_id from instance where open and key = 'cart-' || profile_id
     order by md5(id::text) limit $1`,
    [count],
  );
  return rows.map((row) => row.profile_id);
}
