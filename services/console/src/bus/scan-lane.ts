// One partition of a scan: reads its log in chunks, forwards or backwards, and keeps what was read until it is its turn.
import type { KafkaLog, KafkaRecord } from '@continuo/messaging';

export interface LaneRange {
  readonly topic: string;
  readonly partition: number;
  /** What the log keeps, or the part of it that is to be looked at: from here … */
  readonly start: bigint;
  /** … to before here. */
  readonly end: bigint;
}

export type Direction = 'newest-first' | 'oldest-first';

const MAX_CHUNK = 500n;
/** A chunk read backwards is held whole: it is cut so that it has about this much. */
const CHUNK_BYTES = 1_048_576;
const MIN_FETCH_BYTES = 65_536;

export class ScanLane {
  readonly #range: LaneRange;
  readonly #loaded: KafkaRecord[] = [];
  /** Beyond it nothing was read: downwards when newest first, upwards when oldest first. */
  #edge: bigint;
  /** Where the scan goes on when it ends now. */
  #place: bigint;
  #chunk: bigint;
  /** A transaction that is still open keeps what comes next to itself: for this answer the log ends here. */
  #isHeld = false;
  bytesRead = 0;
  recordsRead = 0;

  constructor(
    private readonly log: KafkaLog,
    range: LaneRange,
    private readonly direction: Direction,
    chunk: number,
  ) {
    this.#range = range;
    this.#edge = direction === 'newest-first' ? range.end : range.start;
    this.#place = this.#edge;
    this.#chunk = BigInt(chunk);
  }

  get partition(): number {
    return this.#range.partition;
  }

  get place(): bigint {
    return this.#place;
  }

  /** The record whose turn it would be; only after `load`. */
  get next(): KafkaRecord | undefined {
    return this.#loaded[0];
  }

  get isRead(): boolean {
    const { start, end } = this.#range;
    return this.#isHeld || (this.direction === 'newest-first' ? this.#edge <= start : this.#edge >= end);
  }

  /** True when it has nothing to give before it is loaded again. */
  get isHungry(): boolean {
    return this.#loaded.length === 0 && !this.isRead;
  }

  take(): KafkaRecord | undefined {
    const record = this.#loaded.shift();
    if (record === undefined) return undefined;
    const gone = this.#loaded.length === 0;
    if (this.direction === 'newest-first') this.#place = gone ? this.#edge : record.offset;
    else this.#place = gone ? this.#edge : record.offset + 1n;
    return record;
  }

  /**
   * Reads one chunk; there may be nothing in it, where the log was compacted. Once `isOver` no more of it is read than what
   * brings the reader further.
   */
  async load(isOver: () => boolean): Promise<void> {
    if (this.direction === 'newest-first') await this.#loadBelow(isOver);
    else await this.#loadAbove();
    if (this.#loaded.length === 0) this.#place = this.#edge;
  }

  async #loadBelow(isOver: () => boolean): Promise<void> {
    const end = this.#edge;
    let from = isOver() ? end - 1n : larger(end - this.#chunk, this.#range.start);
    let records: KafkaRecord[] = [];
    let held = 0;
    for (let next = from; next < end;) {
      const batch = await this.#fetch(next);
      for (const record of batch.records) {
        if (record.offset >= end) break;
        records.push(record);
        held += sizeOf(record);
      }
      next = batch.nextOffset > next ? batch.nextOffset : end;
      if (next >= end || (held <= CHUNK_BYTES && !isOver())) continue;
      // Those nearest to the end come first, and they are not read yet: what is further away is left to the next chunk.
      next = from = larger(next, isOver() ? end - 1n : end - (end - next + 1n) / 2n);
      records = [];
      held = 0;
    }
    from = this.#cut(records, held) ?? from;
    this.#edge = from;
    this.#loaded.push(...records.reverse());
    this.#grow();
  }

  /** Records may be larger than thought: takes away those that are furthest, and says where the rest begins. */
  #cut(records: KafkaRecord[], held: number): bigint | undefined {
    let from: bigint | undefined;
    for (let left = held; left > CHUNK_BYTES && records.length > 1;) {
      const furthest = records.shift();
      if (furthest === undefined) break;
      left -= sizeOf(furthest);
      from = furthest.offset + 1n;
    }
    return from;
  }

  async #loadAbove(): Promise<void> {
    const { end } = this.#range;
    const batch = await this.#fetch(this.#edge);
    this.#loaded.push(...batch.records.filter(({ offset }) => offset < end));
    this.#isHeld = batch.nextOffset <= this.#edge;
    if (!this.#isHeld) this.#edge = batch.nextOffset;
  }

  async #fetch(from: bigint): ReturnType<KafkaLog['fetch']> {
    const { topic, partition } = this.#range;
    const batch = await this.log.fetch({ topic, partition, from, maxBytes: this.#fetchBytes() });
    this.recordsRead += batch.records.length;
    for (const record of batch.records) this.bytesRead += sizeOf(record);
    return batch;
  }

  #meanBytes(): number {
    return this.recordsRead === 0 ? 1_024 : this.bytesRead / this.recordsRead + 300;
  }

  #fetchBytes(): number {
    const wanted = Number(this.#chunk) * this.#meanBytes() * 1.2;
    return Math.ceil(Math.min(CHUNK_BYTES, Math.max(MIN_FETCH_BYTES, wanted)));
  }

  /** What was looked for is further away than thought: the next chunk is larger, while records are small. */
  #grow(): void {
    const affordable = BigInt(Math.max(1, Math.floor(CHUNK_BYTES / this.#meanBytes())));
    const next = this.#chunk * 4n > MAX_CHUNK ? MAX_CHUNK : this.#chunk * 4n;
    this.#chunk = next > affordable ? affordable : next;
  }
}

function sizeOf({ key, value }: KafkaRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0);
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
