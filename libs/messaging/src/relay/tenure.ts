// What one relay does between winning the outbox and losing it: turn by turn, each fenced by its epoch.
import { together } from '@continuo/persistence';
import type { PoolClient } from 'pg';
import type { KafkaClient } from '../kafka/kafka-client.js';
import type { TransportObserver } from '../observer.js';
import { CUT_LIMITS, cutBatch, type CutLimits } from './batch-cut.js';
import { Lane } from './lane.js';
import { afterReading, lateRowsFrom, look, lowWater, type Found, type LateRows } from './late-rows.js';
import type { Ownership, RelayStore, StoredBatch, StoredRow } from './relay-store.js';

/** Where a test may stop the world or throw; a turn's seams are between its statements. */
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

export interface TenureOptions {
  readonly store: RelayStore;
  readonly kafka: KafkaClient;
  readonly observer: TransportObserver;
  readonly limits?: CutLimits;
  readonly batchRows?: number;
  /** A turn is taken at least this often, to renew the lease. */
  readonly renewMs: number;
  /** Called when a topic's batch of so many bytes was acknowledged: a turn is due. */
  readonly acknowledged: (topic: string, bytes: number) => void;
  readonly seam: (seam: RelaySeam) => void | Promise<void>;
}

interface Prepared {
  readonly late: LateRows;
  readonly stored: readonly { readonly batch: StoredBatch; readonly rows: readonly StoredRow[] }[];
}

export class Tenure {
  private readonly lanes = new Map<string, Lane>();
  private nextSequence = 1;
  private late: LateRows;
  private turnedAt = 0;
  /** The fate of a turn is unknown, or none was taken yet: what is in flight must be read from the database. */
  private doubtful = true;

  constructor(
    private readonly owned: Ownership,
    /** `<service>/<incarnation>`. */
    private readonly publisher: string,
    private readonly options: TenureOptions,
  ) {
    this.late = lateRowsFrom(owned.lowWater);
  }

  /** Deletes what was acknowledged, stores and begins to send what is new. False when there was nothing to do. */
  async turn(): Promise<boolean> {
    if (this.doubtful) await this.recall();
    // Settled before the transaction: a batch that is acknowledged meanwhile belongs to the next turn.
    const done = this.acknowledgedBatches();
    const mustRenew = performance.now() - this.turnedAt > this.options.renewMs;
    if (done.length === 0 && !mustRenew && !(await this.anythingNew())) return false;
    this.doubtful = true;
    const { late, stored } = await this.inTransaction(done);
    for (const { topic } of done) this.lanes.get(topic)?.clear();
    this.late = late;
    await this.options.seam('after-commit');
    for (const { batch, rows } of stored) this.laneOf(batch.topic).start(batch, rows);
    this.doubtful = false;
    return done.length > 0 || stored.length > 0;
  }

  /** The cheap look of an idle owner, without transaction or lock. */
  async anythingNew(): Promise<boolean> {
    const { store } = this.options;
    const glance = look(this.late, await store.snapshot(), []);
    const busy = this.busyTopics([]);
    const free = (await store.topics()).filter((topic) => !busy.has(topic));
    return store.anyRow(free.map((topic) => ({ topic, from: glance.from(topic) })));
  }

  /** The id above which the next look at a topic reads. */
  looksFrom(topic: string): number {
    return Math.min(this.late.bound, this.late.behind.get(topic) ?? this.late.bound);
  }

  /** No further sends; resolves when those under way have ended. */
  async close(): Promise<void> {
    await Promise.all([...this.lanes.values()].map((lane) => lane.close()));
  }

  /** After `close`: deletes what was acknowledged and lets another relay take over at once. */
  async release(): Promise<void> {
    const done = this.acknowledgedBatches();
    if (!this.doubtful) {
      await this.options.store.turn(this.owned.epoch, lowWater(this.late), async (client) => {
        for (const batch of done) await this.options.store.deleteBatch(client, batch);
      });
    }
    await this.options.store.release(this.owned.epoch);
  }

