// Takes committed rows from the outbox to Kafka, in id order per topic and key, at least once; one owner per database.
import { faultOf } from '@continuo/kernel';
import { isTransient, type Database, type Transaction } from '@continuo/persistence';
import { randomUUID } from 'node:crypto';
import type { KafkaClient } from '../kafka/kafka-client.js';
import { observe, type TransportObserver } from '../observer.js';
import { CUT_LIMITS, cutBatch, type CutLimits } from './batch-cut.js';
import { Lane } from './lane.js';
import {
  afterReading,
  lateRowsFrom,
  look,
  lowWater,
  parseSnapshot,
  type Found,
  type LateRows,
} from './late-rows.js';
import { OwnershipLost, RelayStore, type StoredBatch, type StoredRow } from './relay-store.js';
import { WakeUp } from './wake-up.js';

/** Where a test may stop the world or throw; the transaction's seams are between its statements. */
export type RelaySeam =
  | 'acquired'
  | 'before-delete'
  | 'before-read'
  | 'before-store-batch'
  | 'after-store-batch'
  | 'before-commit'
  | 'after-commit'
  | 'before-send'
  | 'after-send';

export interface RelayOptions {
  readonly database: Database;
  readonly kafka: KafkaClient;
  /** The service's name: the first half of `publisher`. */
  readonly service: string;
  readonly wakeUp?: WakeUp;
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

/** What one relay holds between winning the outbox and losing it. */
interface Tenure {
  readonly epoch: number;
  readonly publisher: string;
  readonly lanes: Map<string, Lane>;
  nextSequence: number;
  late: LateRows;
  renewedAt: number;
  /** Set when a turn's fate is unknown: what is in flight must be read from the database again. */
  doubtful: boolean;
}

export class Relay {
  private readonly store: RelayStore;
  private readonly bell: WakeUp;
  private readonly observer: TransportObserver;
  private readonly leaseMs: number;
  private tenure: Tenure | undefined;
  private stopping = false;
  private running: Promise<void> | undefined;

  constructor(private readonly options: RelayOptions) {
    this.leaseMs = options.leaseMs ?? 5_000;
    this.store = new RelayStore(options.database, this.leaseMs);
    this.bell = options.wakeUp ?? new WakeUp();
    this.observer = options.observer ?? {};
  }

  /** Begins to work, now as owner or later when the owner is gone. */
  start(): void {
    this.running ??= this.run();
  }

  /** True while this relay owns the outbox. */
  get isOwner(): boolean {
    return this.tenure !== undefined;
  }

  /** Ends sends under way, forgets what was acknowledged, and lets another relay take over at once. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.bell.ring();
    await this.running;
  }

  private async run(): Promise<void> {
    let idleMs = this.shortestPollMs;
    let failures = 0;
    while (!this.stopping) {
      try {
        const worked = this.tenure === undefined ? await this.acquire() : await this.turn(this.tenure);
        failures = 0;
        if (worked) idleMs = this.shortestPollMs;
        else if (await this.bell.wait(this.tenure === undefined ? this.leaseMs / 3 : idleMs))
          idleMs = this.shortestPollMs;
        else idleMs = Math.min(idleMs * 2, this.longestPollMs);
      } catch (thrown) {
        failures += 1;
        this.failed(thrown);
        await this.bell.wait(Math.min(2_000, 50 * 2 ** Math.min(failures, 10)));
      }
    }
    await this.resign();
  }

  private async acquire(): Promise<boolean> {
    const publisher = `${this.options.service}/${randomUUID()}`;
    const won = await this.store.acquire(publisher);
    if (won === undefined) return false;
    this.tenure = {
      epoch: won.epoch,
      publisher,
      lanes: new Map(),
      nextSequence: 1,
      late: lateRowsFrom(won.lowWater),
      renewedAt: performance.now(),
      doubtful: true,
    };
    observe(() => this.observer.relayOwnership?.(true));
    await this.seam('acquired');
    return true;
  }

  /** One look at the outbox. True when there was something to do. */
  private async turn(tenure: Tenure): Promise<boolean> {
    if (tenure.doubtful) await this.recall(tenure);
    const acknowledged = [...tenure.lanes.values()].filter((lane) => lane.acknowledged !== undefined);
    const mustRenew = performance.now() - tenure.renewedAt > this.leaseMs / 3;
    if (acknowledged.length === 0 && !mustRenew && !(await this.anythingNew(tenure))) return false;
    tenure.doubtful = true;
    const { late, stored } = await this.store.turn(tenure.epoch, lowWater(tenure.late), async (tx) => {
      await this.seam('before-delete');
      for (const lane of acknowledged)
        if (lane.acknowledged) await this.store.deleteBatch(tx.client, lane.acknowledged);
      const busy = [...tenure.lanes]
        .filter(([, lane]) => !lane.acknowledged && lane.inFlight)
        .map(([topic]) => topic);
      const next = await this.readAndStore(tx, tenure, busy);
      await this.seam('before-commit');
      return next;
    });
    tenure.doubtful = false;
    tenure.renewedAt = performance.now();
    tenure.late = late;
    for (const lane of acknowledged) lane.clear();
    await this.seam('after-commit');
    for (const { batch, rows } of stored) this.laneOf(tenure, batch.topic).start(batch, rows);
    return acknowledged.length > 0 || stored.length > 0;
  }

