// Applies parked and held records one after another: each counted before it starts, given up after too many starts.
import { Fault } from '@continuo/kernel';
import type { ConsumerContext } from '../consumer/consumer-options.js';
import { failureCode, isPassing, PartitionFault } from '../consumer/failure.js';
import { FetchedIncoming } from '../consumer/incoming-record.js';
import { EpochLost, type PartitionId } from '../consumer/partition-row.js';
import { RetryRecord } from '../consumer/record-lane.js';
import { quietly } from '../consumer/safe-observer.js';
import { startGate } from '../consumer/start-gate.js';
import {
  applyRow,
  chooseRow,
  giveUpRow,
  takeStartBack,
  type ChosenRow,
  type DrainOutcome,
} from './drain-step.js';

/** Between two starts of a record that fails. */
const REST_BETWEEN_STARTS_MS = 50;

export type RedriveEnd = 'nothing-due' | { readonly heldKeys?: number; readonly heldBytes?: number };

export class RedriveLane {
  constructor(
    private readonly context: ConsumerContext,
    private readonly id: PartitionId,
    private readonly epoch: bigint,
    private readonly onProgress: () => void,
    /** Until the next progress it waits for others and can't be hung. */
    private readonly onWait: () => void,
  ) {}

  /** Applies the next record that may be applied. */
  async step(): Promise<RedriveEnd> {
    this.onWait();
    const end = await startGate.shared(() => this.take(false));
    if (end !== 'suspect') return end;
    this.onWait();
    const alone = await startGate.alone(() => this.take(true));
    return alone === 'suspect' ? {} : alone;
  }

  private async take(alone: boolean): Promise<RedriveEnd | 'suspect'> {
    this.onProgress();
    const chosen = await chooseRow(this.context, this.id, this.epoch, alone);
    if (chosen === null) return 'nothing-due';
    if (chosen === 'suspect') return chosen;
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

  private async apply(chosen: ChosenRow, record: FetchedIncoming): Promise<DrainOutcome> {
    const missing = record.bytes === null ? null : await this.context.contract.prepare([record.bytes]);
    for (const code of missing?.values() ?? []) {
      throw new Fault('the schema that the value was written with cannot be had', { code, retriable: false });
    }
    const outcome = await applyRow(this.context, this.id, this.epoch, record, chosen.row.id, this.onProgress);
    const { observer, handler } = this.context;
    observer.count(outcome.parkedAs === undefined ? 'redriven' : 'parked', 1, this.id, outcome.parkedAs);
    for (const [code, times] of Object.entries(outcome.ignored))
      observer.count('ignored', times, this.id, code);
    quietly(() => handler.committed?.(this.id.topic, this.id.partition));
    return outcome;
  }

  private async failed(thrown: unknown, chosen: ChosenRow, record: FetchedIncoming): Promise<RedriveEnd> {
    if (thrown instanceof EpochLost || thrown instanceof PartitionFault) throw thrown;
    if (isPassing(thrown)) {
      await takeStartBack(this.context, this.id, this.epoch, chosen.row.id);
      throw thrown;
    }
    if (!record.unreadable && chosen.starts < this.context.limits.maxAttempts) {
      throw new RetryRecord(failureCode(thrown), REST_BETWEEN_STARTS_MS, thrown);
    }
    await this.giveUp(chosen, thrown);
    return {};
  }

  private async giveUp(chosen: ChosenRow, thrown: unknown): Promise<void> {
    const code = await giveUpRow(this.context, this.id, this.epoch, chosen, thrown);
    this.context.observer.count('parked', 1, this.id, code);
  }
}
