// What an operator may know of the transport's tables in a service's database; reading only, and never a value.
import { parkedOfEvent, type ParkedSummary } from '@continuo/messaging';
import type { Database } from '@continuo/persistence';

export interface PositionRow {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** Offset of the next record to be applied. */
  readonly nextOffset: string;
  /** The partition's clock; null before the first record. */
  readonly clock: string | null;
  readonly heldKeys: number;
  readonly heldBytes: string;
  /** True while records are taken one by one, after a failure or an unclean hand-over. */
  readonly recordByRecord: boolean;
  readonly updatedAt: string;
}

export interface OutboxState {
  readonly pending: number;
  /** Age of the oldest row that no broker has acknowledged; null when there is none. */
  readonly oldestAgeSeconds: number | null;
  readonly topics: readonly { readonly topic: string; readonly pending: number }[];
  readonly inFlight: readonly { readonly topic: string; readonly rows: number; readonly since: string }[];
  /** Which relay owns the outbox now. */
  readonly publisher: string | null;
  readonly owned: boolean;
}

export interface EventPlace {
  readonly outbox: { readonly topic: string; readonly writtenAt: string; readonly inFlight: boolean } | null;
  readonly parked: readonly ParkedSummary[];
}

/** A time as ISO 8601 in UTC, made by the database so that no driver setting can change it. */
const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export function listPositions(database: Database): Promise<PositionRow[]> {
  return database.query<PositionRow & Record<string, unknown>>(
    `select group_name as "group", topic, partition, next_offset::text as "nextOffset",
       case when clock > 0 then ${iso('to_timestamp(clock / 1000.0)')} end as clock,
       held_keys as "heldKeys", held_bytes::text as "heldBytes",
       coalesce(record_mode_until > next_offset, false) as "recordByRecord", ${iso('updated_at')} as "updatedAt"
     from messaging.partition_position order by group_name, topic, partition`,
  );
}

export async function outboxState(database: Database): Promise<OutboxState> {
  const topics = await database.query<{ topic: string; pending: number; oldest: number | null }>(
    `select topic, count(*)::int as pending, extract(epoch from clock_timestamp() - min(written_at))::float8 as oldest
     from messaging.outbox group by topic order by topic`,
  );
  const inFlight = await database.query<{ topic: string; rows: number; since: string }>(
    `select topic, cardinality(ids) as rows, ${iso('stored_at')} as since from messaging.relay_batch order by topic`,
  );
  const [relay] = await database.query<{ publisher: string | null; owned: boolean }>(
    'select publisher, lease_until > clock_timestamp() as owned from messaging.relay',
  );
  const ages = topics.flatMap(({ oldest }) => (oldest === null ? [] : [oldest]));
  return {
    pending: topics.reduce((sum, { pending }) => sum + pending, 0),
    oldestAgeSeconds: ages.length === 0 ? null : Math.max(...ages),
    topics: topics.map(({ topic, pending }) => ({ topic, pending })),
    inFlight,
    publisher: relay?.publisher ?? null,
    owned: relay?.owned ?? false,
  };
}

/** Looks for an event by its id among what waits to be sent and what is parked or held. */
export async function placeOf(database: Database, eventId: string): Promise<EventPlace> {
  // The cheap search over the text comes first; only what it finds is parsed.
  const [waiting] = await database.query<{ topic: string; writtenAt: string; inFlight: boolean }>(
    `select o.topic, ${iso('o.written_at')} as "writtenAt",
       exists (select from messaging.relay_batch b where b.topic = o.topic and o.id = any(b.ids)) as "inFlight"
     from messaging.outbox o where strpos(o.headers, $1) > 0 and o.headers::json ->> 'ce_id' = $1 limit 1`,
    [eventId],
  );
  const parked = await parkedOfEvent(database, eventId);
  return { outbox: waiting ?? null, parked };
}
