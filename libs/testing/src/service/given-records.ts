// Records and scopes as the transport hands them to consumers, for tests without Kafka.
import type { IncomingRecord, PartitionScope } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { uuidv7 } from 'uuidv7';

export const TEST_PROFILE = '018f3c1e-7b1a-7c3d-9e2f-0000000000a1';

/** What a command is known by; drawn where it does not matter. */
export interface CommandNames {
  readonly commandId: string;
  readonly profileId: string;
  readonly recordId: string;
}

export function recordOf(
  topic: string,
  { commandId = uuidv7(), profileId = TEST_PROFILE, recordId = uuidv7() }: Partial<CommandNames>,
): IncomingRecord {
  return {
    topic,
    partition: 0,
    offset: 0n,
    timestamp: Date.now(),
    key: profileId,
    headers: { ce_id: recordId, commandid: commandId, ce_correlationid: `story-${profileId}`, ce_hops: '3' },
    bytes: Buffer.alloc(0),
    type: '',
    id: recordId,
    profileId,
    redriven: false,
    value: <T>() => ({}) as T,
  };
}

export function scopeOf(tx: Transaction, { topic, offset, timestamp }: IncomingRecord): PartitionScope {
  return {
    tx,
    group: 'test',
    topic,
    partition: 0,
    nextOffset: offset + 1n,
    clockBefore: 0,
    clock: timestamp,
    now: new Date(timestamp),
    hold: () => Promise.resolve(),
    release: () => Promise.resolve(),
    held: () => Promise.resolve(new Set()),
    discard: () => Promise.resolve(0),
    progress: () => undefined,
  };
}
