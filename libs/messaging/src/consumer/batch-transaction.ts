// A batch of one partition in one transaction: lock, drop what was read, hand over, store, publish.
import { together, type Transaction } from '@continuo/persistence';
import type { HandlerResult, ParkRequest } from '../handler.js';
import type { KafkaRecord } from '../kafka/kafka-client.js';
import type { Outgoing } from '../message.js';
import { storeParked, type RowToPark } from '../parking/park-rows.js';
import { heldAmong } from '../parking/held-keys.js';
import type { BatchOutcome } from './batch-outcome.js';
import { keyId, planBatch, type BatchPlan } from './batch-plan.js';
import type { ConsumerContext } from './consumer-options.js';
import { PartitionFault } from './failure.js';
import { FetchedIncoming } from './incoming-record.js';
import { clockAfter, isAhead } from './partition-clock.js';
import { lockRow, storeRow, type LockedRow, type PartitionId } from './partition-row.js';
import { LockedScope } from './partition-scope.js';
import type { ParkOrder } from './record-inspection.js';
import { modeAt, type RecordMode } from './record-mode.js';
import { handledBy } from './record-queue.js';

export interface BatchWork {
  readonly id: PartitionId;
  readonly epoch: bigint;
  readonly mode: RecordMode;
  readonly records: readonly FetchedIncoming[];
  /** Records that must be parked now, by offset: they were found unreadable, or have used up their starts. */
  readonly condemned: ReadonlyMap<bigint, ParkOrder>;
  readonly onProgress: () => void;
}

/** Applies a batch, or nothing of it. Throws what went wrong, by name where the transport knows it. */
export async function applyBatch(context: ConsumerContext, work: BatchWork): Promise<BatchOutcome> {
  const outcome = await context.database.transaction(async (tx) => {
    const row = await lockRow(tx, work.id, work.epoch);
    await context.seam('locked', work.id);
    const plan = await planned(context, tx, row, work);
    const done = await handOver(context, tx, row, plan, work);
    await context.seam('before-commit', work.id);
    return done;
  });
  await context.seam('after-commit', work.id);
  return outcome;
}

async function planned(
  context: ConsumerContext,
  tx: Transaction,
  row: LockedRow,
  work: BatchWork,
): Promise<BatchPlan> {
  const records = work.records.map((record) => record.source);
  const held = row.heldKeys === 0 ? [] : await heldAmong(tx, work.id, keysOf(records));
  const plan = planBatch({
    records,
    nextOffset: row.nextOffset,
    lastSequences: row.lastSequences,
    rules: {
      allowsType: (type) => context.contract.allowsType(work.id.topic, type),
      allowsTombstone: context.contract.allowsTombstone(work.id.topic),
    },
    heldKeys: new Set(held.map(({ key }) => keyId(key))),
    heldOnPurpose: new Set(held.filter(({ onPurpose }) => onPurpose).map(({ key }) => keyId(key))),
    lastWords: context.handler.lastWords ?? new Set(),
    recordsPerKey: context.recordsPerKeyOf(work.id.topic),
    condemned: work.condemned,
  });
  if (plan.timestamps.some((timestamp) => isAhead(timestamp, row.databaseTime))) {
    throw new PartitionFault(
      'clock-ahead',
      "a record's stamp is over a minute ahead of database time",
      'paused',
      {
        restMs: 1_000,
      },
    );
  }
  return plan;
}

async function handOver(
  context: ConsumerContext,
  tx: Transaction,
  row: LockedRow,
  plan: BatchPlan,
  work: BatchWork,
): Promise<BatchOutcome> {
  const { id } = work;
  const clock = clockAfter(row.clock, plan.timestamps);
  const scope = new LockedScope(tx, id, row, { nextOffset: plan.nextOffset, clock }, work.onProgress);
  const toDeliver = new Set(plan.deliver.map((record) => record.offset));
  const delivered = work.records.filter((record) => toDeliver.has(record.offset));
  const result = await callHandler(context, delivered, scope);
  await context.seam('handled', id);
  const deferred = new Set(result.defer?.map(({ key }) => key));
  const rows = rowsOf(plan, delivered, result, scope.heldAfter);
  const stored = await storeParked(context, tx, id, row, rows, scope.change);
  const mode = modeAt(work.mode, plan.nextOffset);
  const { heldKeys, heldBytes } = stored;
  const isChanged = plan.timestamps.length > 0 || heldKeys !== row.heldKeys || heldBytes !== row.heldBytes;
  const { nextOffset, lastSequences } = plan;
  const outgoing: Outgoing[] = [...(result.outgoing ?? []), ...stored.deadLetters];
  const cause = causeAmong(context, id.topic, delivered);
  await together([
    isChanged ? storeRow(tx, id, { nextOffset, clock, lastSequences, mode, heldKeys, heldBytes }) : undefined,
    context.outbox.insertOutgoing(tx, outgoing, cause),
  ]);
  const held = rows.filter((one) => one.state === 'held').length;
  const parked = rows.filter((one) => one.state === 'parked').map((one) => one.code);
  return {
    nextOffset: plan.nextOffset,
    clock,
    mode,
    heldKeys,
    heldBytes,
    delivered: plan.deliver.length - (rows.length - plan.hold.length - plan.park.length),
    held,
    deferredKeys: plan.deferred.size + deferred.size,
    waitingKeys: new Set(
      rows.flatMap(({ state, record: { key } }) => (key === null || state !== 'held' ? [] : keyId(key))),
    ),
    parked,
    duplicates: plan.duplicates,
    ignored: result.ignored ?? {},
    incidents: stored.incidents,
  };
}

