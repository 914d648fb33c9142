// Applies parked and held records beside the stream, keys in turn: what only waited in slices, what failed before one by
// one, each of those counted before it starts and given up after too many starts.
import { Fault } from '@continuo/kernel';
import { keyId } from '../consumer/batch-plan.js';
import type { ConsumerContext } from '../consumer/consumer-options.js';
import { failureCode, isPassing, PartitionFault } from '../consumer/failure.js';
import { FetchedIncoming } from '../consumer/incoming-record.js';
import { EpochLost, type PartitionId } from '../consumer/partition-row.js';
import { RetryRecord } from '../consumer/record-lane.js';
import { quietly } from '../consumer/safe-observer.js';
import { startGate } from '../consumer/start-gate.js';
import { applySlice, type Slice, type SliceOutcome } from './drain-slice.js';
import {
  applyRow,
  chooseRow,
  giveUpRow,
  takeStartBack,
  type ChosenRow,
  type DrainOutcome,
} from './drain-step.js';
import { nextTurn, waitingRows } from './parked-store.js';

/** Between two starts of a record that fails. */
const REST_BETWEEN_STARTS_MS = 50;
/** Rows that hold no key come before the keys in every so many steps: else a long drain would starve them. */
const LOOSE_EVERY = 8;

export type RedriveEnd = 'nothing-due' | { readonly heldKeys?: number; readonly heldBytes?: number };

/** How the partition was taken. */
export interface Ownership {
  readonly epoch: bigint;
  /** Nothing that the owner before had begun can have ended it. */
  readonly clean: boolean;
}

export class RedriveLane {
  private steps = 0;
  private last: Buffer | null = null;
  /** How many rows of a key go one by one before slices are tried (again). */
  private readonly careful = new Map<string, number>();
  private readonly slice: number;

  constructor(
    private readonly context: ConsumerContext,
    private readonly id: PartitionId,
    private readonly owned: Ownership,
    private readonly onProgress: () => void,
    /** Until the next progress it waits for others and can't be hung. */
    private readonly onWait: () => void,
  ) {
    this.slice = context.sliceOf(id.topic);
  }

  /** Applies what comes next of what may be applied. */
  async step(): Promise<RedriveEnd> {
    this.steps += 1;
    const turn =
      this.steps % LOOSE_EVERY === 0 ? null : await nextTurn(this.context.database, this.id, this.last);
    if (turn !== null) {
      this.last = turn.key;
      if (turn.onlyWaited && this.carefulOf(turn.key) === 0) return this.takeSlice(turn.key);
    }
    const key = turn?.key ?? null;
    this.onWait();
    const end = await startGate.shared(() => this.take(false, key));
    if (end !== 'suspect') return end;
    this.onWait();
    const alone = await startGate.alone(() => this.take(true, key));
    return alone === 'suspect' ? {} : alone;
  }

  /** After an owner that ended without a word, any key's first slice may be what ended it. */
  private carefulOf(key: Buffer): number {
    return this.careful.get(keyId(key)) ?? (this.owned.clean ? 0 : this.slice);
  }

  private async takeSlice(key: Buffer): Promise<RedriveEnd> {
    const rows = await waitingRows(this.context.database, this.id, key, this.slice);
    // Its oldest is in a batch still: choosing its next row unpacks it.
    if (rows.length === 0) return this.rowByRow(key, 1);
    const records = rows.map((row) => ({
      id: row.id,
      record: new FetchedIncoming(row.record, this.context.contract, true),
    }));
    const values = records.flatMap(({ record }) => record.bytes ?? []);
    const missing = await this.context.contract.prepare(values);
    if (missing.size > 0) return this.rowByRow(key, rows.length);
    try {
      return this.drained(await this.applySlice({ key, rows: records }));
    } catch (thrown) {
      if (thrown instanceof EpochLost || thrown instanceof PartitionFault || isPassing(thrown)) throw thrown;
      return this.rowByRow(key, rows.length);
    }
  }

  private async applySlice(slice: Slice): Promise<SliceOutcome> {
    const { context, id, owned, onProgress } = this;
    const outcome = await applySlice(context, id, owned.epoch, slice, onProgress);
    context.drainPace.took(outcome.applied);
    return outcome;
  }

  private drained(outcome: SliceOutcome): RedriveEnd {
    this.context.observer.count('redriven', outcome.applied, this.id);
    this.told(outcome.ignored);
    return outcome;
  }

  private rowByRow(key: Buffer, count: number): RedriveEnd {
    this.careful.set(keyId(key), Math.max(1, count));
    return {};
  }

  private async take(alone: boolean, turn: Buffer | null): Promise<RedriveEnd | 'suspect'> {
    this.onProgress();
    const chosen = await chooseRow(this.context, this.id, this.owned.epoch, alone, turn);
    if (chosen === null) return 'nothing-due';
    if (chosen === 'suspect') return chosen;
    this.context.drainPace.took(1);
    this.passed(chosen);
    if (chosen.starts > this.context.limits.maxAttempts) {
      const options = { code: 'never-ended', retriable: false };
      await this.giveUp(chosen, new Fault('no start of it came to an end', options));
      return {};
    }
    const record = new FetchedIncoming(chosen.row.record, this.context.contract, true);
    try {
      return await this.apply(chosen, record);
    } catch (thrown) {
      return await this.failed(thrown, chosen, record);
    }
  }

  private passed({ row }: ChosenRow): void {
    const { key } = row.record;
    if (key === null || this.carefulOf(key) === 0) return;
    this.careful.set(keyId(key), this.carefulOf(key) - 1);
  }

  private async apply(chosen: ChosenRow, record: FetchedIncoming): Promise<DrainOutcome> {
    const missing = record.bytes === null ? null : await this.context.contract.prepare([record.bytes]);
    for (const code of missing?.values() ?? []) {
      throw new Fault('the schema that the value was written with cannot be had', { code, retriable: false });
    }
    const { epoch } = this.owned;
    const outcome = await applyRow(this.context, this.id, epoch, record, chosen.row.id, this.onProgress);
    const { observer } = this.context;
    if (outcome.parkedAs !== undefined) observer.count('parked', 1, this.id, outcome.parkedAs);
    else if (outcome.applied > 0) observer.count('redriven', outcome.applied, this.id);
    this.told(outcome.ignored);
    return outcome;
  }

  private told(ignored: Readonly<Record<string, number>>): void {
    const { observer, handler } = this.context;
    for (const [code, times] of Object.entries(ignored)) observer.count('ignored', times, this.id, code);
    quietly(() => handler.committed?.(this.id.topic, this.id.partition));
  }

  private async failed(thrown: unknown, chosen: ChosenRow, record: FetchedIncoming): Promise<RedriveEnd> {
    if (thrown instanceof EpochLost || thrown instanceof PartitionFault) throw thrown;
    if (isPassing(thrown)) {
      await takeStartBack(this.context, this.id, this.owned.epoch, chosen.row.id);
      throw thrown;
    }
    if (!record.unreadable && chosen.starts < this.context.limits.maxAttempts) {
      throw new RetryRecord(failureCode(thrown), REST_BETWEEN_STARTS_MS, thrown);
    }
    await this.giveUp(chosen, thrown);
    return {};
  }

  private async giveUp(chosen: ChosenRow, thrown: unknown): Promise<void> {
    const code = await giveUpRow(this.context, this.id, this.owned.epoch, chosen, thrown);
    this.context.observer.count('parked', 1, this.id, code);
  }
}
