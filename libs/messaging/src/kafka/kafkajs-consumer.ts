// A group member through kafkajs that only hands records on: nothing waits in its handler, nothing throws out of it.
import { setTimeout as delay } from 'node:timers/promises';
import { faultOf } from '@continuo/kernel';
import type { Consumer, ConsumerCrashEvent, ConsumerGroupJoinEvent, EachBatchPayload } from 'kafkajs';
import type {
  ConsumerListener,
  KafkaConsumer,
  KafkaConsumerOptions,
  TopicPartition,
} from './kafka-client.js';
import { Gap } from '../gap.js';
import type { OwnKafka } from './kafkajs-connections.js';
import { consumerConfig } from './kafkajs-consumer-config.js';
import { kafkaFault } from './kafkajs-faults.js';
import { fetchOffset, toRecord } from './kafkajs-records.js';

/** What we know of an assigned partition: where the next fetch is to begin, once it was told. */
interface Assigned extends TopicPartition {
  next: bigint | undefined;
  /** A fetch came back from elsewhere once: asked again before it is believed. */
  strayed: boolean;
}

/** How long one that is stopped while it joins may go on with it. */
const JOINS_WITHIN_MS = 10_000;
/** Between the end of a client that gave up and its successor: doubled each time up to the longest. */
const AGAIN_AFTER_MS = { first: 200, longest: 5_000 };

export class KafkajsConsumer implements KafkaConsumer {
  private client: Consumer;
  /** Settles when the current client is a member, or will not be one. */
  private joining: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  /** The current client has ended and will not begin again by itself. */
  private givenUp = false;
  private replacing = false;
  private readonly assignment = new Map<string, Assigned>();
  private listener: ConsumerListener | undefined;
  private heartbeatAt = 0;
  private fetchAt = 0;
  private readonly gap = new Gap();
  private running = false;
  private heartbeatSentAt = 0;
  /** What was revoked for a rebalance that has not ended yet. */
  private interrupted: readonly TopicPartition[] | undefined;

  /** `kafka` must be of this consumer's own: kafkajs keeps the committed offsets of all its consumers in one map. */
  constructor(
    private readonly kafka: OwnKafka,
    private readonly prefix: string,
    private readonly options: KafkaConsumerOptions,
  ) {
    this.client = this.newClient();
  }

  /**
   * Joining is not waited for: it lasts as long as the session of a member that was killed, and all the while the
   * process can do everything but consume.
   */
  async start(listener: ConsumerListener): Promise<void> {
    this.listener = listener;
    await this.open();
    const { client } = this;
    this.joining = this.join(client).catch((thrown: unknown) => {
      if (client === this.client) this.tell((told) => told.crashed(faultOf(thrown), false));
    });
  }

  private newClient(): Consumer {
    const goesOn = (): boolean => !this.stopping.signal.aborted;
    return this.kafka.consumer(consumerConfig(this.prefix, this.options, goesOn));
  }

  /** Connects the current client. Of one that was given up nothing is heard any more. */
  private async open(): Promise<void> {
    const { client } = this;
    this.listenTo(client);
    try {
      await client.connect();
      await client.subscribe({
        topics: this.options.topics.map((topic) => this.prefix + topic),
        fromBeginning: true,
      });
      this.running = true;
    } catch (error) {
      throw this.notStarted(error);
    }
  }

