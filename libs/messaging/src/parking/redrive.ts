// What an operator does with parked records: has them applied again.
import { isTransient, type Database, type Transaction } from '@continuo/persistence';
import {
  parkedCondition as condition,
  parkedValues as valuesOf,
  type ParkedFilter,
} from './parked-filter.js';

export interface RedriveOptions {
  /** Only say what would happen. @default false */
  readonly dryRun?: boolean;
  /** How many parked records may begin per second; those held behind one follow at once. @default 100 */
  readonly ratePerSecond?: number;
}

export interface RedrivePlan {
  /** Parked records that match. */
  readonly matched: number;
  /** Records held behind them. */
  readonly held: number;
  readonly byCode: Readonly<Record<string, number>>;
  /** How many were marked by this call; 0 in a dry run, and for what was marked before. */
  readonly marked: number;
  /** When the last of them may begin. */
  readonly lastAt: Date | null;
  /** Database time of the look: as the filter's `before` it keeps a later call to what was seen. */
  readonly asOf: Date;
}

const DEFAULT_RATE = 100;

/**
 * Marks parked records to be applied again by the writers of their partitions, in their keys' order, each in the
 * transaction of its effect. Marking twice, or a record that is being applied, changes nothing.
 */
export async function redrive(
  database: Database,
  filter: ParkedFilter,
  options: RedriveOptions = {},
): Promise<RedrivePlan> {
  const plan = await planOf(database, filter);
  if (options.dryRun === true || plan.matched === 0) return plan;
  const rate = options.ratePerSecond ?? DEFAULT_RATE;
  if (!(rate > 0)) throw new RangeError('ratePerSecond must be above 0');
  for (let attempt = 1; ; attempt += 1) {
    try {
      const done = await database.transaction((tx) => mark(tx, filter, rate));
      return { ...plan, ...done };
    } catch (thrown) {
      // A writer that applies one of these rows at this moment may cross our locks.
      if (!isTransient(thrown) || attempt === 5) throw thrown;
    }
  }
}

async function planOf(database: Database, filter: ParkedFilter): Promise<RedrivePlan> {
  const [clock] = await database.query<{ asOf: Date }>('select clock_timestamp() as "asOf"');
  const rows = await database.query<{ code: string; matched: number; held: number }>(
    `select p.code, count(*)::int as matched,
       coalesce(sum((select count(*) from messaging.parked_record h where p.holds_key and h.state = 'held'
         and h.group_name = p.group_name and h.topic = p.topic and h.partition = p.partition and h.key = p.key
         and h.record_offset > p.record_offset)
         + (select coalesce(sum(b.record_count), 0) from messaging.held_batch b where p.holds_key
         and b.group_name = p.group_name and b.topic = p.topic and b.partition = p.partition and b.key = p.key
         and b.first_offset > p.record_offset)), 0)::int as held
     from messaging.parked_record p where ${condition} and p.state = 'parked' group by p.code`,
    valuesOf(filter),
  );
  const byCode = Object.fromEntries(rows.map((row) => [row.code, row.matched]));
  const sum = (which: 'matched' | 'held'): number => rows.reduce((total, row) => total + row[which], 0);
  const asOf = clock?.asOf ?? new Date();
  return { matched: sum('matched'), held: sum('held'), byCode, marked: 0, lastAt: null, asOf };
}

async function mark(
  tx: Transaction,
  filter: ParkedFilter,
  rate: number,
): Promise<Pick<RedrivePlan, 'marked' | 'lastAt'>> {
  const values = valuesOf(filter);
  // Spread over time, after what earlier redrives still have before them.
  const { rows } = await tx.client.query<{ id: string; redrive_at: Date }>(
    `with base as (
       select greatest(now(), max(redrive_at)) as at from messaging.parked_record where state = 'redrive'
     ), chosen as (
       select p.id, row_number() over (order by p.id) - 1 as n from messaging.parked_record p
       where ${condition} and p.state = 'parked'
     )
     update messaging.parked_record p
     set state = 'redrive', attempts = 0, redrive_at = base.at + chosen.n * make_interval(secs => 1.0 / $8::float8)
     from chosen, base where p.id = chosen.id and p.state = 'parked' returning p.id, p.redrive_at`,
    [...values, rate],
  );
  await tx.client.query(
    `update messaging.held_key k set draining = true from messaging.parked_record p
     where p.id = any($1::bigint[]) and p.holds_key and k.group_name = p.group_name and k.topic = p.topic
       and k.partition = p.partition and k.key = p.key`,
    [rows.map((row) => row.id)],
  );
  const last = rows.reduce<Date | null>(
    (at, row) => (at === null || row.redrive_at > at ? row.redrive_at : at),
    null,
  );
  return { marked: rows.length, lastAt: last };
}

/**
 * Asks the writer of a partition to let a held key drain. For writers of other partitions and for services; the
 * partition's own writer calls `scope.release`.
 */
export async function requestRelease(
  tx: Transaction,
  group: string,
  topic: string,
  partition: number,
  key: string,
): Promise<void> {
  await tx.client.query(
    'insert into messaging.release_request (group_name, topic, partition, key) values ($1, $2, $3, $4)',
    [group, topic, partition, Buffer.from(key)],
  );
}
