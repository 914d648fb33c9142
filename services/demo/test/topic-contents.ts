// Everything that lies on the topics of a deployment, as bytes.
import type { KafkaClient, KafkaRecord, LogRange } from '@continuo/messaging';
import { eventually, uniqueName } from '@continuo/testing';

/** How many records each topic's partitions hold, from their starts to their ends. */
export async function recordCounts(kafka: KafkaClient): Promise<ReadonlyMap<string, number>> {
  const ranges = await logRanges(kafka, await kafka.admin().topics());
  return new Map(
    ranges.map(([topic, partitions]) => [
      topic,
      [...partitions.values()].reduce((sum, { start, end }) => sum + Number(end - start), 0),
    ]),
  );
}

/** The end of every partition of these topics, by `topic/partition`. */
export async function partitionEnds(
  kafka: KafkaClient,
  topics: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const ranges = await logRanges(kafka, topics);
  return new Map(
    ranges.flatMap(([topic, partitions]) =>
      [...partitions].map(([partition, { end }]) => [`${topic}/${partition}`, end] as const),
    ),
  );
}

function logRanges(
  kafka: KafkaClient,
  topics: readonly string[],
): Promise<readonly (readonly [string, ReadonlyMap<number, LogRange>])[]> {
  return Promise.all(topics.map(async (topic) => [topic, await kafka.admin().logRanges(topic)] as const));
}

/** Reads every topic, or these, once, from its start to the end that it has by now. */
export async function allRecords(
  kafka: KafkaClient,
  fits: (topic: string) => boolean = () => true,
): Promise<readonly KafkaRecord[]> {
  const counts = new Map([...(await recordCounts(kafka))].filter(([topic]) => fits(topic)));
  const wanted = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const topics = [...counts].filter(([, count]) => count > 0).map(([topic]) => topic);
  if (topics.length === 0) return [];
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
