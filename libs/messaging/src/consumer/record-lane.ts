// Takes a partition's records in batches. Where one fails, halves are tried until the record that fails is alone; on a
// topic that is fair to its keys it is set aside then, so that only its own key waits for its next starts.
import { Fault } from '@continuo/kernel';
import type { KafkaRecord } from '../kafka/kafka-client.js';
import type { BatchOutcome } from './batch-outcome.js';
import { keyId } from './batch-plan.js';
import { applyBatch } from './batch-transaction.js';
import type { ConsumerContext } from './consumer-options.js';
import { EpochLost, lockRow, storeRow, type PartitionId } from './partition-row.js';
import { failureCode, failureReason, isPassing, PartitionFault } from './failure.js';
import { FetchedIncoming } from './incoming-record.js';
import { schemaIdOf, type ParkOrder } from './record-inspection.js';
import { isRecordByRecord, modeAfterFailure, verdict, withStart, type RecordMode } from './record-mode.js';
import type { RecordQueue } from './record-queue.js';
import { startGate } from './start-gate.js';

/** How one step ended: applied, or to be tried again at once because something was learned about the records. */
export type StepEnd = { readonly outcome: BatchOutcome } | { readonly again: true };

const LEAST_AT_ONCE = 500;
/**
 * While a key floods, most of what is read is only put aside: so many times as many records are read at once then, with
 * as many handled ones among them as ever. Beyond that, fetching would stand still while a transaction runs.
 */
const FLOODED_AT_ONCE = 2;

/** Between two starts of a record that fails. */
const REST_BETWEEN_STARTS_MS = 20;

export class RecordLane {
  /** What must be parked instead of delivered, by offset. */
  private readonly condemned = new Map<bigint, ParkOrder>();
  /** Since when the registry has not known a schema id. */
  private readonly missingSince = new Map<number, number>();
  /** The record whose last start ended for a passing reason: its next start is not counted. */
  private passingStart: bigint | null = null;
  /** The last record of the smallest batch that failed: what fails lies before it or is it. */
  private suspectUntil: bigint | null = null;
  /** Keys whose records only waited in the last batch, and will in the next. Right or wrong, the plan decides. */
  private waitingKeys: ReadonlySet<string> = new Set();

  private readonly batchSize: number;
  /** Records of one transaction in all, those that nobody handles included. */
  private readonly mostAtOnce: number;

  constructor(
    private readonly context: ConsumerContext,
    private readonly id: PartitionId,
    private readonly epoch: bigint,
    private mode: RecordMode,
    private readonly queue: RecordQueue,
    private readonly onProgress: () => void,
    /** Until the next progress it waits for others and can't be hung. */
    private readonly onWait: () => void,
  ) {
    this.batchSize = context.batchSizeOf(id.topic);
    this.mostAtOnce = Math.max(this.batchSize, LEAST_AT_ONCE);
  }

  /** Whether a key that needs more than its share waits alone. */
  private get isFair(): boolean {
    return this.context.recordsPerKeyOf(this.id.topic) !== Number.POSITIVE_INFINITY;
  }

  get recordByRecordUntil(): bigint | null {
    return this.mode.until;
  }

  /** Takes the next records of the queue. Throws what should rest the partition. */
  async step(position: bigint): Promise<StepEnd> {
    const records = this.next(position);
    if (records.length === 0) return { again: true };
    await this.prepareSchemas(records);
    const { offset } = records[0]!;
    if (!isRecordByRecord(this.mode, offset)) return this.apply(records, false);
    const suspect = this.mode.attemptOffset === offset && this.mode.attempts > 0;
    const take = async (): Promise<StepEnd> => {
      this.onProgress();
      return (await this.started(records[0]!)) ? this.apply(records, true) : { again: true };
    };
    this.onWait();
    return suspect ? startGate.alone(take) : startGate.shared(take);
  }

