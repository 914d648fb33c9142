// Reads topics for people: beside the services, in a group of its own that is gone afterwards, decoded by the contract.
import { randomUUID } from 'node:crypto';
import type { RecordDecoder } from '@continuo/contracts';
import type { KafkaAdmin, KafkaClient, KafkaRecord, TopicPartition } from '@continuo/messaging';
import { patiently } from './patiently.js';
import { RecordQueue } from './record-queue.js';
import type { RunningSystem } from './running-system.js';

export interface ReadOptions {
  readonly topics: readonly string[];
  /** Read what is there, from the beginning, and end; or only what comes, for ever. */
  readonly mode: 'what-is-there' | 'what-comes';
  /** With `what-comes`: begin this many records before the end of each partition. @default 0 */
  readonly back?: number;
  readonly wants?: (partition: TopicPartition) => boolean;
  /** Runs once it is known where to begin: what is published from then on will be read. */
  readonly planned?: () => Promise<void>;
  readonly interrupted: AbortSignal;
  /** Told how much of what is there was read. */
  readonly progress?: (read: bigint, all: bigint) => void;
}

/** A record as the command line shows it. */
export interface ShownRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly time: string;
  readonly key: string | null;
  readonly id?: string;
  readonly type?: string;
  readonly source?: string;
  readonly customer?: string;
  readonly profileId?: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly commandId?: string;
  /** The decoded value; left out when it can't be decoded, and then `undecodable` says why. */
  readonly value?: unknown;
  readonly undecodable?: string;
}

/** The records in order per partition. Ends at the end of what is there, or when interrupted. */
export async function* readRecords(system: RunningSystem, options: ReadOptions): AsyncGenerator<KafkaRecord> {
  const kafka = await system.kafka();
  const plan = await planOf(kafka.admin(), options);
  await options.planned?.();
  const unread = new Map([...plan].filter(([, { from, end }]) => from < end));
  const all = [...unread.values()].reduce((sum, { from, end }) => sum + (end - from), 0n);
  const ends = options.mode === 'what-is-there';
  let read = 0n;
  const { queue, resumeAll, close } =
    ends && unread.size === 0 ? nothing() : await consume(kafka, options, ends ? unread : plan);
  try {
    while (!options.interrupted.aborted && !(ends && unread.size === 0)) {
      const batch = await queue.next();
      if (batch === undefined) continue;
      if (queue.isEmpty) resumeAll();
      const range = plan.get(nameOf(batch));
      for (const record of batch.records) {
        if (options.interrupted.aborted) return;
        if (ends && range !== undefined && record.offset >= range.end) break;
        yield record;
      }
      read += BigInt(batch.records.length);
      options.progress?.(read, all);
      if (range !== undefined && batch.nextOffset >= range.end) unread.delete(nameOf(batch));
    }
  } finally {
    await close();
  }
}

interface Reading {
  readonly queue: RecordQueue;
  readonly resumeAll: () => void;
  readonly close: () => Promise<void>;
}

function nothing(): Reading {
  return { queue: new RecordQueue(), resumeAll: () => undefined, close: async () => undefined };
}

/** Delivers the ranges' partitions into a queue, resting while it is full. */
async function consume(
  kafka: KafkaClient,
  { topics }: ReadOptions,
  ranges: ReadonlyMap<string, Range>,
): Promise<Reading> {
  const group = `continuo-cli-${randomUUID()}`;
  const consumer = kafka.consumer({ group, topics, maxWaitMs: 100 });
  const queue = new RecordQueue();
  await consumer.start({
    assigned: (partitions) => {
      for (const partition of partitions) {
        const range = ranges.get(nameOf(partition));
        if (range !== undefined) consumer.resume(partition, range.from);
      }
    },
    revoked: () => undefined,
    batch: (batch) => {
      if (queue.push(batch)) for (const { partition } of ranges.values()) consumer.pause(partition);
    },
    positionLost: () => undefined,
    crashed: (error, restarts) => {
      if (!restarts) queue.fail(error);
    },
  });
  return {
    queue,
    resumeAll: () => {
      for (const { partition } of ranges.values()) consumer.resume(partition);
    },
    close: async () => {
      await consumer.stop();
      await kafka
        .admin()
        .deleteGroup(group)
        .catch(() => undefined);
    },
  };
}

interface Range {
  readonly partition: TopicPartition;
  readonly from: bigint;
  readonly end: bigint;
}

async function planOf(
  admin: KafkaAdmin,
  { topics, mode, back = 0, wants = () => true }: ReadOptions,
): Promise<Map<string, Range>> {
  const plan = new Map<string, Range>();
  for (const topic of topics) {
    for (const [number, { start, end }] of await patiently(() => admin.logRanges(topic))) {
      const partition = { topic, partition: number };
      if (!wants(partition)) continue;
      const before = end - BigInt(back);
      const from = mode === 'what-is-there' ? start : before > start ? before : start;
      plan.set(nameOf(partition), { partition, from, end });
    }
  }
  return plan;
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${topic}/${partition}`;
}

/** Makes records readable; one that can't be decoded says why and stops nobody. */
export async function recordShower(
  system: RunningSystem,
): Promise<(record: KafkaRecord) => Promise<ShownRecord>> {
  const { contract, createDecoder } = await import('@continuo/contracts');
  const decoder = createDecoder(contract, await system.registry());
  return async (record) => {
    const { headers } = record;
    const shown: ShownRecord = {
      topic: record.topic,
      partition: record.partition,
      offset: record.offset.toString(),
      time: new Date(record.timestamp).toISOString(),
      key: record.key?.toString('utf8') ?? null,
      id: headers.ce_id,
      type: headers.ce_type,
      source: headers.ce_source,
      customer: headers.customer,
      profileId: headers.ce_profileid,
      correlationId: headers.ce_correlationid,
      causationId: headers.ce_causationid,
      commandId: headers.commandid,
    };
    return { ...shown, ...(await decoded(decoder, record.value)) };
  };
}

async function decoded(
  decoder: RecordDecoder,
  bytes: Buffer | null,
): Promise<{ value?: unknown; undecodable?: string }> {
  if (bytes === null) return { value: null };
  try {
    await decoder.prepare([bytes]);
    return { value: decoder.decode(bytes).value };
  } catch (error) {
    const { code } = (error ?? {}) as { code?: unknown };
    return { undecodable: typeof code === 'string' ? code : 'undecodable' };
  }
}
