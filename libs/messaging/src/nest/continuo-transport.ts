// Nest's custom transport strategy on our own consumers: one member per group, every handler awaited to its end.
import { Fault } from '@continuo/kernel';
import type { BaseRpcContext, CustomTransportStrategy, MessageHandler } from '@nestjs/microservices';
import { Server } from '@nestjs/microservices';
import { PartitionConsumer } from '../consumer/partition-consumer.js';
import type { PartitionConsumerOptions } from '../consumer/consumer-options.js';
import type { ConsumerStatus } from '../consumer/consumer-status.js';
import type { PartitionHandler } from '../handler.js';
import type { BatchHandlerOptions } from './batch-handler.decorator.js';
import type { NestHandler } from './record-pipeline.js';
import type { EventPatternExtras, Subscriptions } from './subscriptions.js';
import { TopicRouter } from './topic-router.js';

/** What all consumers of a service share. */
export type SharedConsumerOptions = Omit<
  PartitionConsumerOptions,
  'group' | 'topics' | 'handler' | 'batchSize' | 'batchSizes' | 'recordsPerKey' | 'recordsPerKeys'
>;

/** Identifies this transport where `@EventPattern` names one. */
export const CONTINUO_TRANSPORT = Symbol('continuo');

export class ContinuoTransport extends Server implements CustomTransportStrategy {
  override readonly transportId = CONTINUO_TRANSPORT;
  /** The strategy awaits each handler's stream: a failure is the transport's, not something to log and forget. */
  override readonly propagatesEventHandlerErrors = true;
  private consumers: readonly PartitionConsumer[] = [];

  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly shared: SharedConsumerOptions,
  ) {
    super();
  }

  /**
   * Nest calls this for each decorated method. Its own version would chain two handlers of one type and run them at the
   * same time in one transaction; here each (group, topic, type) has exactly one.
   */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler<unknown, BaseRpcContext, unknown>,
    isEventHandler = false,
    extras: EventPatternExtras = {},
  ): void {
    if (!isEventHandler || typeof pattern !== 'string') {
      throw new Fault(
        'this transport knows @EventPattern with a ce_type only: a command is answered by its events',
        {
          code: 'handler-pattern-invalid',
          retriable: false,
        },
      );
    }
    callback.isEventHandler = true;
    callback.extras = { ...extras };
    this.messageHandlers.set([extras.group, extras.topic, pattern].join(' '), callback);
    this.subscriptions.addRecordHandler(pattern, extras, callback as unknown as NestHandler);
  }

  addBatchHandler(options: BatchHandlerOptions, handler: PartitionHandler): void {
    this.subscriptions.addBatchHandler(options, handler);
  }

  /** Joins every group. */
  listen(callback: (error?: unknown) => void): void {
    this.consumers = [...this.subscriptions.byGroup()].map(([group, topics]) => {
      const handlers = new Map([...topics].map(([topic, { handler }]) => [topic, handler]));
      const batchSizes = new Map([...topics].map(([topic, { batchSize }]) => [topic, batchSize]));
      const recordsPerKeys = new Map(
        [...topics].map(([topic, { recordsPerKey }]) => [topic, recordsPerKey] as const),
      );
      return new PartitionConsumer({
        ...this.shared,
        group,
        topics: [...topics.keys()],
        handler: new TopicRouter(handlers),
        batchSizes,
        recordsPerKeys,
      });
    });
    Promise.all(this.consumers.map((consumer) => consumer.start())).then(() => callback(), callback);
  }

  /** Finishes the batches in hand and leaves the groups. */
  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
  }

  /** How the members are: for health, metrics and people. */
  statuses(): readonly ConsumerStatus[] {
    return this.consumers.map((consumer) => consumer.status());
  }

  on(): never {
    throw new Fault('this transport emits no events: ask statuses()', {
      code: 'not-supported',
      retriable: false,
    });
  }

  unwrap<T>(): T {
    return this.consumers as T;
  }
}