  private async apply(records: readonly KafkaRecord[], alone: boolean): Promise<StepEnd> {
    const incoming = records.map((record) => new FetchedIncoming(record, this.context.contract, false));
    const { id, epoch, mode, condemned, onProgress } = this;
    try {
      const work = { id, epoch, mode, records: incoming, condemned, onProgress };
      const outcome = await applyBatch(this.context, work);
      this.passed(outcome, records.length);
      return { outcome };
    } catch (thrown) {
      return await this.failed(thrown, incoming, alone);
    }
  }

  private next(position: bigint): readonly KafkaRecord[] {
    // What lies behind the position is a duplicate and needs neither attempt nor transaction of its own.
    const first = this.queue.peek(1, Number.POSITIVE_INFINITY)[0];
    if (first === undefined) return [];
    const at = first.offset < position ? position : first.offset;
    if (!isRecordByRecord(this.mode, at)) return this.nextBatch();
    let behind = 0;
    for (const record of this.queue.peek(this.batchSize, Number.POSITIVE_INFINITY)) {
      if (record.offset >= position) break;
      behind += 1;
    }
    return this.queue.peek(behind > 0 ? behind : 1, Number.POSITIVE_INFINITY);
  }

  private nextBatch(): readonly KafkaRecord[] {
    const batch = this.queue.peek(this.length(), this.context.batchBytes);
    const { suspectUntil } = this;
    if (suspectUntil === null) return batch;
    const suspects = batch.filter(({ offset }) => offset <= suspectUntil).length;
    if (suspects === 0) this.suspectUntil = null;
    return suspects === 0 ? batch : batch.slice(0, Math.max(1, Math.floor(suspects / 2)));
  }

  private length(): number {
    const { queue, batchSize, mostAtOnce, waitingKeys } = this;
    if (!this.isFair || waitingKeys.size === 0) return queue.run(batchSize, mostAtOnce);
    const waits = ({ key }: KafkaRecord): boolean => key !== null && waitingKeys.has(keyId(key));
    return queue.run(batchSize, mostAtOnce * FLOODED_AT_ONCE, waits);
  }

  private passed(outcome: BatchOutcome, taken: number): void {
    this.queue.drop(taken);
    this.waitingKeys = outcome.waitingKeys;
    this.mode = outcome.mode;
    this.passingStart = null;
    for (const offset of this.condemned.keys())
      if (offset < outcome.nextOffset) this.condemned.delete(offset);
  }

  /** Every schema a value is written with is at hand, or its record is condemned after the rest it is owed. */
  private async prepareSchemas(records: readonly KafkaRecord[]): Promise<void> {
    const values = records
      .filter(({ offset }) => !this.condemned.has(offset))
      .flatMap(({ value }) => value ?? []);
    const missing =
      values.length === 0 ? new Map<number, string>() : await this.context.contract.prepare(values);
    const now = Date.now();
    for (const schemaId of this.missingSince.keys())
      if (!missing.has(schemaId)) this.missingSince.delete(schemaId);
    let waitsFor = 0;
    for (const schemaId of missing.keys()) {
      const since = this.missingSince.get(schemaId) ?? now;
      this.missingSince.set(schemaId, since);
      waitsFor = Math.max(waitsFor, since + this.context.unknownSchemaRestMs - now);
    }
    if (waitsFor > 0) {
      const restMs = Math.min(waitsFor, 5_000);
      throw new PartitionFault('schema-unknown', 'the registry does not know a schema id', 'paused', {
        restMs,
      });
    }
    for (const { value, offset } of missing.size === 0 ? [] : records) {
      const code = value === null ? undefined : missing.get(schemaIdOf(value) ?? -1);
      const reason = 'the registry has no schema of this id that the value could be decoded with';
      if (code !== undefined) this.condemned.set(offset, { code, reason, holdsKey: false, incident: false });
    }
  }