/** The one record that can have caused what is published; of several, only the handler knows. */
function causeAmong(
  { handler }: ConsumerContext,
  topic: string,
  delivered: readonly FetchedIncoming[],
): FetchedIncoming | undefined {
  const asked = delivered.filter(handledBy(handler, topic));
  return asked.length === 1 ? asked[0] : undefined;
}

async function callHandler(
  context: ConsumerContext,
  records: readonly FetchedIncoming[],
  scope: LockedScope,
): Promise<HandlerResult> {
  const { handler, observer } = context;
  const asked = records.filter(handledBy(handler, scope.topic));
  const passed = records.length - asked.length;
  const ignored: Record<string, number> = passed === 0 ? {} : { 'no-handler': passed };
  if (asked.length === 0) return { ignored };
  const run = (): Promise<HandlerResult> => handler.handle(asked, scope);
  const result = await observer.around(scope, asked, run);
  return passed === 0 ? result : { ...result, ignored: { ...result.ignored, ...ignored } };
}

/** Everything of the batch that ends up as a parked or held row. */
function rowsOf(
  plan: BatchPlan,
  delivered: readonly FetchedIncoming[],
  result: HandlerResult,
  heldAfter: ReadonlyMap<string, bigint>,
): readonly RowToPark[] {
  const rows: RowToPark[] = plan.park.map(({ record, order }) => parkedRow(record, order));
  for (const record of plan.hold)
    rows.push(heldRow(record, record.key !== null && plan.deferred.has(keyId(record.key)) ? FLOODS : WAITS));
  const byOffset = new Map(delivered.map((record) => [record.offset, record]));
  const stops = new Map(heldAfter);
  const parkedNow = new Set<bigint>();
  const deferred = new Map<string, bigint>();
  for (const { key, offset } of result.defer ?? []) if (!deferred.has(key)) deferred.set(key, offset);
  for (const request of result.park ?? []) {
    const record = byOffset.get(request.record.offset);
    if (record === undefined || parkedNow.has(record.offset)) continue;
    parkedNow.add(record.offset);
    rows.push(parkedRow(record.source, orderOf(request, record)));
    const before = stops.get(record.key);
    if (!record.unreadable && (before === undefined || record.offset < before))
      stops.set(record.key, record.offset);
  }
  for (const record of delivered) {
    const [stop, from] = [stops.get(record.key), deferred.get(record.key)];
    if (parkedNow.has(record.offset)) continue;
    if (from !== undefined && record.offset >= from) rows.push(heldRow(record.source, DOES_NOT_FIT));
    else if (stop !== undefined && record.offset > stop) rows.push(heldRow(record.source, WAITS));
  }
  return rows;
}

function parkedRow(record: KafkaRecord, order: ParkOrder): RowToPark {
  const { again = false, ...rest } = order;
  return { record, state: again ? 'held' : 'parked', ...rest, attempts: order.attempts ?? 1 };
}

type Why = Pick<RowToPark, 'code' | 'reason'>;
const FLOODS: Why = { code: 'key-deferred', reason: 'its key had more records in a batch than one may have' };
const DOES_NOT_FIT: Why = { code: 'key-deferred', reason: 'what comes before it did not fit into its batch' };
const WAITS: Why = { code: 'key-held', reason: 'an earlier record of its key is parked or its key is held' };

function heldRow(record: KafkaRecord, why: Why): RowToPark {
  return { record, state: 'held', ...why, holdsKey: true, incident: false, attempts: 0 };
}

function orderOf(request: ParkRequest, record: FetchedIncoming): ParkOrder {
  const { code, reason, incident = false } = request;
  return { code, reason, holdsKey: !record.unreadable, incident };
}

function keysOf(records: readonly KafkaRecord[]): readonly Buffer[] {
  const keys = new Map<string, Buffer>();
  for (const { key } of records) if (key !== null) keys.set(keyId(key), key);
  return [...keys.values()];
}
