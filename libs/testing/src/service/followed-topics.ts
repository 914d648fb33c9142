// Reads topics from their start, on and on, as any stock client could.
import type { KafkaClient, KafkaRecord } from '@continuo/messaging';

export interface FollowedTopics {
  /** Everything that has come so far. */
  readonly records: readonly KafkaRecord[];
  stop(): Promise<void>;
}

/** @param onRecord told of each record as it comes */
export async function followTopics(
  kafka: KafkaClient,
  topics: readonly string[],
  onRecord: (record: KafkaRecord) => void = () => undefined,
): Promise<FollowedTopics> {
  const records: KafkaRecord[] = [];
  const consumer = kafka.consumer({ group: 'follower', topics, maxWaitMs: 20 });
  await consumer.start({
    assigned: (partitions) => partitions.forEach((one) => consumer.resume(one, 0n)),
    revoked: () => undefined,
    batch: (batch) => {
      records.push(...batch.records);
      batch.records.forEach(onRecord);
    },
    positionLost: () => undefined,
    crashed: () => undefined,
  });
  return { records, stop: () => consumer.stop() };
}