  private async join(client: Consumer): Promise<void> {
    try {
      await client.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        // As many as there are partitions: the handler returns at once, so the number costs nothing.
        partitionsConsumedConcurrently: 64,
        eachBatch: (payload) => (client === this.client ? this.handOn(payload) : Promise.resolve()),
      });
    } catch (error) {
      throw this.notStarted(error);
    }
    // Stopped while it joined: nobody else will end it.
    if (this.stopping.signal.aborted) await client.disconnect().catch(() => undefined);
  }

  private notStarted(error: unknown): Error {
    this.running = false;
    return kafkaFault(`the consumer of group ${this.options.group} does not start`, error);
  }

  private listenTo(client: Consumer): void {
    client.on(client.events.GROUP_JOIN, (event) => this.joined(event));
    client.on(client.events.REBALANCING, () => {
      this.interrupted = this.revokeAll();
    });
    client.on(client.events.REQUEST, ({ payload }) => this.requestEnded(payload));
    client.on(client.events.HEARTBEAT, () => this.heartbeatAccepted());
    client.on(client.events.FETCH, () => {
      this.fetchAt = Date.now();
    });
    client.on(client.events.CRASH, (event) => {
      if (client === this.client) this.crashed(event);
    });
  }

  pause(partition: TopicPartition): void {
    if (this.assignment.has(id(partition))) this.client.pause([this.named(partition)]);
  }

  resume(partition: TopicPartition, from?: bigint): void {
    const assigned = this.assignment.get(id(partition));
    if (assigned === undefined) return;
    if (from !== undefined) {
      assigned.next = from;
      assigned.strayed = false;
      this.client.seek({
        topic: this.prefix + partition.topic,
        partition: partition.partition,
        offset: String(from),
      });
    }
    this.client.resume([this.named(partition)]);
  }

  async commit(offsets: readonly (TopicPartition & { readonly offset: bigint })[]): Promise<void> {
    if (offsets.length === 0) return;
    try {
      await this.client.commitOffsets(
        offsets.map(({ topic, partition, offset }) => ({
          topic: this.prefix + topic,
          partition,
          offset: String(offset),
        })),
      );
    } catch (error) {
      throw kafkaFault(`committing offsets of ${this.options.group} failed`, error);
    }
  }

  lastHeartbeatAt(): number {
    return this.heartbeatAt;
  }

  lastFetchAt(): number {
    return this.fetchAt;
  }

  isRunning(): boolean {
    return this.running;
  }

  async stop(): Promise<void> {
    this.running = false;
    this.stopping.abort();
    this.interrupted = undefined;
    this.revokeAll();
    // Resolves when the group was left. One that still joins must say so itself first, and ends its connections then; not for
    // ever, since who hangs while joining keeps the process.
    const joined = Promise.race([this.joining, delay(JOINS_WITHIN_MS, undefined, { ref: false })]);
    await this.client.disconnect().finally(() => void joined.then(() => this.kafka.close()));
  }

  /**
   * kafkajs' handler. It must not throw: an error of some kinds would end the consumer for good. Nor wait for long: the
   * next fetch waits for all handlers of the last one.
   */
  private handOn(payload: EachBatchPayload): Promise<void> {
    try {
      this.deliver(payload);
    } catch (thrown) {
      this.tell((listener) => listener.crashed(faultOf(thrown), true));
    }
    return this.gap.wait();
  }

  private deliver({ batch, resolveOffset, isRunning, isStale }: EachBatchPayload): void {
    const partition = { topic: batch.topic.slice(this.prefix.length), partition: batch.partition };
    const assigned = this.assignment.get(id(partition));
    if (assigned?.next === undefined || !isRunning() || isStale()) return;
    const fetchedFrom = BigInt(fetchOffset(batch));
    if (fetchedFrom !== assigned.next) {
      this.strayed(assigned, fetchedFrom);
      return;
    }
    assigned.strayed = false;
    const nextOffset = BigInt(batch.lastOffset()) + 1n;
    // Read before the position moves: what could not be read is fetched again, not passed over.
    const records = batch.messages.map((message) => toRecord(partition, message));
    assigned.next = nextOffset;
    resolveOffset(batch.lastOffset());
    const endOffset = BigInt(batch.highWatermark);
    this.tell((listener) => listener.batch({ ...partition, records, nextOffset, endOffset }));
  }

  /**
   * A fetch began elsewhere. Either it was sent under a former assignment, or kafkajs went to the default offset by
   * itself because the broker does not have the one that was wanted: then it does so again when asked again.
   */
  private strayed(assigned: Assigned, found: bigint): void {
    const { topic, partition } = assigned;
    const wanted = assigned.next ?? 0n;
    if (!assigned.strayed) {
      assigned.strayed = true;
      this.client.seek({ topic: this.prefix + topic, partition, offset: String(wanted) });
      return;
    }
    this.pause(assigned);
    assigned.next = undefined;
    this.tell((listener) => listener.positionLost({ topic, partition }, wanted, found));
  }

  /** Runs inside the client's join, before its first fetch: what is paused here was never fetched. */
  private joined({ payload }: ConsumerGroupJoinEvent): void {
    this.revokeAll();
    this.memberSince(Date.now() - payload.duration);
    const partitions: TopicPartition[] = [];
    for (const [name, numbers] of Object.entries(payload.memberAssignment)) {
      const topic = name.slice(this.prefix.length);
      for (const partition of numbers) partitions.push({ topic, partition });
    }
    this.assign(partitions);
  }

  private assign(partitions: readonly TopicPartition[]): void {
    this.interrupted = undefined;
    for (const partition of partitions)
      this.assignment.set(id(partition), { ...partition, next: undefined, strayed: false });
    if (partitions.length > 0) this.client.pause(partitions.map((partition) => this.named(partition)));
    this.tell((listener) => listener.assigned(partitions));
  }

  /**
   * When joining again fails, as it does while a new coordinator still loads, kafkajs goes on as the member it was. The
   * coordinator accepts that: the former assignment is ours still, though no join will ever say so.
   */
  private heartbeatAccepted(): void {
    this.memberSince(this.heartbeatSentAt);
    if (this.interrupted !== undefined) this.assign(this.interrupted);
  }

  private revokeAll(): readonly TopicPartition[] {
    const partitions = [...this.assignment.values()].map(({ topic, partition }) => ({ topic, partition }));
    this.assignment.clear();
    if (partitions.length > 0) this.tell((listener) => listener.revoked(partitions));
    return partitions;
  }

  private crashed({ payload }: ConsumerCrashEvent): void {
    const error = kafkaFault(`the consumer of group ${this.options.group} crashed`, payload.error);
    const goesOn = payload.restart || error.retriable;
    this.running = goesOn;
    this.interrupted = undefined;
    this.revokeAll();
    this.tell((listener) => listener.crashed(error, goesOn));
    if (payload.restart || !goesOn) return;
    this.givenUp = true;
    if (!this.replacing) void this.replace();
  }

  /**
   * kafkajs gives up on what passes: a coordinator that can't be found while its broker stops is not retriable for it.
   * The client is thrown away and another one joins, again and again until one does or the consumer is stopped.
   */
  private async replace(): Promise<void> {
    const { signal } = this.stopping;
    this.replacing = true;
    for (let wait = AGAIN_AFTER_MS.first; this.givenUp; wait = Math.min(wait * 2, AGAIN_AFTER_MS.longest)) {
      await delay(wait, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) break;
      this.givenUp = false;
      void this.client.disconnect().catch(() => undefined);
      this.client = this.newClient();
      const again = this.open().then(() => this.join(this.client));
      this.joining = again.catch(() => undefined);
      await again.catch((thrown: unknown) => {
        this.givenUp = true;
        this.running = true; // liveness goes by the fetches that don't come
        this.tell((listener) => listener.crashed(faultOf(thrown), true));
      });
    }
    this.replacing = false;
  }

  /** kafkajs tells of every answered request, and then, in an event of its own, of a heartbeat that was accepted. */
  private requestEnded({ apiName, sentAt }: { apiName: string; sentAt: number }): void {
    if (apiName === 'Heartbeat') this.heartbeatSentAt = sentAt;
  }

  private memberSince(sentAt: number): void {
    this.heartbeatAt = Math.max(this.heartbeatAt, sentAt);
  }

  /** Whatever a listener throws ends here. */
  private tell(what: (listener: ConsumerListener) => void): void {
    if (this.listener === undefined) return;
    try {
      what(this.listener);
    } catch (thrown) {
      try {
        this.listener.crashed(faultOf(thrown), true);
      } catch {
        // A listener that throws while it is told of its own error has nothing more to say.
      }
    }
  }

  private named({ topic, partition }: TopicPartition): { topic: string; partitions: number[] } {
    return { topic: this.prefix + topic, partitions: [partition] };
  }
}

function id({ topic, partition }: TopicPartition): string {
  return `${partition}/${topic}`;
}
