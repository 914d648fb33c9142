// Sorts a batch into what is delivered, held, parked and dropped: a pure rule over the row that was locked.
import type { KafkaRecord } from '../kafka/kafka-client.js';
import {
  isRepeated,
  lastSequence,
  withSequence,
  type LastSequences,
  type PublisherStamp,
} from './last-sequence.js';
import { inspect, type ParkOrder, type TopicRules } from './record-inspection.js';

export interface PlannedPark {
  readonly record: KafkaRecord;
  readonly order: ParkOrder;
}

export interface BatchPlan {
  readonly deliver: readonly KafkaRecord[];
  /** Appended to the held rows of their keys. */
  readonly hold: readonly KafkaRecord[];
  /** Keys (as `keyId`) that had more records in this batch than one may have: theirs are held from here on. */
  readonly deferred: ReadonlySet<string>;
  readonly park: readonly PlannedPark[];
  readonly duplicates: { readonly offset: number; readonly sequence: number };
  readonly nextOffset: bigint;
  readonly lastSequences: LastSequences;
  /** Log-append times of what lies at or above the old position: what moves the clock. */
  readonly timestamps: readonly number[];
}

export interface BatchInput {
  readonly records: readonly KafkaRecord[];
  readonly nextOffset: bigint;
  readonly lastSequences: LastSequences;
  readonly rules: TopicRules;
  /** Keys (as `keyId`) that are held when the batch begins. */
  readonly heldKeys: ReadonlySet<string>;
  /** Those of them that a handler holds on purpose: nothing passes. @default none */
  readonly heldOnPurpose?: ReadonlySet<string>;
  /** Records of one key that are delivered at most. @default no limit */
  readonly recordsPerKey?: number;
  /** Types that pass parked rows of their key, see `PartitionHandler.lastWords`. @default none */
  readonly lastWords?: ReadonlySet<string>;
  /** Records found out to be unreadable in an earlier try, by offset. */
  readonly condemned: ReadonlyMap<bigint, ParkOrder>;
}

/** A key as something that can be compared and put into a set, whatever its bytes are. */
export function keyId(key: Buffer): string {
  return key.toString('latin1');
}

/** Decides about every record of the batch, in order. */
export function planBatch(input: BatchInput): BatchPlan {
  const sorted = new Sorted(input);
  const timestamps: number[] = [];
  const duplicates = { offset: 0, sequence: 0 };
  const sequences = new SequenceBook(input.lastSequences);
  let nextOffset = input.nextOffset;
  for (const record of input.records) {
    if (record.offset < nextOffset) {
      duplicates.offset += 1;
      continue;
    }
    nextOffset = record.offset + 1n;
    timestamps.push(record.timestamp);
    const inspection = inspect(record, input.rules);
    if (inspection.stamp !== null && !sequences.take(inspection.stamp)) {
      duplicates.sequence += 1;
      continue;
    }
    const order = input.condemned.get(record.offset) ?? (inspection.deliver ? undefined : inspection.park);
    if (order === undefined) sorted.take(record);
    else sorted.condemn(record, order);
  }
  const { deliver, hold, park, deferred } = sorted;
  const lastSequences = sequences.close();
  return { deliver, hold, park, deferred, duplicates, nextOffset, lastSequences, timestamps };
}

/** Where each record goes, by what is known of its key. */
class Sorted {
  readonly deliver: KafkaRecord[] = [];
  hold: KafkaRecord[] = [];
  park: PlannedPark[] = [];
  readonly deferred = new Set<string>();
  private readonly held: Set<string>;
  private readonly shares = new Map<string, number>();
  private readonly limit: number;

  constructor(private readonly input: BatchInput) {
    this.held = new Set(input.heldKeys);
    this.limit = input.recordsPerKey ?? Number.POSITIVE_INFINITY;
  }

  condemn(record: KafkaRecord, order: ParkOrder): void {
    this.park.push({ record, order });
    if (order.holdsKey && record.key !== null) this.held.add(keyId(record.key));
  }

  take(record: KafkaRecord): void {
    if (record.key === null) {
      this.deliver.push(record);
      return;
    }
    const key = keyId(record.key);
    if (!this.held.has(key) && this.isOverShare(key)) {
      this.held.add(key);
      this.deferred.add(key);
    }
    if (!this.held.has(key)) this.deliver.push(record);
    else if (this.isLastWord(record) && this.input.heldOnPurpose?.has(key) !== true)
      this.lastWord(record, key);
    else this.hold.push(record);
  }

  /** What waited in front of it goes with what its handler discards. */
  private lastWord(record: KafkaRecord, key: string): void {
    this.hold = this.hold.filter((other) => other.key === null || keyId(other.key) !== key);
    this.park = this.park.filter(({ record: other }) => other.key === null || keyId(other.key) !== key);
    this.held.delete(key);
    this.deferred.delete(key);
    this.deliver.push(record);
  }

  private isOverShare(key: string): boolean {
    if (this.limit === Number.POSITIVE_INFINITY) return false;
    const share = (this.shares.get(key) ?? 0) + 1;
    this.shares.set(key, share);
    return share > this.limit;
  }

  private isLastWord({ headers }: KafkaRecord): boolean {
    return this.input.lastWords?.has(headers['ce_type'] ?? '') ?? false;
  }
}

/** The last sequences while a batch is read: changed in place, written back once per publisher. */
class SequenceBook {
  private readonly changed = new Map<string, PublisherStamp>();

  constructor(private readonly before: LastSequences) {}

  /** False when the stamp was seen before. */
  take(stamp: PublisherStamp): boolean {
    const publisher = `${stamp.service}/${stamp.incarnation}`;
    const seen = this.changed.get(publisher);
    const repeated = seen === undefined ? isRepeated(this.before, stamp) : stamp.sequence <= seen.sequence;
    if (repeated) return false;
    // Taken out first, so that the map's order is the order in which publishers were seen last.
    this.changed.delete(publisher);
    this.changed.set(publisher, stamp);
    return true;
  }

  close(): LastSequences {
    let after = this.before;
    for (const stamp of this.changed.values()) {
      if (stamp.sequence > lastSequence(after, stamp)) after = withSequence(after, stamp);
    }
    return after;
  }
}