  /** The cheap look of an idle relay: no transaction, no lock. */
  private async anythingNew(tenure: Tenure): Promise<boolean> {
    const client = this.options.database;
    const snapshot = await client.query<{ snapshot: string }>(
      'select pg_current_snapshot()::text as snapshot',
    );
    const glance = look(tenure.late, parseSnapshot(snapshot[0]?.snapshot ?? ''), []);
    const busy = [...tenure.lanes].filter(([, lane]) => lane.inFlight).map(([topic]) => topic);
    const topics = await client.query<{ topic: string }>('select topic from messaging.outbox_topic');
    const free = topics.map(({ topic }) => topic).filter((topic) => !busy.includes(topic));
    const found = await client.query<{ found: boolean }>(anyRow, [
      free,
      free.map((topic) => glance.from(topic)),
    ]);
    return found[0]?.found === true;
  }

  private async readAndStore(
    tx: Transaction,
    tenure: Tenure,
    busy: readonly string[],
  ): Promise<{ late: LateRows; stored: { batch: StoredBatch; rows: readonly StoredRow[] }[] }> {
    await this.seam('before-read');
    const { client } = tx;
    const glance = look(tenure.late, parseSnapshot(await this.store.snapshot(client)), busy);
    const free = (await this.store.topics(client)).filter((topic) => !busy.includes(topic));
    const limits = this.options.limits ?? CUT_LIMITS;
    const maxRows = this.options.batchRows ?? 10_000;
    const rows = await this.store.read(
      client,
      free.map((topic) => ({ topic, from: glance.from(topic) })),
      { rows: maxRows, bytes: limits.batchBytes },
    );
    const byTopic = groupByTopic(rows);
    const found: Found[] = [];
    const stored: { batch: StoredBatch; rows: readonly StoredRow[] }[] = [];
    let sequence = tenure.nextSequence;
    for (const topic of free) {
      const there = byTopic.get(topic) ?? [];
      const cut = cutBatch(there, limits);
      const last = there.at(-1)?.id;
      // The read itself may have ended before the topic did.
      const maybeMore = last === undefined ? undefined : last + 1;
      found.push({ topic, highest: last, firstLeft: cut.firstLeft ?? maybeMore });
      if (cut.taken.length === 0) continue;
      const batch = batchOf(topic, tenure.publisher, sequence, cut.taken);
      sequence += cut.taken.length;
      await this.seam('before-store-batch');
      await this.store.storeBatch(client, batch);
      stored.push({ batch, rows: cut.taken });
      await this.seam('after-store-batch');
    }
    // Not undone if the commit fails: a sequence is never given twice, and gaps mean nothing.
    tenure.nextSequence = sequence;
    return { late: afterReading(glance.next, found), stored };
  }

