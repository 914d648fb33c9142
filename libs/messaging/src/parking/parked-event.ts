// Where an event is among what is parked and held: as a row of its own, or in a batch behind one.
import type { Database } from '@continuo/persistence';
import { readBatches } from '../kafka/record-batch.js';
import { listParked, type ParkedSummary } from './parked-look.js';

const MOST = 20;
/** Batches in which an id is found: it may stand in other records that it has caused. */
const MOST_BATCHES = 200;

interface FoundBatch extends Omit<
  ParkedSummary,
  'offset' | 'key' | 'state' | 'type' | 'eventId' | 'attempts' | 'sizeBytes'
> {
  readonly key: Buffer;
  readonly records: Buffer;
}

/**
 * Parked and held records of an event (`ce_id`), at most twenty. One that waits in a batch has no id of its own yet: it is told
 * with that of the oldest row of its key, which has to go first. Reads all that is held: for a person who asks.
 */
export async function parkedOfEvent(database: Database, eventId: string): Promise<readonly ParkedSummary[]> {
  // Batches first, since they become rows; found by bytes, which may stand elsewhere in a record too.
  const batches = await database.query<FoundBatch & Record<string, unknown>>(
    `select b.group_name as "group", b.topic, b.partition, b.key, b.records, b.code, b.reason, b.held_at as "parkedAt",
       head.id::text, greatest(0, coalesce(k.row_count, 1) - 1) as waiting
     from messaging.held_batch b
     join lateral (select id from messaging.parked_record p where p.group_name = b.group_name and p.topic = b.topic
       and p.partition = b.partition and p.holds_key and p.key = b.key order by p.record_offset limit 1) head on true
     left join messaging.held_key k on k.group_name = b.group_name and k.topic = b.topic
       and k.partition = b.partition and k.key = b.key
     where position(convert_to($1, 'UTF8') in b.records) > 0 order by b.held_at, b.first_offset limit ${MOST_BATCHES}`,
    [eventId],
  );
  const ids = await database.query<{ id: string }>(
    `select id::text from messaging.parked_record where headers ->> 'ce_id' = $1 order by id limit ${MOST}`,
    [eventId],
  );
  const rows =
    ids.length === 0 ? [] : await listParked(database, { ids: ids.map(({ id }) => id) }, { held: true });
  // What became a row meanwhile is both, and told as the row that it is.
  const found = [...batches.flatMap((batch) => inBatch(batch, eventId)), ...rows];
  const places = new Map(
    found.map((one) => [`${one.group} ${one.topic} ${one.partition} ${one.offset}`, one]),
  );
  return [...places.values()].slice(0, MOST);
}

function inBatch({ records, key, ...of }: FoundBatch, eventId: string): ParkedSummary[] {
  return readBatches(records)
    .filter(({ headers }) => headers['ce_id'] === eventId)
    .map(({ offset, headers, bytes }) => ({
      ...of,
      offset: offset.toString(),
      key: key.toString('utf8'),
      state: 'held' as const,
      type: headers['ce_type'] ?? null,
      eventId,
      attempts: 0,
      sizeBytes: bytes.length,
    }));
}
