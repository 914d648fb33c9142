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

  /** Reads one chunk; there may be nothing in it, where the log was compacted. */
  async load(): Promise<void> {
    if (this.direction === 'newest-first') await this.#loadBelow();
    else await this.#loadAbove();
    if (this.#loaded.length === 0) this.#place = this.#edge;
  }

  async #loadBelow(): Promise<void> {
    const { start } = this.#range;
    const end = this.#edge;
    let from = end - this.#chunk > start ? end - this.#chunk : start;
    const records: KafkaRecord[] = [];
    let held = 0;
    for (let next = from; next < end;) {
      const batch = await this.#fetch(next);
      for (const record of batch.records) {
        if (record.offset >= end) break;
        records.push(record);
        held += sizeOf(record);
      }
      // Records may be larger than thought: those that are furthest away are left to the next chunk.
      while (held > CHUNK_BYTES && records.length > 1) {
        const furthest = records.shift();
        if (furthest === undefined) break;
        held -= sizeOf(furthest);
        from = furthest.offset + 1n;
      }
      next = batch.nextOffset > next ? batch.nextOffset : end;
    }
    this.#edge = from;
    this.#loaded.push(...records.reverse());
    this.#grow();
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
    const larger = this.#chunk * 4n > MAX_CHUNK ? MAX_CHUNK : this.#chunk * 4n;
    this.#chunk = larger > affordable ? affordable : larger;
  }
}

function sizeOf({ key, value }: KafkaRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0);
}
