// Takes committed rows from the outbox to Kafka, in id order per topic and key, at least once; one owner per database.
import { faultOf } from '@continuo/kernel';
import { isTransient, type Database } from '@continuo/persistence';
import { randomUUID } from 'node:crypto';
import type { KafkaClient } from '../kafka/kafka-client.js';
import { Gap } from '../gap.js';
import { observe, type TransportObserver } from '../observer.js';
import type { Backlog } from '../outbox/backlog.js';
import type { CutLimits } from './batch-cut.js';
import { OwnershipLost, RelayStore } from './relay-store.js';
import { ReplicaSignal } from './replica-signal.js';
import { Tenure, type RelaySeam } from './tenure.js';
import { WakeUp } from './wake-up.js';

export interface RelayOptions {
  readonly database: Database;
  readonly kafka: KafkaClient;
  /** The service's name: the first half of `publisher`. */
  readonly service: string;
  /** Rung by the outbox of the same process after a commit. */
  readonly wakeUp?: WakeUp;
  /** Shared with the outbox of the same process: what is committed and not sent. */
  readonly backlog?: Backlog;
  readonly observer?: TransportObserver;
  readonly limits?: CutLimits;
  /** How long a relay that vanished keeps others waiting, by database time. @default 5_000 */
  readonly leaseMs?: number;
  /** @default 5 */
  readonly shortestPollMs?: number;
  /** @default 100 */
  readonly longestPollMs?: number;
  /** Rows of one topic in one batch at most. @default 10_000 */
  readonly batchRows?: number;
  readonly seam?: (seam: RelaySeam) => void | Promise<void>;
}

export class Relay {
  private readonly store: RelayStore;
  private readonly bell: WakeUp;
  private readonly observer: TransportObserver;
  private readonly signal: ReplicaSignal;
  private readonly leaseMs: number;
  private tenure: Tenure | undefined;
  /** Between two turns: what is committed and acknowledged in it is one turn's work. */
  private readonly gap = new Gap();
  private stopping = false;
  private running: Promise<void> | undefined;

  constructor(private readonly options: RelayOptions) {
    this.leaseMs = options.leaseMs ?? 5_000;
    this.store = new RelayStore(options.database, this.leaseMs);
    this.bell = options.wakeUp ?? new WakeUp();
    this.observer = options.observer ?? {};
    this.signal = new ReplicaSignal(options.database, () => this.bell.ring());
  }

  /** Begins to work, now as owner or later when the owner is gone. */
  start(): void {
    this.running ??= this.run();
  }

  /** True while this relay owns the outbox. */
  get isOwner(): boolean {
    return this.tenure !== undefined;
  }

  /** What the owner would do next; undefined for one who isn't. For diagnosis and tests. */
  get owned(): Pick<Tenure, 'anythingNew' | 'looksFrom'> | undefined {
    return this.tenure;
  }

  /** Ends sends under way, forgets what was acknowledged, and lets another relay take over at once. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.bell.ring();
    await this.running;
    await this.signal.close();
  }

  /** Polling is what makes it right; the bell only saves time. */
  private async run(): Promise<void> {
    const { shortestPollMs = 5, longestPollMs = 100 } = this.options;
    let idleMs = shortestPollMs;
    let failures = 0;
    while (!this.stopping) {
      try {
        if (this.tenure === undefined) {
          if (!(await this.acquire())) await this.standBy();
          continue;
        }
        await this.signal.listen();
        await this.gap.wait();
        const worked = await this.tenure.turn();
        failures = 0;
        const rung = worked || (await this.bell.wait(idleMs));
        idleMs = rung ? shortestPollMs : Math.min(idleMs * 2, longestPollMs);
      } catch (thrown) {
        this.failed(thrown);
        failures = Math.min(failures + 1, 6);
        await this.bell.wait(25 * 2 ** failures);
      }
    }
    await this.resign();
  }

  private async acquire(): Promise<boolean> {
    const publisher = `${this.options.service}/${randomUUID()}`;
    const owned = await this.store.acquire(publisher);
    if (owned === undefined) return false;
    this.tenure = new Tenure(owned, publisher, {
      store: this.store,
      kafka: this.options.kafka,
      observer: this.observer,
      limits: this.options.limits,
      batchRows: this.options.batchRows,
      renewMs: this.leaseMs / 3,
      acknowledged: (topic, bytes) => {
        this.options.backlog?.sent(topic, bytes);
        this.bell.ring();
      },
      seam: (seam) => this.options.seam?.(seam),
    });
    this.owns(true);
    await this.options.seam?.('acquired');
    return true;
  }

  /** Until the lease is asked for again, commits of this process are passed on to the owner, many as one. */
  private async standBy(): Promise<void> {
    const until = performance.now() + this.leaseMs / 3;
    for (let left = until - performance.now(); left > 0 && !this.stopping; left = until - performance.now()) {
      if ((await this.bell.wait(left)) && !this.stopping) await this.signal.notify();
    }
  }

  private owns(isOwner: boolean): void {
    this.options.backlog?.owns(isOwner);
    observe(() => this.observer.relayOwnership?.(isOwner));
  }

  private failed(thrown: unknown): void {
    const error = faultOf(thrown);
    observe(() => this.observer.relayFailed?.(error));
    if (!(error instanceof OwnershipLost)) return;
    // What the former owner still has in memory counts for nothing: nobody waits for its sends to end.
    const former = this.tenure;
    this.tenure = undefined;
    this.owns(false);
    void former?.close();
    void this.signal.close();
  }

  private async resign(): Promise<void> {
    const { tenure } = this;
    this.tenure = undefined;
    if (tenure === undefined) return;
    this.owns(false);
    await tenure.close();
    try {
      await tenure.release();
    } catch (thrown) {
      // The lease ends by itself, and what was acknowledged is sent once more and dropped by its readers.
      if (!isTransient(thrown)) observe(() => this.observer.relayFailed?.(faultOf(thrown)));
    }
  }
}
