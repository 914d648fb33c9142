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
  const deliver: KafkaRecord[] = [];
  let hold: KafkaRecord[] = [];
  let park: PlannedPark[] = [];
  const timestamps: number[] = [];
  const duplicates = { offset: 0, sequence: 0 };
  const held = new Set(input.heldKeys);
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
    if (order !== undefined) {
      park.push({ record, order });
      if (order.holdsKey && record.key !== null) held.add(keyId(record.key));
    } else if (record.key !== null && held.has(keyId(record.key))) {
      const key = keyId(record.key);
      if (!isLastWord(record, input) || input.heldOnPurpose?.has(key) === true) {
        hold.push(record);
        continue;
      }
      // What waited in front of it goes with what its handler discards.
      hold = hold.filter((other) => other.key === null || keyId(other.key) !== key);
      park = park.filter(({ record: other }) => other.key === null || keyId(other.key) !== key);
      held.delete(key);
      deliver.push(record);
    } else {
      deliver.push(record);
    }
  }
  return { deliver, hold, park, duplicates, nextOffset, lastSequences: sequences.close(), timestamps };
}

function isLastWord({ headers }: KafkaRecord, { lastWords }: BatchInput): boolean {
  return lastWords?.has(headers['ce_type'] ?? '') ?? false;
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
