// Incidents, and acting on many of them: previewed, then asked for at a limited rate by way of the timeline.
import { ok, refuse, type Result } from '@continuo/kernel';
import type { Outbox, OutgoingEvent } from '@continuo/messaging';
import type { Database, Transaction } from '@continuo/persistence';
import { uuidv7 } from 'uuidv7';
import {
  findBulk,
  FORGET_BULKS,
  insertBulk,
  keepOutcomes,
  kindsOf,
  listBulks,
  listTargets,
  lockBulk,
  markAsked,
  nextTargets,
  outcomesOf,
  refusalsOf,
  setStatus,
  takeTurn,
  type BulkAction,
  type BulkActionName,
  type BulkStatus,
  type BulkTarget,
} from '../bulk/bulk-actions.store.js';
import {
  countBeyond,
  incidentKinds,
  listIncidents,
  takeTargets,
  type IncidentCount,
  type IncidentFilter,
  type IncidentKind,
  type IncidentRow,
} from './incidents.store.js';

/** A bulk action as it was asked for. */
export interface BulkAsked {
  /** The token of a preview, the id of an action. */
  readonly id: string;
  readonly action: BulkActionName;
  readonly status: BulkStatus;
  readonly filter: IncidentFilter;
  readonly askedBy: string;
  /** How many of its instances are asked for in a second. */
  readonly perSecond: number;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** How a bulk action is: what it is about, and how far it got. */
export interface BulkState extends BulkAsked {
  readonly total: number;
  readonly kinds: readonly IncidentCount[];
  /** `applied`, `waiting`, `pending`, or why nothing was changed, each with how many. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Of a preview: why some would come to nothing as things are now, each with how many. Empty once it is begun. */
  readonly refusals: Readonly<Record<string, number>>;
}

/** What to do when incidents match that were not there at the preview. */
export type IfChanged = 'refuse' | 'previewed' | 'current';
export type BulkRefusal =
  'bulk-not-found' | 'preview-expired' | 'incidents-changed' | 'no-incidents' | 'too-many-incidents';

/** In one action. */
export const MOST_TARGETS = 100_000;
const PREVIEW_MS = 3_600_000;
const DEFAULT_RATE = 50;
const KEPT_KINDS = 100;
const MOST_KINDS = 200;

export class Incidents {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /** Newest first. */
  list(
    filter: IncidentFilter,
    after: readonly [since: number, id: string] | undefined,
    limit: number,
  ): Promise<readonly (IncidentRow & { readonly at: number })[]> {
    return listIncidents(this.database, filter, after, limit);
  }

  /** What stands, by kind: most first. */
  kinds(filter: IncidentFilter): Promise<readonly IncidentKind[]> {
    return incidentKinds(this.database, filter, MOST_KINDS);
  }

  /** Actions that were begun, newest first, before an id. */
  async actions(before: string | undefined, limit: number): Promise<readonly BulkAsked[]> {
    return (await listBulks(this.database, before, limit)).map(askedOf);
  }

  /** Writes down which incidents an action would be about. Nothing is done to them. */
  async preview(
    action: BulkActionName,
    filter: IncidentFilter,
    askedBy: string,
  ): Promise<Result<BulkState, BulkRefusal>> {
    const id = uuidv7();
    // A filter by age means the moment of the preview, also later.
    const found = await this.database.transaction<Result<void, BulkRefusal>>(async (tx) => {
      await insertBulk(tx, { id, action, filter, askedBy, perSecond: DEFAULT_RATE });
      const taken = await takeTargets(tx, id, filter, MOST_TARGETS + 1);
      if (taken > MOST_TARGETS) return this.#without(tx, id, 'too-many-incidents');
      return taken === 0 ? this.#without(tx, id, 'no-incidents') : ok(undefined);
    });
    return found.ok ? this.state(id) : found;
  }

  async #without(tx: Transaction, id: string, code: BulkRefusal): Promise<Result<void, BulkRefusal>> {
    await setStatus(tx, id, 'stopped');
    const message =
      code === 'no-incidents' ? 'no incident matches' : `more than ${MOST_TARGETS} match; filter more`;
    return refuse(code, message);
  }