  /** Puts the lanes in accord with what is stored: after taking over, and after a turn whose fate is unknown. */
  private async recall(tenure: Tenure): Promise<void> {
    const stored = await this.store.turn(tenure.epoch, 0, ({ client }) => this.store.inFlight(client));
    const topics = new Set(stored.map(({ batch }) => batch.topic));
    for (const [topic, lane] of tenure.lanes) if (!topics.has(topic)) lane.clear();
    for (const { batch, rows } of stored) {
      const lane = this.laneOf(tenure, batch.topic);
      const known = lane.inFlight;
      const same = known?.publisher === batch.publisher && known.firstSequence === batch.firstSequence;
      if (!same) lane.start(batch, rows);
    }
    tenure.renewedAt = performance.now();
    tenure.doubtful = false;
  }

  private laneOf(tenure: Tenure, topic: string): Lane {
    let lane = tenure.lanes.get(topic);
    if (lane === undefined) {
      lane = new Lane({
        topic,
        kafka: this.options.kafka,
        observer: this.observer,
        acknowledged: () => this.bell.ring(),
        seam: (seam) => this.seam(seam),
      });
      tenure.lanes.set(topic, lane);
    }
    return lane;
  }

  private failed(thrown: unknown): void {
    const error = faultOf(thrown);
    observe(() => this.observer.relayFailed?.(error));
    // What it still has in memory counts for nothing: nobody waits for its sends to end.
    if (error instanceof OwnershipLost) void this.abandon();
  }

  private async abandon(): Promise<void> {
    const { tenure } = this;
    this.tenure = undefined;
    if (tenure === undefined) return;
    observe(() => this.observer.relayOwnership?.(false));
    await Promise.all([...tenure.lanes.values()].map((lane) => lane.close()));
  }

  private async resign(): Promise<void> {
    const { tenure } = this;
    await this.abandon();
    if (tenure === undefined) return;
    try {
      const acknowledged = [...tenure.lanes.values()]
        .map((lane) => lane.acknowledged)
        .filter((batch) => batch !== undefined);
      if (!tenure.doubtful) {
        await this.store.turn(tenure.epoch, 0, async ({ client }) => {
          for (const batch of acknowledged) await this.store.deleteBatch(client, batch);
        });
      }
      await this.store.release(tenure.epoch);
    } catch (thrown) {
      // The lease ends by itself, and what was acknowledged is sent once more and dropped by its readers.
      if (!isTransient(thrown)) observe(() => this.observer.relayFailed?.(faultOf(thrown)));
    }
  }

  private get shortestPollMs(): number {
    return this.options.shortestPollMs ?? 5;
  }

  private get longestPollMs(): number {
    return this.options.longestPollMs ?? 100;
  }

  private async seam(seam: RelaySeam): Promise<void> {
    await this.options.seam?.(seam);
  }
}

function groupByTopic(rows: readonly StoredRow[]): ReadonlyMap<string, readonly StoredRow[]> {
  const groups = new Map<string, StoredRow[]>();
  for (const row of rows) {
    const group = groups.get(row.topic);
    if (group === undefined) groups.set(row.topic, [row]);
    else group.push(row);
  }
  return groups;
}

const anyRow = `
  select exists (
    select 1 from unnest($1::text[], $2::bigint[]) as wanted (topic, above)
    cross join lateral (
      select 1 from messaging.outbox o where o.topic = wanted.topic and o.id > wanted.above limit 1
    ) found
  ) as found`;

function batchOf(
  topic: string,
  publisher: string,
  firstSequence: number,
  rows: readonly StoredRow[],
): StoredBatch {
  return {
    topic,
    publisher,
    firstSequence,
    ids: rows.map(({ id }) => id),
    partitions: rows.map(({ partition }) => partition),
  };
}
