// A member of a consumer group: owns partitions, gives each its one writer, and says how they are.
import { faultOf } from '@continuo/kernel';
import type { ConsumerListener, KafkaBatch, KafkaConsumer, TopicPartition } from '../kafka/kafka-client.js';
import { partitionsWithRedrives } from '../parking/redrive-look.js';
import { resolveOptions, type ConsumerContext, type PartitionConsumerOptions } from './consumer-options.js';
import type { ConsumerStatus } from './consumer-status.js';
import { failureCode } from './failure.js';
import { LogWatch } from './log-watch.js';
import type { PartitionId } from './partition-row.js';
import { PartitionWriter, type WriterHome } from './partition-writer.js';
import { Repeated } from './repeated.js';
import { TickGroups } from './tick-groups.js';
import type { Tick, TickOutcome } from './tick-transaction.js';
import { TimerPoll } from './timer-poll.js';

/** Without a fetch for so many session timeouts the consumer counts as dead. */
const SESSIONS_WITHOUT_FETCH = 3;
/** How often hung handlers are looked for. */
const WATCH_EVERY_MS = 500;

/** Consumes topics as one member of a group: each batch of a partition in one transaction of the database. */
export class PartitionConsumer implements ConsumerListener, WriterHome {
  readonly member: KafkaConsumer;
  readonly log: LogWatch;
  private readonly context: ConsumerContext;
  private readonly ticks: TickGroups;
  private readonly writers = new Map<string, PartitionWriter>();
  /** Writers that are finishing, so that the next one of their partition waits for them. */
  private readonly ending = new Map<string, Promise<void>>();
  private readonly lastEpochs = new Map<string, bigint>();
  private readonly toCommit = new Map<string, TopicPartition & { readonly offset: bigint }>();
  private readonly loops: Repeated[] = [];
  private dead: string | null = null;
  private startedAt = 0;
  private stopping: Promise<void> | null = null;

  constructor(options: PartitionConsumerOptions) {
    this.context = resolveOptions(options);
    const { kafka, group, topics, sessionTimeoutMs, fetchWaitMs } = this.context;
    this.member = kafka.consumer({ group, topics, sessionTimeoutMs, maxWaitMs: fetchWaitMs });
    this.log = new LogWatch(kafka.admin());
    this.ticks = new TickGroups(this.context);
  }

  /** Joins the group. Resolves when connected; partitions come and go from then on. */
  async start(): Promise<void> {
    this.startedAt = Date.now();
    await this.member.start(this);
    const { context } = this;
    const { timers } = context.handler;
    if (timers !== undefined) {
      const poll = new TimerPoll(context, timers, this.log, () => this.writers.values());
      this.loops.push(new Repeated(context.timerPollMs, () => poll.look()));
    }
    this.loops.push(new Repeated(context.redrivePollMs, () => this.lookForRedrives()));
    this.loops.push(new Repeated(context.brokerCommitMs, () => this.commitToBroker()));
    this.loops.push(new Repeated(WATCH_EVERY_MS, () => this.watch()));
  }

  /**
   * Finishes the batches in hand, leaves the marks of a clean hand-over, commits to the broker and leaves the group.
   * Writers that don't end within the handler timeout are left behind. Safe to call twice.
   */
  async stop(): Promise<void> {
    this.stopping ??= this.drain(this.context.handlerTimeoutMs);
    await this.stopping;
  }

  status(): ConsumerStatus {
    const dead = this.whyDead();
    const partitions = [...this.writers.values()].map((writer) => writer.status());
    const { totals } = this.context.observer;
    return { group: this.context.group, live: dead === null, dead, partitions, totals };
  }

  assigned(partitions: readonly TopicPartition[]): void {
    if (this.stopping !== null) return;
    for (const { topic, partition } of partitions) {
      const id = { group: this.context.group, topic, partition };
      const before = this.ending.get(nameOf(id)) ?? Promise.resolve();
      this.writers.set(nameOf(id), new PartitionWriter(this.context, id, this, before));
    }
  }

