// What was fetched and not yet applied, of one partition: bounded by telling when to stop fetching.
import type { PartitionHandler } from '../handler.js';
import type { KafkaRecord } from '../kafka/kafka-client.js';

export interface QueueBounds {
  readonly records: number;
  readonly bytes: number;
}

/** How many records that nobody handles are worth a transaction, and how long fewer of them wait for company. */
const COMPANY = 250;
const COMPANY_WITHIN_MS = 500;

export class RecordQueue {
  private records: KafkaRecord[] = [];
  private first = 0;
  private bytes = 0;
  private handled = 0;
  private since = 0;

  /** `isHandled` tells the records that somebody waits for from those that only pass. */
  constructor(
    private readonly bounds: QueueBounds,
    readonly isHandled: (record: KafkaRecord) => boolean = () => true,
  ) {}

  get length(): number {
    return this.records.length - this.first;
  }

  /** True when fetching should wait. */
  get full(): boolean {
    return this.length >= this.bounds.records || this.bytes >= this.bounds.bytes;
  }

  /** True when fetching should go on again: well below the bounds, so that it does not flicker. */
  get low(): boolean {
    return this.length <= this.bounds.records / 2 && this.bytes <= this.bounds.bytes / 2;
  }

  /** When (ms) its records are to be taken: at once if one of them is handled, else when there are some. */
  get dueAt(): number {
    if (this.length === 0) return Number.POSITIVE_INFINITY;
    return this.handled > 0 || this.length >= COMPANY || this.full ? 0 : this.since + COMPANY_WITHIN_MS;
  }

  push(records: readonly KafkaRecord[], now = 0): void {
    if (this.length === 0) this.since = now;
    for (const record of records) {
      this.records.push(record);
      this.bytes += weight(record);
      if (this.isHandled(record)) this.handled += 1;
    }
  }

  /**
   * How many records pass before the one that makes it `handled` handled ones: what one transaction takes along. Those
   * that will probably only wait (again) are handled later.
   */
  run(handled: number, most: number, waits: (record: KafkaRecord) => boolean = () => false): number {
    let seen = 0;
    let end = this.first;
    for (; end < this.records.length && end - this.first < most; end += 1) {
      const record = this.records[end]!;
      if (!this.isHandled(record) || waits(record)) continue;
      if (seen === handled) break;
      seen += 1;
    }
    return end - this.first;
  }

  /** The next records, at most so many and so many bytes, at least one; they stay until `drop`. */
  peek(count: number, bytes: number): readonly KafkaRecord[] {
    let end = this.first;
    let sum = 0;
    while (end < this.records.length && end - this.first < count) {
      sum += weight(this.records[end]!);
      if (sum > bytes && end > this.first) break;
      end += 1;
    }
    return this.records.slice(this.first, end);
  }

  /** Forgets the first records; harmless after a `clear` in between. */
  drop(asked: number): void {
    const count = Math.min(asked, this.length);
    for (let n = 0; n < count; n += 1) {
      const record = this.records[this.first + n]!;
      this.bytes -= weight(record);
      if (this.isHandled(record)) this.handled -= 1;
    }
    this.first += count;
    // Moved only now and then: shifting the array at each batch would cost its length.
    if (this.first === this.records.length || this.first > 4_096) {
      this.records = this.records.slice(this.first);
      this.first = 0;
    }
  }

  clear(): void {
    this.records = [];
    this.first = 0;
    this.bytes = 0;
    this.handled = 0;
  }
}

/** Which records of a topic a handler is called for. One without a type is not told apart: it will be parked. */
export function handledBy(
  handler: PartitionHandler,
  topic: string,
): (record: { readonly headers: Readonly<Record<string, string>> }) => boolean {
  return ({ headers: { ce_type: type } }) =>
    type === undefined || handler.handles === undefined || handler.handles(type, topic);
}

function weight(record: KafkaRecord): number {
  return (record.value?.length ?? 0) + (record.key?.length ?? 0);
}
