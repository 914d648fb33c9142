// Asks many instances for one change, batch by batch: a batch's requests and its place in the list are one transaction, so
// a crash asks nobody twice and forgets nobody.
import type { Outbox, OutgoingEvent } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import type { Logger } from '@continuo/telemetry';
import {
  finishBulk,
  isClear,
  lostInstances,
  nextInstances,
  rememberAsked,
  rememberReverts,
  revertible,
  settle,
  takeBulk,
  type Asked,
  type AskedBack,
} from './bulk-worker.store.js';
import type { Bulk, MigrationPlan } from './bulk-view.js';
import { deriveId } from '../timeline/derive-id.js';
import { inverseOf } from '../domain/lifecycle/step-map.js';

/** Instances of one batch. */
const BATCH = 200;
/** Requests of one change that may be on their way; the next batch waits for their outcomes. */
const MAX_OPEN = 2_000;
const IDLE_MS = 1_000;
const BUSY_MS = 100;

export interface BulkWorkerOptions {
  readonly outbox: Outbox;
  readonly batch?: number;
  readonly logger?: Pick<Logger, 'warn'>;
  /** Where a test may stop the world or throw. */
  readonly seam?: (seam: 'asked') => Promise<void> | void;
}

export class BulkWorker {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;
  #last: string | null = null;

  constructor(private readonly options: BulkWorkerOptions) {}

  start(): void {
    this.#again(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #again(after: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#turn().then((isBusy) => this.#again(isBusy ? BUSY_MS : IDLE_MS));
    }, after);
    this.#timer.unref();
  }

  async #turn(): Promise<boolean> {
    try {
      return await this.work();
    } catch (error) {
      this.options.logger?.warn({ error }, 'a batch of a bulk change failed; it is tried again');
      return false;
    }
  }

  /** One batch of the next change; false when there is nothing to do. Changes take turns. */
  async work(): Promise<boolean> {
    return this.options.outbox.transact(async (tx) => {
      const bulk =
        (await takeBulk(tx, this.#last)) ?? (this.#last === null ? undefined : await takeBulk(tx, null));
      if (bulk === undefined) {
        this.#last = null;
        return { result: false, outgoing: [] };
      }
      this.#last = bulk.id;
      if (!(await isClear(tx, bulk.id))) return { result: true, outgoing: [] };
      const open = await settle(tx, bulk);
      if (open >= MAX_OPEN) return { result: true, outgoing: [] };
      const outgoing = bulk.state === 'reverting' ? await this.#revert(tx, bulk) : await this.#ask(tx, bulk);
      if (outgoing.length === 0 && open === 0) await finishBulk(tx, bulk);
      await this.options.seam?.('asked');
      return { result: true, outgoing };
    });
  }

  async #ask(tx: Transaction, bulk: Parameters<typeof nextInstances>[1]): Promise<readonly OutgoingEvent[]> {
    const limit = this.options.batch ?? BATCH;
    const lost = await lostInstances(tx, bulk.id, limit);
    const found = lost.length > 0 ? lost : await nextInstances(tx, bulk, limit);
    if (found.length === 0) return [];
    const asked = found.map((each) => ({ ...each, requestId: requestIdOf(bulk, each, '') }));
    await rememberAsked(tx, bulk.id, asked);
    return asked.map((each) => requestOf(bulk, each, false));
  }

  async #revert(tx: Transaction, bulk: Bulk): Promise<readonly OutgoingEvent[]> {
    const found = await revertible(tx, bulk.id, this.options.batch ?? BATCH);
    if (found.length === 0) return [];
    const asked = found.map((each) => ({ ...each, requestId: requestIdOf(bulk, each, wayBackOf(each)) }));
    await rememberReverts(tx, bulk.id, asked);
    return asked.map((each) => requestOf(bulk, each, true));
  }
}

/** Of the first attempt as before there were others. */
function wayBackOf({ revertAttempt }: AskedBack): string {
  return revertAttempt === 1 ? '/revert' : `/revert/${revertAttempt}`;
}

/** The same for the same instance and attempt, so that nothing is asked twice. */
function requestIdOf({ id }: Bulk, { instanceId, attempt }: Asked, what: string): string {
  return deriveId(`bulk/${id}/${instanceId}/${attempt}${what}`);
}

function requestOf(
  bulk: Bulk,
  asked: Asked & { readonly requestId: string },
  reverts: boolean,
): OutgoingEvent {
  const { profileId, instanceId, requestId } = asked;
  const named = { key: profileId, profileId };
  const base = { requestId, instanceId, actor: bulk.createdBy, requestedAt: Date.now() };
  if (bulk.kind !== 'migrate') {
    const value = { ...base, action: bulk.kind, step: null, incidentId: null };
    return { ...named, type: 'continuo.orchestrator.InstanceActionRequested.v1', value };
  }
  const { from, to, map, vars } = bulk.plan as MigrationPlan;
  const way = reverts
    ? { fromVersion: to, toVersion: from, map: inverseOf(map), vars: {} }
    : { fromVersion: from, toVersion: to, map, vars };
  const value = {
    ...base,
    migrationId: bulk.id,
    journey: bulk.journey,
    ...way,
    reverts,
    keepsVars: !reverts,
  };
  return { ...named, type: 'continuo.orchestrator.InstanceMigrationRequested.v1', value };
}
