// Everything that lies on the topics of a deployment, as bytes.
import type { KafkaClient, KafkaRecord } from '@continuo/messaging';
import { eventually, uniqueName } from '@continuo/testing';

/** How many records each topic's partitions hold, from their starts to their ends. */
export async function recordCounts(kafka: KafkaClient): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const topic of await kafka.admin().topics()) {
    const ranges = await kafka.admin().logRanges(topic);
    counts.set(
      topic,
      [...ranges.values()].reduce((sum, { start, end }) => sum + Number(end - start), 0),
    );
  }
  return counts;
}

/** The end of every partition, by `topic/partition`. */
export async function partitionEnds(kafka: KafkaClient): Promise<ReadonlyMap<string, bigint>> {
  const ends = new Map<string, bigint>();
  for (const topic of await kafka.admin().topics())
    for (const [partition, { end }] of await kafka.admin().logRanges(topic))
      ends.set(`${topic}/${partition}`, end);
  return ends;
}

/** Reads every topic once, from its start to the end that it has by now. */
export async function allRecords(kafka: KafkaClient): Promise<readonly KafkaRecord[]> {
  const counts = await recordCounts(kafka);
  const wanted = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const topics = [...counts].filter(([, count]) => count > 0).map(([topic]) => topic);
  const records: KafkaRecord[] = [];
  const consumer = kafka.consumer({ group: uniqueName('reader'), topics, maxWaitMs: 20 });
  await consumer.start({
    assigned: (partitions) => partitions.forEach((one) => consumer.resume(one, 0n)),
    revoked: () => undefined,
    batch: (batch) => {
      records.push(...batch.records);
    },
    positionLost: () => undefined,
    crashed: () => undefined,
  });
  try {
    await eventually(() => records.length >= wanted, { within: 30_000, what: `${wanted} records` });
  } finally {
    await consumer.stop();
  }
  return records;
}
