// From kafkajs' batches to records of the port.
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { KafkaRecord, TopicPartition } from './kafka-client.js';
import { BatchedRecord } from './record-batch.js';
import { everyHeader, type HeaderReader } from './record-headers.js';

/** What the fetch asked for; a property of kafkajs' batch that its types leave out. */
export function fetchOffset(batch: EachBatchPayload['batch']): string {
  const { fetchedOffset } = batch as { fetchedOffset?: string };
  if (fetchedOffset === undefined) throw new TypeError('kafkajs batch without fetchedOffset');
  return fetchedOffset;
}

export function toRecord(
  { topic, partition }: TopicPartition,
  message: KafkaMessage,
  headerReader: HeaderReader = everyHeader,
): KafkaRecord {
  if (message instanceof BatchedRecord) {
    message.headerReader = headerReader;
    message.topic = topic;
    message.partition = partition;
    return message;
  }
  return {
    topic,
    partition,
    offset: BigInt(message.offset),
    timestamp: Number(message.timestamp),
    key: message.key,
    value: message.value,
    headers: toHeaders(message.headers),
  };
}

/** A header may have no value, which kafkajs' types leave out: it counts as absent. */
function toHeaders(headers: KafkaMessage['headers']): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    const last: Buffer | string | null | undefined = Array.isArray(value) ? value[value.length - 1] : value;
    if (last !== undefined && last !== null)
      texts[name] = typeof last === 'string' ? last : last.toString('utf8');
  }
  return texts;
}
