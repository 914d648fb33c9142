// Fills the orchestrator's tables as if very many customers were on their way: copies of instances that really got there.
import pg from 'pg';

/** What is copied: an instance that waits, with its own profile and key. */
export interface Template {
  readonly id: string;
  readonly profileId: string;
  readonly key: string;
}

const AT_ONCE = 25_000;

/** Copies with ids, profiles and keys of their own, as many of each template, each with its timer and its journal. */
export async function fillInstances(
  databaseUrl: string,
  templates: readonly Template[],
  count: number,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const [at, template] of templates.entries()) {
      const share =
        Math.floor((count * (at + 1)) / templates.length) - Math.floor((count * at) / templates.length);
      for (let from = 0; from < share; from += AT_ONCE)
        await copies(client, template, Math.min(AT_ONCE, share - from));
    }
    for (const table of ['timer', 'instance', 'journal']) await client.query(`vacuum (analyze) ${table}`);
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

async function copies(client: pg.Client, template: Template, some: number): Promise<void> {
  const ids = [template.id, template.profileId, template.key, some];
  await client.query(
    `with copy as materialized (
       select gen_random_uuid() as id, uuidv7() as profile_id,
         now() - random() * interval '3 days' as started from generate_series(1, $4::int)
     ), made as (
       insert into instance (id, profile_id, journey, version, key, customer, started_at, open, status, step, outcome,
         incident, changed_at, entered_at, hop, state)
       select copy.id, copy.profile_id, i.journey, i.version, 'cart-' || copy.profile_id, i.customer, copy.started,
         i.open, i.status, i.step, i.outcome, i.incident, i.changed_at, i.entered_at, i.hop,
         replace(replace(replace(i.state, $1, copy.id::text), $2, copy.profile_id::text), $3,
           'cart-' || copy.profile_id)
       from copy cross join instance i where i.id = $1::uuid
     ), timed as (
       insert into timer (instance_id, partition, due, profile_id)
       select copy.id, t.partition, t.due + (random() * 1000000)::bigint, copy.profile_id
       from copy cross join timer t where t.instance_id = $1::uuid
     )
     insert into journal (class, day, instance_id, seq, profile_id, partition, record_offset, recorded_at, entry, bytes)
     select j.class, j.day, copy.id, j.seq, copy.profile_id, j.partition, j.record_offset, j.recorded_at,
       j.entry, j.bytes
     from copy cross join journal j where j.instance_id = $1::uuid`,
    ids,
  );
}

/** How many stand in their steps now. */
export async function runningInstances(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ n: number }>(
      `select count(*)::int as n from instance where open and status = 'running'`,
    );
    return rows[0]?.n ?? 0;
  } finally {
    await client.end();
  }
}
