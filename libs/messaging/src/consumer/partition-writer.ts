// The one writer of an owned partition: records, timers and redrives take turns, each in its own locked transaction.
import { performance } from 'node:perf_hooks';
import { RedriveLane } from '../parking/redrive-lane.js';
import { Alarm } from './alarm.js';
import type { BatchOutcome } from './batch-outcome.js';
import { claimPartition, type Claim } from './claim.js';
import type { ConsumerContext } from './consumer-options.js';
import type { PartitionStatus } from './consumer-status.js';
import { DrainShare } from './drain-share.js';
import { failureCode, failureReason, PartitionFault } from './failure.js';
import { afterLostEpoch } from './ownership.js';
import type { IdleReading } from './partition-clock.js';
import type { LogWatch } from './log-watch.js';
import { EpochLost, markHandedOver, type PartitionId } from './partition-row.js';
import { RecordLane, RetryRecord } from './record-lane.js';
import { handledBy, RecordQueue } from './record-queue.js';
import { Rest, type Trouble } from './rest.js';
import { quietly } from './safe-observer.js';
import type { Tick, TickOutcome } from './tick-transaction.js';
import { WriterStand } from './writer-stand.js';
import type { KafkaBatch, KafkaConsumer } from '../kafka/kafka-client.js';

/** What a writer needs of the consumer it belongs to. */
export interface WriterHome {
  readonly member: KafkaConsumer;
  readonly log: LogWatch;
  /** This process became the owner under this epoch. */
  claimed(id: PartitionId, epoch: bigint): void;
  /** The position moved: the broker's committed offset may follow. */
  moved(id: PartitionId, nextOffset: bigint): void;
  /** Fires what is due, together with other partitions of this process where they are due at the same time. */
  tick(tick: Tick): Promise<TickOutcome>;
  /** The last epoch this process held of the partition; a claim right after it needs no caution. */
  lastEpochHere(id: PartitionId): bigint | undefined;
}

interface Owned {
  readonly epoch: bigint;
  readonly lane: RecordLane;
  readonly redrives: RedriveLane;
}

type LaneName = 'records' | 'ticks' | 'redrives';

export class PartitionWriter {
  private readonly queue: RecordQueue;
  private readonly rests: Readonly<Record<LaneName, Rest>>;
  private owned: Owned | null = null;
  private readonly claimRest: Rest;
  private lostAt: number | null = null;
  private readonly stand = new WriterStand();
  private readonly drainShare = new DrainShare();
  private fetching = false;
  private assigned = true;
  private tickReading: IdleReading | null | undefined;
  private redriveAsked = false;
  private readonly alarm = new Alarm();
  private busySince: number | null = null;
  private readonly finished: Promise<void>;

  constructor(
    private readonly context: ConsumerContext,
    readonly id: PartitionId,
    private readonly home: WriterHome,
    after: Promise<void>,
  ) {
    const { batchBytes, backoff } = context;
    // Small batches must not mean that fetching stops and goes all the time.
    const records = 4 * Math.max(100, context.batchSizeOf(id.topic));
    this.queue = new RecordQueue({ records, bytes: 4 * batchBytes }, handledBy(context.handler, id.topic));
    const redrives = new Rest(backoff, context.drainPace);
    this.rests = { records: new Rest(backoff), ticks: new Rest(backoff), redrives };
    this.claimRest = new Rest(backoff);
    this.finished = after.then(() => this.run());
  }

  /** Takes what was fetched; returns at once. */
  offer(batch: KafkaBatch): void {
    if (this.owned === null) return;
    this.queue.push(batch.records, Date.now());
    this.stand.end = batch.endOffset;
    if (this.queue.full) this.stopFetching();
    this.alarm.wake();
  }

  /** The fetch position is not in the log: asks again where the partition stands. */
  reclaim(): void {
    this.lose(null);
  }

  /** Asks for a tick with what was read before. */
  askTick(reading: IdleReading | null): void {
    this.tickReading = reading;
    this.alarm.wake();
  }

  askRedrive(): void {
    this.redriveAsked = true;
    this.alarm.wake();
  }

