// The only way to publish: events go into the outbox by the transaction that changes the state they speak of.
import { Fault, type Result } from '@continuo/kernel';
import type { Database, Transaction } from '@continuo/persistence';
import { uuidv7 } from 'uuidv7';
import { partitionOf } from '../kafka/partition-of.js';
import type { IncomingRecord, Outgoing, OutgoingBytes, OutgoingEvent } from '../message.js';
import { observe, type TransportObserver } from '../observer.js';
import type { Backlog } from './backlog.js';
import { causeOf, envelopeOf, type Cause } from './envelope.js';
import { insertOutboxRows, registerTopics } from './insert-rows.js';
import {
  COPY_BYTES_LIMIT,
  EVENT_BYTES_LIMIT,
  EventRefused,
  outboxRow,
  type OutboxRow,
} from './outbox-row.js';

/** What the outbox asks of the contract; `createEncoder` of contracts is one. */
export interface OutboxEncoder {
  /** Fetches schema ids these events need, where they are not known yet. */
  prepare(events: Iterable<OutgoingEvent>): Promise<void>;
  /** Checks an event and encodes its value. Throws a Fault when its schema id was never fetched. */
  encode(event: OutgoingEvent): Result<{
    readonly topic: { readonly name: string; readonly partitions: number };
    readonly bytes: Buffer;
  }>;
}

/** Where a test may stop the world or throw. */
export type OutboxSeam = 'before-insert' | 'before-commit' | 'after-commit';

export interface OutboxOptions {
  readonly database: Database;
  readonly encoder: OutboxEncoder;
  /** Partition counts by topic, dead-letter topics included; undefined for a topic the contract does not know. */
  readonly partitions: (topic: string) => number | undefined;
  /** The service's name: `ce_source` is this after a slash. */
  readonly service: string;
  /** Called after each commit that wrote rows; wakes the relay. */
  readonly wake?: () => void;
  /** Shared with the relay of the same process: what is committed and not sent. */
  readonly backlog?: Backlog;
  readonly observer?: TransportObserver;
  readonly seam?: (seam: OutboxSeam) => void | Promise<void>;
}

/** What a transaction's work answers with: its result, and what is published if and only if it commits. */
export interface Transacted<T> {
  readonly result: T;
  readonly outgoing: readonly Outgoing[];
}

export class Outbox {
  /** Topics the relay knows of for certain: read back, so that none counts whose transaction was rolled back. */
  private readonly knownTopics = new Set<string>();
  private learning: Promise<void> | undefined;

  constructor(private readonly options: OutboxOptions) {}

  /**
   * Runs `work` in one transaction and inserts what it answers as the last statement before the commit. Rows of one
   * key are then in commit order by their id, provided that `work` writes, and so locks, the row they speak of.
   * Throws EventRefused when an event must not be published; nothing is changed then.
   */
  async transact<T>(
    work: (tx: Transaction) => Promise<Transacted<T>>,
    cause?: Cause | IncomingRecord,
  ): Promise<T> {
    const result = await this.options.database.transaction(async (tx) => {
      const done = await work(tx);
      await this.insertOutgoing(tx, done.outgoing, cause);
      await this.options.seam?.('before-commit');
      return done.result;
    });
    await this.options.seam?.('after-commit');
    return result;
  }

  /**
   * Writes outbox rows. Must be the transaction's last statement: rows inserted earlier can get ids in another order
   * than their transactions commit.
   */
  async insertOutgoing(
    tx: Transaction,
    outgoing: readonly Outgoing[],
    cause?: Cause | IncomingRecord,
  ): Promise<void> {
    if (outgoing.length === 0) return;
    const rows = this.rowsOf(outgoing, cause && ('headers' in cause ? causeOf(cause) : cause));
    await this.options.seam?.('before-insert');
    const unknown = [...new Set(rows.map(({ topic }) => topic))].filter(
      (topic) => !this.knownTopics.has(topic),
    );
    if (unknown.length > 0) await registerTopics(tx.client, unknown);
    await insertOutboxRows(tx.client, rows);
    tx.afterCommit(() => {
      for (const { topic, size } of rows) this.options.backlog?.committed(topic, size);
      this.options.wake?.();
      if (unknown.length > 0) this.learnTopics();
    });
  }

  /** Resolves when the relay of this process is not behind, or after a second: asked before more is read. */
  async room(): Promise<void> {
    await this.options.backlog?.room();
  }

  private rowsOf(outgoing: readonly Outgoing[], cause: Cause | undefined): OutboxRow[] {
    const now = new Date();
    try {
      return outgoing.map((one) => ('bytes' in one ? this.copyRow(one) : this.eventRow(one, cause, now)));
    } catch (error) {
      // An id that is not known yet is fetched outside: this transaction fails, the next one finds it.
      if (error instanceof Fault && error.retriable) this.prepareBeside(outgoing);
      throw error;
    }
  }

  private eventRow(event: OutgoingEvent, cause: Cause | undefined, now: Date): OutboxRow {
    const encoded = this.options.encoder.encode(event);
    if (!encoded.ok) throw new EventRefused(encoded.refusal);
    const { topic, bytes } = encoded.value;
    const trace = observe(() => this.options.observer?.published?.({ type: event.type, topic: topic.name }));
    const source = `/${this.options.service}`;
    return outboxRow({
      what: event.type,
      topic: topic.name,
      partition: (key) => partitionOf(key, topic.partitions),
      key: event.key,
      value: bytes,
      headers: envelopeOf(event, { source, id: uuidv7(), now, cause, trace }),
      limit: EVENT_BYTES_LIMIT,
    });
  }

  private copyRow(copy: OutgoingBytes): OutboxRow {
    const partitions = this.options.partitions(copy.topic);
    if (partitions === undefined) {
      throw new EventRefused({
        code: 'unknown-topic',
        message: `the contract has no topic ${copy.topic}`,
        field: 'topic',
      });
    }
    return outboxRow({
      what: `a copy for ${copy.topic}`,
      topic: copy.topic,
      partition: (key) => partitionOf(key, partitions),
      key: copy.key,
      value: copy.bytes,
      headers: copy.headers,
      limit: COPY_BYTES_LIMIT,
    });
  }

  private prepareBeside(outgoing: readonly Outgoing[]): void {
    const events = outgoing.filter((one): one is OutgoingEvent => !('bytes' in one));
    void this.options.encoder.prepare(events).catch(() => undefined);
  }

  private learnTopics(): void {
    this.learning ??= this.options.database
      .query<{ topic: string }>('select topic from messaging.outbox_topic')
      .then((rows) => rows.forEach(({ topic }) => this.knownTopics.add(topic)))
      .catch(() => undefined)
      .finally(() => {
        this.learning = undefined;
      });
  }
}