  /**
   * Begins what was previewed. Incidents that came since are not acted on unasked: the action is refused, or goes on with
   * those of the preview, or with all that match now. Begun twice, it goes on once.
   */
  async execute(
    id: string,
    ifChanged: IfChanged,
    perSecond: number | undefined,
  ): Promise<Result<BulkState, BulkRefusal>> {
    const begun = await this.database.transaction<Result<void, BulkRefusal>>(async (tx) => {
      const bulk = await lockBulk(tx, id);
      if (bulk === undefined) return refuse('bulk-not-found', 'there is no such preview');
      if (bulk.status !== 'previewed') return ok(undefined);
      if (Date.now() - bulk.createdAt.getTime() > PREVIEW_MS)
        return refuse('preview-expired', 'the preview is older than an hour; look again');
      const beyond = ifChanged === 'previewed' ? 0 : await countBeyond(tx, id, bulk.filter);
      if (beyond > 0 && ifChanged === 'refuse')
        return refuse('incidents-changed', `${beyond} incidents match that were not in the preview`);
      if (beyond > 0) await takeTargets(tx, id, bulk.filter, MOST_TARGETS);
      await setStatus(tx, id, 'running', perSecond);
      return ok(undefined);
    });
    return begun.ok ? this.state(id) : begun;
  }

  /** No more is asked for; what was asked for is done. */
  async stop(id: string): Promise<Result<BulkState, BulkRefusal>> {
    const stopped = await this.database.transaction<Result<void, BulkRefusal>>(async (tx) => {
      const bulk = await lockBulk(tx, id);
      if (bulk === undefined) return refuse('bulk-not-found', 'there is no such action');
      if (bulk.status !== 'done') await setStatus(tx, id, 'stopped');
      return ok(undefined);
    });
    return stopped.ok ? this.state(id) : stopped;
  }

  async state(id: string): Promise<Result<BulkState, BulkRefusal>> {
    const bulk = await findBulk(this.database, id);
    if (bulk === undefined) return refuse('bulk-not-found', 'there is no such action');
    const [kinds, outcomes, refusals] = await Promise.all([
      kindsOf(this.database, id),
      outcomesOf(this.database, id),
      bulk.status === 'previewed' ? refusalsOf(this.database, id) : [],
    ]);
    return ok({
      ...askedOf(bulk),
      total: outcomes.reduce((sum, { count }) => sum + count, 0),
      kinds: kinds.slice(0, KEPT_KINDS),
      outcomes: Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count])),
      refusals: Object.fromEntries(refusals.map(({ reason, count }) => [reason, count])),
    });
  }

  results(id: string, after: number, limit: number): Promise<readonly BulkTarget[]> {
    return listTargets(this.database, id, after, limit);
  }

  /** One turn of one action: asks for as many as may be asked for in a second. False when nothing is to be done. */
  async turn(): Promise<boolean> {
    return this.outbox.transact(async (tx) => {
      const bulk = await takeTurn(tx);
      if (bulk === undefined) return { result: false, outgoing: [] };
      const isAnswered = await keepOutcomes(tx, bulk.id);
      const targets = await nextTargets(tx, bulk.id, bulk.perSecond);
      const asked = targets.map((target) => ({ target, place: target.place, requestId: uuidv7() }));
      if (asked.length > 0) await markAsked(tx, bulk.id, asked);
      else await setStatus(tx, bulk.id, isAnswered ? 'done' : 'asked');
      const outgoing = asked.map(({ target, requestId }) => requestOf(bulk, target, requestId));
      return { result: true, outgoing };
    });
  }

  async forget(): Promise<void> {
    for (const statement of FORGET_BULKS) await this.database.query(statement);
  }
}

function askedOf(bulk: BulkAction): BulkAsked {
  const { id, action, status, filter, askedBy, perSecond, createdAt, startedAt, endedAt } = bulk;
  return { id, action, status, filter, askedBy, perSecond, createdAt, startedAt, endedAt };
}

function requestOf(bulk: BulkAction, target: BulkTarget, requestId: string): OutgoingEvent {
  const { profileId, instanceId, incidentId, step } = target;
  const value = {
    requestId,
    instanceId,
    action: bulk.action,
    step,
    incidentId,
    actor: bulk.askedBy,
    requestedAt: Date.now(),
  };
  return { key: profileId, profileId, type: 'continuo.orchestrator.InstanceActionRequested.v1', value };
}