  /** The clock that a timer query may assume, and whether the writer has read all it was given. */
  get standing(): { readonly clock: number; readonly idle: boolean; readonly ticks: boolean } | null {
    if (this.owned === null) return null;
    const ticks = this.tickReading === undefined && this.rests.ticks.ready(Date.now());
    return { clock: this.stand.clock, idle: this.queue.length === 0, ticks };
  }

  /** Milliseconds since work began or reported progress; null when there is none, or it waits for other partitions. */
  busyMs(): number | null {
    return this.busySince === null ? null : performance.now() - this.busySince;
  }

  get epoch(): bigint | null {
    return this.owned?.epoch ?? null;
  }

  /** No longer ours: finishes the work in hand, leaves the mark of a clean hand-over and ends. */
  async release(): Promise<void> {
    this.assigned = false;
    this.alarm.wake();
    await this.finished;
  }

  status(): PartitionStatus {
    const { records, redrives, ticks } = this.rests;
    return this.stand.status(this.id, {
      epoch: this.epoch,
      recordByRecordUntil: this.owned?.lane.recordByRecordUntil ?? null,
      rest: [this.claimRest, records, redrives, ticks].find((one) => one.trouble),
    });
  }

  private async run(): Promise<void> {
    while (this.assigned) {
      try {
        await this.next(Date.now());
      } catch (thrown) {
        // Nothing is expected to end here; whatever does costs a claim, not the partition.
        this.lose(null);
        this.trouble(this.claimRest, thrown, 'the writer');
      }
    }
    await this.handOver();
  }

  private async next(now: number): Promise<void> {
    if (this.lostAt !== null && !this.mayRetake()) return this.alarm.sleep(now + 50);
    return this.owned === null ? this.claim(now) : this.work(now);
  }

  private mayRetake(): boolean {
    const lastHeartbeatAt = this.home.member.lastHeartbeatAt();
    const step = afterLostEpoch({ lostAt: this.lostAt ?? 0, lastHeartbeatAt, assigned: this.assigned });
    if (step === 'retake') this.lostAt = null;
    return step === 'retake';
  }

  private async claim(now: number): Promise<void> {
    if (!this.claimRest.ready(now)) return this.alarm.sleep(this.claimRest.until);
    let claim: Claim;
    try {
      claim = await claimPartition(this.context, this.home.log, this.id, this.home.lastEpochHere(this.id));
    } catch (thrown) {
      this.trouble(this.claimRest, thrown, 'claiming the partition');
      return;
    }
    if (this.claimRest.end()) this.context.observer.recovered(this.id);
    const { row, mode, clean } = claim;
    this.stand.claimed(claim);
    this.queue.clear();
    const onProgress = (): void => this.progress();
    const onWait = (): void => this.waits();
    this.owned = {
      epoch: row.epoch,
      lane: new RecordLane(this.context, this.id, row.epoch, mode, this.queue, onProgress, onWait),
      redrives: new RedriveLane(this.context, this.id, { epoch: row.epoch, clean }, onProgress, onWait),
    };
    this.redriveAsked = row.heldKeys > 0;
    this.home.claimed(this.id, row.epoch);
    await this.context.seam('claimed', this.id);
    this.fetching = true;
    if (this.assigned) this.home.member.resume(this.id, row.nextOffset);
  }

  /** One turn of each kind of work that is ready; sleeps when none is. */
  private async work(now: number): Promise<void> {
    let worked = false;
    for (const lane of ['records', 'ticks', 'redrives'] as const) {
      if (!this.wants(lane) || this.dueAt(lane) > now || this.owned === null || !this.assigned) continue;
      worked = true;
      await this.turn(lane, this.owned);
    }
    if (worked || !this.assigned) return;
    const waiting = (['records', 'ticks', 'redrives'] as const).filter((lane) => this.wants(lane));
    const next = waiting.map((lane) => this.dueAt(lane));
    await this.alarm.sleep(next.length === 0 ? null : Math.min(...next));
  }

  private wants(lane: LaneName): boolean {
    if (lane === 'records') return this.queue.length > 0;
    return lane === 'ticks' ? this.tickReading !== undefined : this.redriveAsked;
  }

