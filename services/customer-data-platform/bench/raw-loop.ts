// The raw limit of identity resolution: the statements, bytes and client of the real path, and nothing decided between.
import {
  partitionOf,
  type KafkaBatch,
  type KafkaClient,
  type KafkaMessage,
  type KafkaRecord,
} from '@continuo/messaging';
import type { Database } from '@continuo/persistence';
import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';

const batchSize = 1_000;
const relayRows = 10_000;
/** Fewer than the pool has, so that nobody waits for a connection until it gives up. */
const concurrency = 10;

/** Starts a bare consumer and a bare relay; the answer stops both. */
export async function rawLoop(
  { database, kafka }: { readonly database: Database; readonly kafka: KafkaClient },
  source: string,
  timeline: string,
): Promise<() => Promise<void>> {
  const partitions = (await kafka.admin().logRanges(timeline)).size;
  const chains = new Map<number, Promise<void>>();
  const turn = atMost(concurrency);
  await database.query(
    `insert into messaging.partition_position (group_name, topic, partition, topic_id, next_offset, epoch)
     select 'cdp', $1, n, '', 0, 1 from generate_series(0, $2 - 1) n`,
    [source, partitions],
  );
  const consumer = kafka.consumer({ group: 'cdp', topics: [source] });
  await consumer.start({
    assigned: (owned) => owned.forEach((one) => consumer.resume(one, 0n)),
    revoked: () => undefined,
    batch: (batch) => {
      const before = chains.get(batch.partition) ?? Promise.resolve();
      chains.set(
        batch.partition,
        before.then(() => applyAll(turn, database, batch, timeline, partitions)),
      );
    },
    positionLost: () => undefined,
    crashed: () => undefined,
  });
  const ended = { now: false };
  const relaying = relay(database, kafka, timeline, ended);
  return async () => {
    ended.now = true;
    await relaying;
    await Promise.all(chains.values());
    await consumer.stop();
  };
}

type Turn = (work: () => Promise<void>) => Promise<void>;

/** Lets so many work at once; the others wait in line. */
function atMost(limit: number): Turn {
  const waiting: (() => void)[] = [];
  let working = 0;
  return async (work) => {
    if (working >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else working += 1;
    try {
      await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) working -= 1;
      else next();
    }
  };
}

async function applyAll(
  turn: Turn,
  database: Database,
  batch: KafkaBatch,
  timeline: string,
  partitions: number,
): Promise<void> {
  for (let at = 0; at < batch.records.length; at += batchSize) {
    const records = batch.records.slice(at, at + batchSize);
    await turn(() =>
      database.transaction(({ client }) => apply(client, batch, records, timeline, partitions)),
    );
  }
}

/** The statements of one batch, in the order of the real path. */
async function apply(
  client: PoolClient,
  batch: KafkaBatch,
  records: readonly KafkaRecord[],
  timeline: string,
  partitions: number,
): Promise<void> {
  const place = ['cdp', batch.topic, batch.partition];
  await client.query({
    name: 'raw-lock',
    text: `select *, floor(extract(epoch from clock_timestamp()) * 1000)::bigint as database_time
    from messaging.partition_position where group_name = $1 and topic = $2 and partition = $3 for update`,
    values: place,
  });
  const keys = [...new Set(records.flatMap(({ headers }) => (headers.customer ?? '').split(';')))].sort();
  await client.query({
    name: 'raw-claim',
    text: 'insert into identifier (key) select key from unnest($1::text[]) as wanted (key) on conflict do nothing',
    values: [keys],
  });
  const owners = await client.query<{ key: string; profile_id: string }>({
    name: 'raw-identifiers',
    text: 'select key, profile_id, candidates from identifier where key = any($1::text[]) order by key for update',
    values: [keys],
  });
  const profileOf = new Map(owners.rows.map((row) => [row.key, row.profile_id]));
  await client.query({
    name: 'raw-profiles',
    text: lockProfiles,
    values: [[...new Set(profileOf.values())]],
  });
  await client.query({
    name: 'raw-private',
    text: `update tracked_private set profile_id = new.profile_id
           from unnest($1::uuid[], $2::uuid[]) as new (event_id, profile_id)
           where tracked_private.event_id = new.event_id`,
    values: [
      records.map(({ headers }) => headers.ce_id),
      records.map(({ headers: { customer = '' } }) =>
        profileOf.get(customer.slice(0, customer.indexOf(';'))),
      ),
    ],
  });
  await client.query({
    name: 'raw-position',
    text: `update messaging.partition_position set next_offset = $4, clock = $5, last_sequences = $6, updated_at = now()
           where group_name = $1 and topic = $2 and partition = $3`,
    values: [...place, String((records.at(-1)?.offset ?? 0n) + 1n), records.at(-1)?.timestamp ?? 0, '{}'],
  });
  await insertOutbox(client, records, profileOf, timeline, partitions);
}

