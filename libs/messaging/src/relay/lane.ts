// One topic's batch on its way: sent, and sent again exactly so, until the broker has acknowledged it.
import { faultOf } from '@continuo/kernel';
import type { KafkaClient, KafkaMessage, KafkaProducer } from '../kafka/kafka-client.js';
import { observe, type SendObservation, type TransportObserver } from '../observer.js';
import type { StoredBatch, StoredRow } from './relay-store.js';

export interface LaneOptions {
  readonly topic: string;
  readonly kafka: KafkaClient;
  readonly observer: TransportObserver;
  /** Called when a batch of so many bytes was acknowledged. */
  readonly acknowledged: (topic: string, bytes: number) => void;
  readonly seam: (seam: 'before-send' | 'after-send') => void | Promise<void>;
}

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;
/** A send without an answer must not keep a process from ending: its batch is stored and sent again. */
const CLOSE_LIMIT_MS = 10_000;

/** A connection per topic: what one topic waits for (replicas, a leader) holds no other's send on the same socket. */
export class Lane {
  private producer: KafkaProducer | undefined;
  private batch: StoredBatch | undefined;
  private done = false;
  private sending: Promise<void> | undefined;
  private readonly closing = new AbortController();

  constructor(private readonly options: LaneOptions) {}

  /** The batch that is in flight here, acknowledged or not. */
  get inFlight(): StoredBatch | undefined {
    return this.batch;
  }

  /** The batch in flight once all of it was acknowledged: it may be deleted. */
  get acknowledged(): StoredBatch | undefined {
    return this.done ? this.batch : undefined;
  }

  /** Begins to send a batch that was stored. */
  start(batch: StoredBatch, rows: readonly StoredRow[]): void {
    this.batch = batch;
    this.done = false;
    this.sending = this.deliver(batch, messagesOf(batch, rows), rows);
  }

  /** The acknowledged batch was deleted. */
  clear(): void {
    this.batch = undefined;
    this.done = false;
  }

  /** No further try; resolves when a send that is under way has ended, or was given up. */
  async close(): Promise<void> {
    this.closing.abort();
    let timer: NodeJS.Timeout | undefined;
    const givenUp = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_LIMIT_MS);
    });
    await Promise.race([this.sending, givenUp]);
    clearTimeout(timer);
    await this.discardProducer();
  }

  private async deliver(
    batch: StoredBatch,
    messages: readonly KafkaMessage[],
    rows: readonly StoredRow[],
  ): Promise<void> {
    for (let attempt = 1; !this.closing.signal.aborted; attempt += 1) {
      const outcome = this.observeSend(messages, rows, attempt);
      try {
        await this.options.seam('before-send');
        this.producer ??= await this.options.kafka.producer();
        await this.producer.send(batch.topic, messages);
        await this.options.seam('after-send');
      } catch (thrown) {
        outcome(faultOf(thrown));
        await this.discardProducer();
        await this.pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt - 1, 10)));
        continue;
      }
      outcome();
      this.done = true;
      this.options.acknowledged(batch.topic, bytesOf(rows));
      return;
    }
  }

  /** After a failed send nobody knows what the broker has of it: this producer's connection is not used again. */
  private async discardProducer(): Promise<void> {
    const { producer } = this;
    this.producer = undefined;
    await producer?.close().catch(() => undefined);
  }

  private pause(ms: number): Promise<void> {
    const { signal } = this.closing;
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const ended = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', ended);
        resolve();
      };
      const timer = setTimeout(ended, ms);
      signal.addEventListener('abort', ended);
    });
  }

  private observeSend(
    messages: readonly KafkaMessage[],
    rows: readonly StoredRow[],
    attempt: number,
  ): (error?: Error) => void {
    const { observer } = this.options;
    if (observer.sending === undefined) return () => undefined;
    const finished = observe(() =>
      observer.sending?.(observation(this.options.topic, messages, rows, attempt)),
    );
    return (error) => {
      if (typeof finished === 'function') observe(() => finished(error === undefined ? {} : { error }));
    };
  }
}

function observation(
  topic: string,
  messages: readonly KafkaMessage[],
  rows: readonly StoredRow[],
  attempt: number,
): SendObservation {
  const records = messages.map(({ partition, headers }) => {
    const traceparent = headers['traceparent'];
    const tracestate = headers['tracestate'];
    const trace = traceparent === undefined ? undefined : { traceparent, ...(tracestate && { tracestate }) };
    return { type: headers['ce_type'], partition, trace };
  });
  return { topic, records, bytes: bytesOf(rows), attempt };
}

function bytesOf(rows: readonly StoredRow[]): number {
  return rows.reduce((sum, { size }) => sum + size, 0);
}

/** Rows as records, each with the stamp that the stored batch gives it. */
export function messagesOf(batch: StoredBatch, rows: readonly StoredRow[]): KafkaMessage[] {
  const sequences = new Map(batch.ids.map((id, at) => [id, batch.firstSequence + at]));
  return rows.map((row) => {
    const headers = JSON.parse(row.headers) as Record<string, string>;
    headers['publisher'] = batch.publisher;
    headers['publisher-sequence'] = String(sequences.get(row.id));
    return { partition: row.partition, key: row.key, value: row.value, headers };
  });
}
