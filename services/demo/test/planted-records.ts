// Records that must be parked, with personal data in them that somebody else has put there: reasons may not repeat it.
import type { KafkaRecord } from '@continuo/messaging';
import { eventually, type Canaries } from '@continuo/testing';
import { randomUUID } from 'node:crypto';
import type { RunningSystem } from './running-system.js';
import { allRecords } from './topic-contents.js';

const TOPIC = 'collaboration.commands';
const DEAD_LETTERS = `${TOPIC}.collaboration.dlq`;
const PLANTED = 'planted';
/** Byte 0 and the schema's id. */
const WIRE_PREFIX = 5;

/** A record without a publisher, and one whose value ends too early. Answers when the copies of both are there. */
export async function plantPoison(
  running: RunningSystem,
  canaries: Canaries,
): Promise<readonly KafkaRecord[]> {
  const like = await eventually(
    async () => (await allRecords(running.kafka)).find(({ topic }) => topic === TOPIC),
    { within: 60_000, every: 500, what: `a record on ${TOPIC}` },
  );
  const personal = (what: string): string => canaries.make('email', `a planted record: ${what}`).value;
  const { publisher: _publisher, 'publisher-sequence': _sequence, ...headers } = like.headers;
  const base = { ...headers, [PLANTED]: personal('header') };
  const message = { partition: like.partition, key: Buffer.from(personal('key')), value: like.value };
  const truncated = Buffer.concat([
    (like.value ?? Buffer.alloc(0)).subarray(0, WIRE_PREFIX),
    Buffer.from([0x80, 0x80, 0x01]),
    Buffer.from(personal('value')),
  ]);
  const stamp = { publisher: `planted/${randomUUID()}`, 'publisher-sequence': '1' };
  const producer = await running.kafka.producer();
  await producer.send(TOPIC, [
    { ...message, headers: { ...base, ce_id: randomUUID() } },
    { ...message, value: truncated, headers: { ...base, ...stamp, ce_id: randomUUID() } },
  ]);
  await producer.close();
  return eventually(
    async () => {
      const copies = (await allRecords(running.kafka)).filter(
        (record) => record.topic === DEAD_LETTERS && isPlanted(record),
      );
      return copies.length === 2 && copies;
    },
    { within: 60_000, every: 500, what: 'two dead letters' },
  );
}

export function isPlanted({ headers }: KafkaRecord): boolean {
  return Object.hasOwn(headers, PLANTED);
}

/** What we have added to a record: of one that was planted, and of its copy, the rest is its sender's. */
export function ownHeaders({ headers }: KafkaRecord): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('dead-letter-')));
}
