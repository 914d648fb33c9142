// Everything that lies on some topics up to now, read as a group of its own reads it.
import type { KafkaClient, KafkaRecord } from '@continuo/messaging';
import { uniqueName } from '../unique.js';

/** In offset order within each partition. */
export async function readLogs(kafka: KafkaClient, topics: readonly string[]): Promise<KafkaRecord[]> {
  const ranges = new Map<string, { readonly start: bigint; readonly end: bigint }>();
  for (const topic of topics)
    for (const [partition, range] of await kafka.admin().logRanges(topic))
      ranges.set(`${topic}/${partition}`, range);
  const open = new Set([...ranges].filter(([, { start, end }]) => end > start).map(([place]) => place));
  const records: KafkaRecord[] = [];
  if (open.size === 0) return records;
  const filled = topics.filter((topic) => [...open].some((place) => place.startsWith(`${topic}/`)));
  const group = uniqueName('reader');
  const consumer = kafka.consumer({ group, topics: filled, maxWaitMs: 20 });
  try {
    await new Promise<void>((resolve, reject) => {
      const listener = {
        assigned: (partitions: readonly { topic: string; partition: number }[]) => {
          for (const one of partitions)
            consumer.resume(one, ranges.get(`${one.topic}/${one.partition}`)?.start ?? 0n);
        },
        revoked: () => undefined,
        batch: (batch: {
          topic: string;
          partition: number;
          records: readonly KafkaRecord[];
          nextOffset: bigint;
        }) => {
          const place = `${batch.topic}/${batch.partition}`;
          const end = ranges.get(place)?.end ?? 0n;
          records.push(...batch.records.filter(({ offset }) => offset < end));
          if (batch.nextOffset >= end) open.delete(place);
          if (open.size === 0) resolve();
        },
        positionLost: ({ topic }: { topic: string }) => reject(new Error(`the log of ${topic} has a hole`)),
        crashed: (error: Error, restarts: boolean) => restarts || reject(error),
      };
      consumer.start(listener).catch(reject);
    });
  } finally {
    await consumer.stop();
    await kafka
      .admin()
      .deleteGroup(group)
      .catch(() => undefined);
  }
  return records;
}