  /** Writes durably that a record is started alone; false when it has used its starts up and is condemned instead. */
  private async started(record: KafkaRecord): Promise<boolean> {
    if (this.condemned.has(record.offset)) return true;
    const passing = this.passingStart === record.offset;
    const { maxAttempts } = this.context.limits;
    if (!passing && verdict(this.mode, record.offset, maxAttempts) === 'park') {
      const reason = `it was started ${this.mode.attempts} times and no start came to an end`;
      this.condemn(record.offset, 'never-ended', reason, this.mode.attempts);
      return false;
    }
    const mode = withStart(this.mode, record.offset, passing);
    await this.writeMode(mode);
    this.mode = mode;
    this.passingStart = null;
    await this.context.seam('start-written', this.id);
    return true;
  }

  private async failed(
    thrown: unknown,
    records: readonly FetchedIncoming[],
    alone: boolean,
  ): Promise<StepEnd> {
    if (thrown instanceof EpochLost || thrown instanceof PartitionFault) throw thrown;
    const offset = records[0]!.offset;
    if (isPassing(thrown)) {
      if (alone) this.passingStart = offset;
      throw thrown;
    }
    if (this.condemnUnreadable(records)) return { again: true };
    if (!alone && records.length > 1) {
      this.suspectUntil = records.at(-1)!.offset;
      this.context.observer.count('retried', records.length, this.id, failureCode(thrown));
      return { again: true };
    }
    if (this.condemned.has(offset)) {
      // Not the record failed but its parking: without its row and its copy the position must not move.
      const options = { cause: thrown };
      throw new PartitionFault(
        'parking-failed',
        `parking failed with ${failureCode(thrown)}`,
        'paused',
        options,
      );
    }
    if (alone) return this.failedAlone(thrown, offset, this.mode.attempts);
    // That it failed is known, and this process lives: where it is set aside anyway, it was started once.
    if (this.isFair) return this.failedAlone(thrown, offset, 1);
    const mode = modeAfterFailure(this.mode, offset);
    await this.writeMode(mode);
    this.mode = mode;
    this.context.observer.count('retried', 1, this.id, failureCode(thrown));
    return { again: true };
  }

  /** Given up, set aside, or started again here after a rest. */
  private failedAlone(thrown: unknown, offset: bigint, attempts: number): StepEnd {
    const { limits, observer } = this.context;
    const code = failureCode(thrown);
    const isLast = attempts >= limits.maxAttempts;
    if (!isLast) observer.count('retried', 1, this.id, code);
    if (!isLast && !this.isFair) throw new RetryRecord(code, REST_BETWEEN_STARTS_MS * 2 ** attempts, thrown);
    this.condemn(offset, code, failureReason(thrown, 'the handler'), attempts, !isLast);
    return { again: true };
  }

  private condemnUnreadable(records: readonly FetchedIncoming[]): boolean {
    let found = false;
    for (const record of records) {
      if (!record.unreadable || this.condemned.has(record.offset)) continue;
      const reason = 'the value cannot be decoded by the schema that its id names';
      this.condemned.set(record.offset, { code: 'undecodable', reason, holdsKey: false, incident: false });
      found = true;
    }
    return found;
  }

  private condemn(offset: bigint, code: string, reason: string, attempts: number, again = false): void {
    this.condemned.set(offset, { code, reason, holdsKey: true, incident: false, attempts, again });
  }

  private async writeMode(mode: RecordMode): Promise<void> {
    await this.context.database.transaction(async (tx) => {
      const row = await lockRow(tx, this.id, this.epoch);
      await storeRow(tx, this.id, { ...row, mode });
    });
  }
}

/** A record taken alone failed and will be started again. */
export class RetryRecord extends Fault {
  constructor(
    code: string,
    readonly restMs: number,
    cause: unknown,
  ) {
    super('a record failed and will be started again', { code, retriable: false, cause });
    this.name = 'RetryRecord';
  }
}
