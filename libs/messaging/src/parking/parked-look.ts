// Looking at parked records: page by page, counted by kind, and one of them; never at its value.
import type { Database } from '@continuo/persistence';
import { parkedCondition, parkedValues, type ParkedFilter } from './parked-filter.js';
import type { ParkedState } from './parked-store.js';
import { shownHeaders, type ShownHeader } from './shown-headers.js';

/** A parked or held record without its bytes. */
export interface ParkedSummary {
  readonly id: string;
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly state: ParkedState;
  readonly type: string | null;
  readonly eventId: string | null;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly sizeBytes: number;
  readonly parkedAt: Date;
  /** Records that wait behind it under the same key. */
  readonly waiting: number;
}

/** How many there are of one kind in one state. */
export interface ParkedKind {
  readonly group: string;
  readonly topic: string;
  readonly code: string;
  readonly state: ParkedState;
  readonly count: number;
  readonly oldest: Date;
  readonly newest: Date;
}

/** One of them with what its envelope says. */
export interface ParkedDetail extends ParkedSummary {
  /** Log-append time. */
  readonly recordedAt: Date;
  /** When it may be applied again; null unless it is marked. */
  readonly redriveAt: Date | null;
  readonly holdsKey: boolean;
  /** Records of its key that come before it. */
  readonly ahead: number;
  /** Since when its key is held, and by what code on purpose; null where it is not. */
  readonly keyHeld: { readonly since: Date; readonly onPurpose: string | null; readonly rows: number } | null;
  readonly keyBytes: number | null;
  readonly valueBytes: number | null;
  /** By the value's first bytes; null where they are not in the wire format. */
  readonly schemaId: number | null;
  readonly headers: readonly ShownHeader[];
}

const SUMMARY = `p.id, p.group_name as "group", p.topic, p.partition, p.record_offset as "offset", p.key, p.state,
  p.headers ->> 'ce_type' as type, p.headers ->> 'ce_id' as "eventId", p.code, p.reason, p.attempts,
  p.size_bytes as "sizeBytes", p.parked_at as "parkedAt", greatest(0, coalesce(k.row_count, 1) - 1) as waiting`;
const WITH_KEY = `messaging.parked_record p
  left join messaging.held_key k on p.holds_key and k.group_name = p.group_name and k.topic = p.topic
    and k.partition = p.partition and k.key = p.key`;

type Row<Shown> = Omit<Shown, 'key'> & { readonly key: Buffer | null };

/**
 * Parked records, oldest first; held ones too when asked for, in the order in which they became rows. Those that are put away
 * in batches are counted (`waiting`, `parkedKinds`), and listed when their turn is near. `after` is the id of the last one of
 * the page before.
 */
export async function listParked(
  database: Database,
  filter: ParkedFilter = {},
  options: { readonly limit?: number; readonly held?: boolean; readonly after?: string } = {},
): Promise<readonly ParkedSummary[]> {
  const rows = await database.query<Row<ParkedSummary>>(
    `select ${SUMMARY} from ${WITH_KEY}
     where ${parkedCondition} and ($8 or p.state <> 'held') and ($10::bigint is null or p.id > $10)
     order by p.id limit $9`,
    [...parkedValues(filter), options.held ?? false, options.limit ?? 100, options.after ?? null],
  );
  return rows.map(withText);
}

/** By group, topic, code and state, most first; what is put away in batches is counted too. */
export function parkedKinds(
  database: Database,
  filter: ParkedFilter,
  limit: number,
): Promise<readonly ParkedKind[]> {
  return database.query<ParkedKind & Record<string, unknown>>(
    `select p.group_name as "group", p.topic, p.code, p.state, sum(records)::int as count, min(p.parked_at) as oldest,
       max(p.parked_at) as newest
     from (select group_name, topic, partition, key, code, id, parked_at, state, 1 as records from messaging.parked_record
       union all
       select group_name, topic, partition, key, code, null, held_at, 'held', record_count from messaging.held_batch) p
     where ${parkedCondition}
     group by p.group_name, p.topic, p.code, p.state
     order by sum(records) desc, p.group_name, p.topic, p.code, p.state limit $8`,
    [...parkedValues(filter), limit],
  );
}

type DetailRow = {
  readonly recordTime: string;
  readonly redriveAt: Date | null;
  readonly holdsKey: boolean;
  readonly ahead: number;
  readonly heldSince: Date | null;
  readonly holdCode: string | null;
  readonly heldRows: number | null;
  readonly valueBytes: number | null;
  readonly start: Buffer | null;
  readonly headers: Record<string, string>;
};

/** One of them; undefined once it is applied or discarded. */
export async function parkedDetail(database: Database, id: string): Promise<ParkedDetail | undefined> {
  const [row] = await database.query<Row<ParkedSummary> & DetailRow>(
    `select ${SUMMARY}, p.record_time as "recordTime", p.redrive_at as "redriveAt", p.holds_key as "holdsKey",
       (select count(*)::int from messaging.parked_record a where p.holds_key and a.holds_key
          and a.group_name = p.group_name and a.topic = p.topic and a.partition = p.partition and a.key = p.key
          and a.record_offset < p.record_offset)
         + (select coalesce(sum(b.record_count), 0)::int from messaging.held_batch b where p.holds_key
          and b.group_name = p.group_name and b.topic = p.topic and b.partition = p.partition and b.key = p.key
          and b.first_offset < p.record_offset) as ahead,
       k.since as "heldSince", k.hold_code as "holdCode", k.row_count as "heldRows", octet_length(p.value) as "valueBytes",
       substring(p.value from 1 for 5) as start, p.headers
     from ${WITH_KEY} where p.id = $1`,
    [id],
  );
  if (row === undefined) return undefined;
  const { recordTime, heldSince, holdCode, heldRows, start, headers, ...rest } = row;
  return {
    ...withText(rest),
    recordedAt: new Date(Number(recordTime)),
    keyHeld: heldSince === null ? null : { since: heldSince, onPurpose: holdCode, rows: heldRows ?? 0 },
    keyBytes: row.key?.length ?? null,
    schemaId: start?.length === 5 && start[0] === 0 ? start.readInt32BE(1) : null,
    headers: shownHeaders(headers),
  };
}

function withText<Shown extends { readonly key: Buffer | null }>({ key, ...rest }: Shown) {
  return { ...rest, key: key?.toString('utf8') ?? null };
}
