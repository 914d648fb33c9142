// What the envelope alone says about a record: deliverable, or parked before any handler sees it.
import type { KafkaRecord } from '../kafka/kafka-client.js';
import { publisherStamp, type PublisherStamp } from './last-sequence.js';

/** What the contract allows on a topic. */
export interface TopicRules {
  allowsType(type: string): boolean;
  readonly allowsTombstone: boolean;
}

/** More hops than this are a loop. */
export const HOPS_LIMIT = 32;

/** Why a record is parked. `reason` names codes and fields, never a value of the record. */
export interface ParkOrder {
  readonly code: string;
  readonly reason: string;
  readonly holdsKey: boolean;
  readonly incident: boolean;
  /** Not given up: only set aside, to be started again beside the stream while its key waits. @default false */
  readonly again?: boolean;
  /** How often it was started before. @default 1 */
  readonly attempts?: number;
}

export type Inspection =
  | { readonly deliver: true; readonly stamp: PublisherStamp }
  | { readonly deliver: false; readonly stamp: PublisherStamp | null; readonly park: ParkOrder };

/** Judges a record by its headers and key. */
export function inspect(record: KafkaRecord, rules: TopicRules): Inspection {
  const stamp = publisherStamp(record.headers);
  if (stamp === null) {
    return notHeld(
      null,
      'foreign-record',
      'the headers publisher and publisher-sequence are missing or malformed',
    );
  }
  const type = record.headers['ce_type'];
  if (type === undefined) return notHeld(stamp, 'envelope-incomplete', 'the header ce_type is missing');
  if (!rules.allowsType(type)) {
    return notHeld(stamp, 'unknown-type', 'the contract does not list this ce_type for the topic');
  }
  if (record.headers['ce_id'] === undefined) {
    return notHeld(stamp, 'envelope-incomplete', 'the header ce_id is missing');
  }
  if (record.key === null) return notHeld(stamp, 'key-missing', 'the record has no key');
  if (record.value === null && !rules.allowsTombstone) {
    return notHeld(stamp, 'tombstone', 'the record has no value and the topic allows no tombstones');
  }
  if (hops(record.headers) > HOPS_LIMIT) {
    const park = {
      code: 'hops-exceeded',
      reason: `ce_hops is above ${HOPS_LIMIT}`,
      holdsKey: true,
      incident: true,
    };
    return { deliver: false, stamp, park };
  }
  return { deliver: true, stamp };
}

function hops(headers: Readonly<Record<string, string>>): number {
  const header = headers['ce_hops'];
  if (header === undefined) return 0;
  return /^\d{1,9}$/.test(header) ? Number(header) : Number.POSITIVE_INFINITY;
}

function notHeld(stamp: PublisherStamp | null, code: string, reason: string): Inspection {
  return { deliver: false, stamp, park: { code, reason, holdsKey: false, incident: false } };
}

/** The schema id of a value in Confluent wire format; null when the bytes are too short or begin otherwise. */
export function schemaIdOf(value: Buffer): number | null {
  return value.length >= 5 && value[0] === 0 ? value.readUInt32BE(1) : null;
}