  revoked(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) {
      const name = nameOf(partition);
      const writer = this.writers.get(name);
      if (writer === undefined) continue;
      this.writers.delete(name);
      this.toCommit.delete(name);
      const ended = writer.release().finally(() => {
        if (this.ending.get(name) === ended) this.ending.delete(name);
      });
      this.ending.set(name, ended);
    }
  }

  batch(batch: KafkaBatch): void {
    this.writers.get(nameOf(batch))?.offer(batch);
  }

  positionLost(partition: TopicPartition): void {
    this.writers.get(nameOf(partition))?.reclaim();
  }

  crashed(error: Error, restarts: boolean): void {
    if (!restarts) this.dead ??= 'consumer-crashed';
    const place = { group: this.context.group, topic: '', partition: -1 };
    this.context.observer.troubled(
      place,
      restarts ? 'consumer-restarts' : 'consumer-crashed',
      failureCode(error),
    );
  }

  claimed(id: PartitionId, epoch: bigint): void {
    this.lastEpochs.set(nameOf(id), epoch);
  }

  lastEpochHere(id: PartitionId): bigint | undefined {
    return this.lastEpochs.get(nameOf(id));
  }

  moved({ topic, partition }: PartitionId, offset: bigint): void {
    this.toCommit.set(nameOf({ topic, partition }), { topic, partition, offset });
  }

  tick(tick: Tick): Promise<TickOutcome> {
    return this.ticks.tick(tick);
  }

  private async lookForRedrives(): Promise<void> {
    if (this.writers.size === 0) return;
    for (const partition of await partitionsWithRedrives(this.context.database, this.context.group)) {
      this.writers.get(nameOf(partition))?.askRedrive();
    }
  }

  /** The broker's offsets follow the database's: what is told here was committed there before. */
  private async commitToBroker(): Promise<void> {
    const offsets = [...this.toCommit.values()].filter((one) => this.writers.has(nameOf(one)));
    if (offsets.length === 0) return;
    await this.context.seam('before-broker-commit', { group: this.context.group, ...offsets[0]! });
    await this.member.commit(offsets);
    for (const one of offsets) if (this.toCommit.get(nameOf(one)) === one) this.toCommit.delete(nameOf(one));
  }

  /** A handler that hangs must not keep its partitions: this member leaves, and others take over. */
  private watch(): Promise<void> {
    for (const writer of this.writers.values()) {
      if ((writer.busyMs() ?? 0) <= this.context.handlerTimeoutMs || this.stopping !== null) continue;
      this.dead = 'handler-hung';
      this.context.observer.troubled(writer.id, 'handler-hung', 'no progress within the handler timeout');
      // The other writers finish what they have in hand; the hung one is not waited for.
      this.stopping = this.drain(1_000);
      void this.stopping.catch(() => undefined);
    }
    return Promise.resolve();
  }

  private whyDead(): string | null {
    if (this.dead !== null || this.startedAt === 0) return this.dead;
    if (this.stopping !== null) return null;
    const since = Math.max(this.startedAt, this.member.lastFetchAt());
    return Date.now() - since > SESSIONS_WITHOUT_FETCH * this.context.sessionTimeoutMs ? 'no-fetch' : null;
  }

  private async drain(patienceMs: number): Promise<void> {
    const writers = [...this.writers.values()];
    const released = Promise.all([...writers.map((writer) => writer.release()), ...this.ending.values()]);
    await within(patienceMs, released);
    await Promise.all(this.loops.map((loop) => loop.stop()));
    await this.commitToBroker().catch((thrown: unknown) => this.crashed(faultOf(thrown), true));
    this.writers.clear();
    await this.member.stop();
  }
}

function nameOf({ topic, partition }: TopicPartition): string {
  return `${partition}/${topic}`;
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, patience]).finally(() => clearTimeout(timer));
}
