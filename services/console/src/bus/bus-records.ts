// Reads records for people: looked for within bounds, decoded, and where to go on.
import type { KafkaClient, KafkaRecord } from '@continuo/messaging';
import type { RecordDecoder } from '@continuo/contracts';
import { ok, refuse, type Result } from '@continuo/kernel';
import type { RecordFilter } from './domain/record-filter.js';
import type { ScanPlace } from './domain/scan-cursor.js';
import { viewOf, type BusRecord } from './record-view.js';
import { scan, type ScanLimits, type StoppedBy } from './record-scan.js';
import type { Direction, LaneRange } from './scan-lane.js';

/** Where a reading begins; `latest` goes backwards from the end, all others forwards. */
export type ReadFrom =
  | { readonly kind: 'earliest' | 'latest' }
  | { readonly kind: 'offset'; readonly offset: bigint }
  | { readonly kind: 'time'; readonly time: number };

export interface ReadRequest {
  readonly topic: string;
  readonly partition?: number;
  readonly from: ReadFrom;
  readonly filter: RecordFilter;
  readonly limit: number;
  /** Where an earlier reading ended. */
  readonly place?: ScanPlace;
  readonly signal: AbortSignal;
}

export interface ReadAnswer {
  readonly records: readonly BusRecord[];
  readonly looked: number;
  readonly stoppedBy: StoppedBy;
  readonly place: ScanPlace | undefined;
}

export type ReadRefusal = 'partition-unknown' | 'place-unknown';

/** One answer costs no more than this, whatever is asked. */
const LIMITS: Omit<ScanLimits, 'found'> = { looked: 20_000, bytes: 32 * 1_048_576, milliseconds: 4_000 };

/** Values in one list, in bytes as they are on the bus; one that is longer, or too much, is shown on its own. */
const LIST_VALUE_BYTES = 32_768;
const LIST_BYTES = 2 * 1_048_576;

export class BusRecords {
  constructor(
    private readonly kafka: KafkaClient,
    private readonly decoder: RecordDecoder | undefined,
    private readonly limits: Omit<ScanLimits, 'found'> = LIMITS,
  ) {}

  /** Throws a Fault while the broker is away. */
  async read(request: ReadRequest): Promise<Result<ReadAnswer, ReadRefusal>> {
    const { filter, limit, signal, from } = request;
    const direction: Direction = from.kind === 'latest' ? 'newest-first' : 'oldest-first';
    const ranges = await this.#ranges(request, direction);
    if (!ranges.ok) return ranges;
    const found = await scan({
      log: this.kafka.log(),
      ranges: ranges.value,
      direction,
      filter,
      limits: { ...this.limits, found: limit },
      signal,
      now: () => performance.now(),
    });
    const records: BusRecord[] = [];
    let shown = 0;
    for (const record of found.records) {
      const size = record.value?.length ?? 0;
      const isLong = size > LIST_VALUE_BYTES || shown + size > LIST_BYTES;
      if (!isLong) shown += size;
      records.push(await viewOf(record, this.decoder, { cut: isLong }));
    }
    const { looked, stoppedBy, place } = found;
    return ok({ records, looked, stoppedBy, place });
  }

  /** One record whole; undefined when it is not kept, not written yet, or was compacted away. */
  async one(topic: string, partition: number, offset: bigint): Promise<BusRecord | undefined> {
    const range = await this.#kept(topic);
    const kept = range.get(partition);
    if (kept === undefined || offset < kept.start || offset >= kept.end) return undefined;
    const { records } = await this.kafka.log().fetch({ topic, partition, from: offset, maxBytes: 1 });
    const record: KafkaRecord | undefined = records.find((each) => each.offset === offset);
    return record && viewOf(record, this.decoder, { cut: false });
  }

  async #kept(topic: string): Promise<ReadonlyMap<number, { readonly start: bigint; readonly end: bigint }>> {
    const log = this.kafka.log();
    const [starts, ends] = await Promise.all([log.starts([topic]), log.ends([topic])]);
    return new Map(
      [...(ends.get(topic) ?? [])].map(([partition, end]) => [
        partition,
        { start: starts.get(topic)?.get(partition) ?? 0n, end },
      ]),
    );
  }

  async #ranges(
    { topic, partition, from, place }: ReadRequest,
    direction: Direction,
  ): Promise<Result<readonly LaneRange[], ReadRefusal>> {
    const kept = await this.#kept(topic);
    if (partition !== undefined && !kept.has(partition))
      return refuse('partition-unknown', 'The topic has no such partition.');
    const begins = from.kind === 'time' ? await this.kafka.admin().offsetsAt(topic, from.time) : undefined;
    const ranges: LaneRange[] = [];
    for (const [number, { start, end }] of kept) {
      if (partition !== undefined && number !== partition) continue;
      const range = { topic, partition: number, start, end };
      const on = place?.get(number);
      if (place !== undefined && on === undefined)
        return refuse('place-unknown', 'The cursor is of other partitions.');
      const first = on ?? (from.kind === 'offset' ? from.offset : (begins?.get(number) ?? start));
      if (direction === 'newest-first') ranges.push({ ...range, end: clamp(on ?? end, start, end) });
      else ranges.push({ ...range, start: clamp(first, start, end) });
    }
    if (place !== undefined && place.size !== ranges.length)
      return refuse('place-unknown', 'The cursor is of other partitions.');
    return ok(ranges.sort((a, b) => a.partition - b.partition));
  }
}

function clamp(offset: bigint, least: bigint, most: bigint): bigint {
  return offset < least ? least : offset > most ? most : offset;
}
