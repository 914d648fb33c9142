// The copy of a parked record for people and tools. Nothing is ever applied from it.
import { deadLetterTopicOf } from '@continuo/contracts';
import type { KafkaRecord } from '../kafka/kafka-client.js';
import type { OutgoingBytes } from '../message.js';

/** Above this a copy carries its headers and the row's id only. */
export const DEAD_LETTER_LIMIT = 900 * 1024;

export interface DeadLetterFacts {
  readonly group: string;
  readonly rowId: string;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
  readonly time: Date;
}

/** Same key, value and headers, and why it is here. The publisher's own stamp is kept under another name. */
export function deadLetter(record: KafkaRecord, facts: DeadLetterFacts): OutgoingBytes {
  const { publisher, 'publisher-sequence': sequence, ...headers } = record.headers;
  const about: Record<string, string> = {
    'dead-letter-code': facts.code,
    'dead-letter-reason': facts.reason,
    'dead-letter-attempts': String(facts.attempts),
    'dead-letter-time': facts.time.toISOString(),
    'dead-letter-row': facts.rowId,
    'dead-letter-topic': record.topic,
    'dead-letter-partition': String(record.partition),
    'dead-letter-offset': record.offset.toString(),
  };
  if (publisher !== undefined) about['dead-letter-publisher'] = publisher;
  if (sequence !== undefined) about['dead-letter-publisher-sequence'] = sequence;
  const headerBytes = bytesOf(headers) + bytesOf(about);
  const whole = headerBytes + (record.key?.length ?? 0) + (record.value?.length ?? 0) <= DEAD_LETTER_LIMIT;
  const copied = headerBytes <= DEAD_LETTER_LIMIT ? { ...headers, ...about } : about;
  return {
    topic: deadLetterTopicOf(record.topic, facts.group),
    key: whole ? record.key : null,
    bytes: whole ? record.value : null,
    headers: whole ? copied : { ...copied, 'dead-letter-cut': 'true' },
  };
}

function bytesOf(headers: Readonly<Record<string, string>>): number {
  let bytes = 0;
  for (const [name, value] of Object.entries(headers))
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  return bytes;
}
