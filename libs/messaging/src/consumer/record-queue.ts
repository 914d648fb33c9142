// What was fetched and not yet applied, of one partition: bounded by telling when to stop fetching.
import type { KafkaRecord } from '../kafka/kafka-client.js';

export interface QueueBounds {
  readonly records: number;
  readonly bytes: number;
}

export class RecordQueue {
  private records: KafkaRecord[] = [];
  private first = 0;
  private bytes = 0;

  constructor(private readonly bounds: QueueBounds) {}

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

  push(records: readonly KafkaRecord[]): void {
    for (const record of records) {
      this.records.push(record);
      this.bytes += weight(record);
    }
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
    for (let n = 0; n < count; n += 1) this.bytes -= weight(this.records[this.first + n]!);
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
  }
}

function weight(record: KafkaRecord): number {
  return (record.value?.length ?? 0) + (record.key?.length ?? 0);
}
