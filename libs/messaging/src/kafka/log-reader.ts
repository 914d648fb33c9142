// Reads stretches of a log beside the consumers: one partition after the other, by a member that commits nothing.
import { randomUUID } from 'node:crypto';
import { Fault } from '@continuo/kernel';
import type { KafkaBatch, KafkaClient, KafkaConsumer, KafkaRecord, TopicPartition } from './kafka-client.js';

export interface LogReaderOptions {
  readonly topic: string;
  /** How the group's name begins; the rest is drawn. */
  readonly group: string;
  /** @default 4 MiB */
  readonly maxBytesPerPartition?: number;
  /** Ends reading, wherever it is. */
  readonly signal: AbortSignal;
}

/** Fetched and not yet taken: beyond this many batches fetching rests. */
const MAX_WAITING = 2;
const ASSIGNED_WITHIN_MS = 60_000;

/** Open, read partitions, close. Its group is deleted when it closes. */
export class LogReader {
  readonly #consumer: KafkaConsumer;
  readonly #group: string;
  readonly #assigned = new Set<number>();
  readonly #waiting: KafkaBatch[] = [];
  #reading: { readonly partition: number; next: bigint } | undefined;
  #failure: Error | undefined;
  #wake = (): void => undefined;

  private constructor(
    private readonly client: KafkaClient,
    private readonly options: LogReaderOptions,
  ) {
    this.#group = `${options.group}-${randomUUID()}`;
    this.#consumer = client.consumer({
      group: this.#group,
      topics: [options.topic],
      maxWaitMs: 50,
      maxBytesPerPartition: options.maxBytesPerPartition ?? 4 * 1024 * 1024,
    });
  }

  /** Joins; resolves when every partition of the topic may be read. */
  static async open(client: KafkaClient, options: LogReaderOptions): Promise<LogReader> {
    const reader = new LogReader(client, options);
    try {
      const { size } = await client.admin().logRanges(options.topic);
      await reader.#start();
      const deadline = Date.now() + ASSIGNED_WITHIN_MS;
      while (reader.#assigned.size < size) {
        if (Date.now() > deadline)
          throw new Fault('no partition was assigned', { code: 'log-not-assigned', retriable: true });
        await reader.#somethingNew();
      }
      return reader;
    } catch (error) {
      await reader.close();
      throw error;
    }
  }

  /** The records of a partition from an offset up to (not including) another, as they were fetched. */
  async *read(partition: number, from: bigint, end: bigint): AsyncGenerator<readonly KafkaRecord[]> {
    if (from >= end) return;
    const place = { topic: this.options.topic, partition };
    this.#waiting.length = 0;
    this.#reading = { partition, next: from };
    this.#consumer.resume(place, from);
    try {
      for (let next = from; next < end;) {
        const batch = this.#waiting.shift();
        if (batch === undefined) {
          this.#consumer.resume(place);
          await this.#somethingNew();
          continue;
        }
        next = batch.nextOffset;
        const last = batch.records.at(-1);
        yield last === undefined || last.offset < end
          ? batch.records
          : batch.records.filter(({ offset }) => offset < end);
      }
    } finally {
      this.#reading = undefined;
      this.#consumer.pause(place);
    }
  }

  async close(): Promise<void> {
    await this.#consumer.stop().catch(() => undefined);
    await this.client
      .admin()
      .deleteGroup(this.#group)
      .catch(() => undefined);
  }

  #start(): Promise<void> {
    return this.#consumer.start({
      assigned: (partitions) => {
        for (const { partition } of partitions) this.#assigned.add(partition);
        // Assigned anew in the middle of a stretch: goes on where it was.
        if (this.#reading !== undefined && this.#assigned.has(this.#reading.partition))
          this.#consumer.resume(
            { topic: this.options.topic, partition: this.#reading.partition },
            this.#reading.next,
          );
        this.#wake();
      },
      revoked: (partitions) => partitions.forEach(({ partition }) => this.#assigned.delete(partition)),
      batch: (batch) => this.#take(batch),
      positionLost: (place, wanted, found) => this.#fail(goneAt(place, wanted, found)),
      crashed: (error, restarts) => {
        if (!restarts) this.#fail(error);
      },
    });
  }

  #take(batch: KafkaBatch): void {
    if (this.#reading === undefined || batch.partition !== this.#reading.partition) return;
    this.#reading.next = batch.nextOffset;
    this.#waiting.push(batch);
    if (this.#waiting.length >= MAX_WAITING) this.#consumer.pause(batch);
    this.#wake();
  }

  #fail(error: Error): void {
    this.#failure = error;
    this.#wake();
  }

  async #somethingNew(): Promise<void> {
    const { signal } = this.options;
    if (this.#failure === undefined && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 250);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (this.#failure !== undefined) throw this.#failure;
    if (signal.aborted) throw new Fault('reading was ended', { code: 'reading-ended', retriable: false });
  }
}

function goneAt({ topic, partition }: TopicPartition, wanted: bigint, found: bigint): Fault {
  return new Fault(`${topic}/${partition} has no offset ${wanted} any more (it begins at ${found})`, {
    code: 'history-gone',
    retriable: false,
  });
}
