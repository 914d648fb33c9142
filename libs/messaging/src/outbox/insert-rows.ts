// The one statement that writes the outbox, whatever the number of rows.
import { columnOf } from '@continuo/persistence';
import type { PoolClient } from 'pg';
import type { OutboxRow } from './outbox-row.js';

/**
 * The condition is always true; it makes Postgres give the transaction its number before the first id is drawn. The
 * relay relies on that order to know which rows may still become visible (see `relay/late-rows.ts`).
 */
const insertRows = `
  insert into messaging.outbox (topic, partition, key, value, headers, size)
  select topic, partition, key, value, headers, size
  from unnest($1::text[], $2::integer[], $3::bytea[], $4::bytea[], $5::text[], $6::integer[])
    with ordinality as rows (topic, partition, key, value, headers, size, ordinal)
  where pg_current_xact_id() is not null
  order by ordinal`;

export async function insertOutboxRows(client: PoolClient, rows: readonly OutboxRow[]): Promise<void> {
  await client.query({
    name: 'outbox-insert',
    text: insertRows,
    values: [
      columnOf('text', rows, ({ topic }) => topic),
      columnOf('int4', rows, ({ partition }) => partition),
      columnOf('bytea', rows, ({ key }) => key),
      columnOf('bytea', rows, ({ value }) => value),
      columnOf('text', rows, ({ headers }) => headers),
      columnOf('int4', rows, ({ size }) => size),
    ],
  });
}

/** Makes topics known to the relay; those that are known already cost one look-up. */
export async function registerTopics(client: PoolClient, topics: readonly string[]): Promise<void> {
  await client.query(
    'insert into messaging.outbox_topic (topic) select unnest($1::text[]) on conflict do nothing',
    [topics],
  );
}