const lockProfiles = `
  with named as (select id, root_id from profile where id = any($1::uuid[]))
  select id, root_id, merged_into, (extract(epoch from created_at) * 1000)::bigint as created_at, rank, held, facts, facts_version
  from profile where id in (select id from named union select root_id from named) order by id for no key update`;

async function insertOutbox(
  client: PoolClient,
  records: readonly KafkaRecord[],
  profileOf: ReadonlyMap<string, string>,
  timeline: string,
  partitions: number,
): Promise<void> {
  const rows = records.map(({ headers, value }) => {
    const { customer = '', publisher: _publisher, 'publisher-sequence': _sequence, ...kept } = headers;
    const id = profileOf.get(customer.slice(0, customer.indexOf(';'))) ?? '';
    const key = Buffer.from(id);
    const text = JSON.stringify({ ...kept, ce_profileid: id });
    return {
      key,
      value,
      text,
      partition: partitionOf(key, partitions),
      size: key.length + (value?.length ?? 0) + text.length,
    };
  });
  await client.query({
    name: 'raw-outbox',
    text: `insert into messaging.outbox (topic, partition, key, value, headers, size)
           select topic, partition, key, value, headers, size
           from unnest($1::text[], $2::integer[], $3::bytea[], $4::bytea[], $5::text[], $6::integer[])
             with ordinality as rows (topic, partition, key, value, headers, size, ordinal)
           where pg_current_xact_id() is not null order by ordinal`,
    values: [
      rows.map(() => timeline),
      rows.map((row) => row.partition),
      rows.map((row) => row.key),
      rows.map((row) => row.value),
      rows.map((row) => row.text),
      rows.map((row) => row.size),
    ],
  });
}

interface RawRow {
  readonly id: string;
  readonly partition: number;
  readonly key: Buffer;
  readonly value: Buffer;
  readonly headers: string;
}

/** Reads, notes, sends, deletes: one batch after the other. */
async function relay(
  database: Database,
  kafka: KafkaClient,
  timeline: string,
  ended: { readonly now: boolean },
): Promise<void> {
  const producer = await kafka.producer();
  let sequence = 0;
  let sent: readonly string[] = [];
  while (!ended.now) {
    const rows = await database.transaction(async ({ client }) => {
      await client.query('delete from messaging.outbox where topic = $1 and id = any($2::bigint[])', [
        timeline,
        sent,
      ]);
      await client.query('delete from messaging.relay_batch where topic = $1', [timeline]);
      const found = await client.query<RawRow>({
        name: 'raw-relay-read',
        text: 'select id, partition, key, value, headers from messaging.outbox where topic = $1 order by id limit $2',
        values: [timeline, relayRows],
      });
      if (found.rows.length > 0) {
        await client.query(
          'insert into messaging.relay_batch (topic, publisher, first_sequence, ids, partitions) values ($1, $2, $3, $4::bigint[], $5::integer[])',
          [
            timeline,
            'bench/raw',
            sequence + 1,
            found.rows.map(({ id }) => id),
            found.rows.map(({ partition }) => partition),
          ],
        );
      }
      return found.rows;
    });
    sent = rows.map(({ id }) => id);
    if (rows.length === 0) await delay(2);
    else
      await producer.send(
        timeline,
        rows.map((row) => messageOf(row, ++sequence)),
      );
  }
  await producer.close();
}

function messageOf(row: RawRow, sequence: number): KafkaMessage {
  const headers = {
    ...(JSON.parse(row.headers) as Record<string, string>),
    publisher: 'bench/raw',
    'publisher-sequence': String(sequence),
  };
  return { partition: row.partition, key: row.key, value: row.value, headers };
}