  private dueAt(lane: LaneName): number {
    const { until } = this.rests[lane];
    if (lane === 'records') return Math.max(until, this.queue.dueAt);
    const givesWay = lane === 'redrives' && this.dueAt('records') <= Date.now();
    return givesWay ? Math.max(until, this.drainShare.freeAt) : until;
  }

  private async turn(lane: LaneName, owned: Owned): Promise<void> {
    const rest = this.rests[lane];
    this.progress();
    try {
      if (lane === 'records') await this.takeRecords(owned);
      else if (lane === 'ticks') await this.tick(owned);
      else await this.redrive(owned);
      if (rest.end()) this.context.observer.recovered(this.id);
    } catch (thrown) {
      if (thrown instanceof EpochLost) this.lose(Date.now());
      else if (thrown instanceof RetryRecord) rest.begin(Date.now(), troubleOf(thrown), thrown.restMs);
      else this.trouble(rest, thrown, lane);
    } finally {
      this.waits();
    }
  }

  private async takeRecords({ lane }: Owned): Promise<void> {
    await this.context.outbox.room?.();
    const end = await lane.step(this.stand.position);
    if ('outcome' in end) this.applied(end.outcome);
  }

  private applied(outcome: BatchOutcome): void {
    this.stand.moved(outcome);
    this.home.moved(this.id, outcome.nextOffset);
    if (!this.fetching && this.queue.low) {
      this.fetching = true;
      this.home.member.resume(this.id);
    }
    this.context.observer.batch(this.id, outcome);
    this.committed();
  }

  private async tick({ epoch }: Owned): Promise<void> {
    const reading = this.tickReading ?? null;
    const { id } = this;
    const outcome = await this.home.tick({ id, epoch, reading, onProgress: () => this.progress() });
    this.tickReading = undefined;
    this.stand.changed(outcome);
    this.context.observer.count('ticked', 1, this.id);
    this.committed();
  }

  private async redrive({ redrives }: Owned): Promise<void> {
    const began = Date.now();
    const end = await redrives.step().finally(() => this.drainShare.took(began, Date.now()));
    if (end === 'nothing-due') this.redriveAsked = false;
    else this.stand.changed(end);
  }

  private committed(): void {
    quietly(() => this.context.handler.committed?.(this.id.topic, this.id.partition));
  }

  private trouble(rest: Rest, thrown: unknown, what: string): void {
    const code = failureCode(thrown);
    const kind = thrown instanceof PartitionFault ? thrown.kind : 'paused';
    const known = rest.trouble?.code === code;
    const reason = thrown instanceof PartitionFault ? thrown.message : failureReason(thrown, what);
    rest.begin(
      Date.now(),
      { code, reason, kind },
      thrown instanceof PartitionFault ? thrown.restMs : undefined,
    );
    if (!known) this.context.observer.troubled(this.id, code, reason);
    if (rest === this.rests.records) this.stopFetching();
  }

  /** Another owner raised the epoch (`at`), or the fetch position is gone (null): what was fetched is worth nothing. */
  private lose(at: number | null): void {
    if (at !== null) this.context.observer.count('epoch-lost', 1, this.id);
    this.owned = null;
    this.lostAt = at;
    this.queue.clear();
    this.stopFetching();
    this.alarm.wake();
  }

  private stopFetching(): void {
    this.fetching = false;
    if (this.assigned) this.home.member.pause(this.id);
  }

  private progress(): void {
    this.busySince = performance.now();
  }

  private waits(): void {
    this.busySince = null;
  }

  private async handOver(): Promise<void> {
    const { owned } = this;
    this.owned = null;
    this.queue.clear();
    if (owned === null) return;
    const { database } = this.context;
    // Without the mark the next owner begins record by record: slower, and as right.
    await database.transaction((tx) => markHandedOver(tx, this.id, owned.epoch)).catch(() => undefined);
  }
}

function troubleOf(retry: RetryRecord): Trouble {
  return { code: retry.code, reason: 'a record failed and will be started again', kind: 'paused' };
}