  private async inTransaction(done: readonly StoredBatch[]): Promise<Prepared> {
    const { store, seam } = this.options;
    const prepared = await store.turn(this.owned.epoch, lowWater(this.late), async (client) => {
      await seam('before-delete');
      await together(done.map((batch) => store.deleteBatch(client, batch)));
      await seam('before-read');
      const found = await this.readAndStore(client, this.busyTopics(done));
      await seam('before-commit');
      return found;
    });
    this.turnedAt = performance.now();
    return prepared;
  }

  private async readAndStore(client: PoolClient, busy: ReadonlySet<string>): Promise<Prepared> {
    const { store, seam, limits = CUT_LIMITS, batchRows = 10_000 } = this.options;
    const [snapshot, topics] = await Promise.all([store.snapshot(client), store.topics(client)]);
    const glance = look(this.late, snapshot, busy);
    const free = topics.filter((topic) => !busy.has(topic));
    const wanted = free.map((topic) => ({ topic, from: glance.from(topic) }));
    const rows = await store.read(client, wanted, { rows: batchRows, bytes: limits.batchBytes });
    const found: Found[] = [];
    const stored: { batch: StoredBatch; rows: readonly StoredRow[] }[] = [];
    let bytesLeft = limits.batchBytes;
    for (const topic of free) {
      const there = rows.get(topic) ?? [];
      const cut = cutBatch(there, { ...limits, batchBytes: bytesLeft });
      found.push(foundIn(topic, there, cut.firstLeft));
      if (cut.taken.length === 0) continue;
      bytesLeft = Math.max(0, bytesLeft - cut.bytes);
      const batch = this.batchOf(topic, cut.taken);
      await seam('before-store-batch');
      await store.storeBatch(client, batch);
      stored.push({ batch, rows: cut.taken });
      await seam('after-store-batch');
    }
    return { late: afterReading(glance.next, found), stored };
  }

  /** The sequences are not given back if the transaction fails: none is ever given twice, and gaps mean nothing. */
  private batchOf(topic: string, rows: readonly StoredRow[]): StoredBatch {
    const firstSequence = this.nextSequence;
    this.nextSequence += rows.length;
    return {
      topic,
      publisher: this.publisher,
      firstSequence,
      ids: rows.map(({ id }) => id),
      partitions: rows.map(({ partition }) => partition),
    };
  }

  /** Puts the lanes in accord with what is stored. What another owner stored is sent as it is, by its stamps. */
  private async recall(): Promise<void> {
    const { store } = this.options;
    const stored = await store.turn(this.owned.epoch, 0, (client) => store.inFlight(client));
    const topics = new Set(stored.map(({ batch }) => batch.topic));
    for (const [topic, lane] of this.lanes) if (!topics.has(topic)) lane.clear();
    for (const { batch, rows } of stored) {
      const lane = this.laneOf(batch.topic);
      const known = lane.inFlight;
      const same = known?.publisher === batch.publisher && known.firstSequence === batch.firstSequence;
      if (!same) lane.start(batch, rows);
    }
    this.doubtful = false;
  }

  private acknowledgedBatches(): StoredBatch[] {
    return [...this.lanes.values()].flatMap((lane) => lane.acknowledged ?? []);
  }

  /** Topics with a batch in flight that `done` does not name: they take no new rows. */
  private busyTopics(done: readonly StoredBatch[]): ReadonlySet<string> {
    const free = new Set(done.map(({ topic }) => topic));
    return new Set(
      [...this.lanes].filter(([topic, lane]) => lane.inFlight && !free.has(topic)).map(([topic]) => topic),
    );
  }

  private laneOf(topic: string): Lane {
    let lane = this.lanes.get(topic);
    if (lane === undefined) {
      const { kafka, observer, acknowledged, seam } = this.options;
      lane = new Lane({ topic, kafka, observer, acknowledged, seam });
      this.lanes.set(topic, lane);
    }
    return lane;
  }
}

/** A read may have ended before its topic did: unless it found nothing, what lies above its last row is still to be read. */
function foundIn(topic: string, there: readonly StoredRow[], firstLeft: number | undefined): Found {
  const highest = there.at(-1)?.id;
  return { topic, highest, firstLeft: firstLeft ?? (highest === undefined ? undefined : highest + 1) };
}
