// Pausing, resuming and retiring journeys: a publication that partitions take up, and requests to the instances it concerns.
import { ok, refuse, type Result } from '@continuo/kernel';
import type { Outbox, OutgoingEvent } from '@continuo/messaging';
import type { Database, Transaction } from '@continuo/persistence';
import { insertBulk } from '../bulk/bulk.store.js';
import { newestForUpdate } from './definitions.store.js';
import type { Standing } from './definition-view.js';
import { stateAfter, type StateChange } from '../domain/lifecycle/lifecycle.js';
import { insertPublication, standingOf, standings } from './publications.store.js';
import { stateChanged } from './publishing.js';

export type LifecycleRefusal = 'journey-not-found' | 'journey-retired' | 'version-moved';

export interface ChangeRequest {
  readonly change: StateChange;
  readonly actor: string;
  /** The publication that was seen. */
  readonly seen: number;
  /** With a retirement: also ends what runs, undoing what was done. */
  readonly cancelRunning: boolean;
  /** Told of the new standing in its transaction. */
  complete?(tx: Transaction, standing: Standing): Promise<void> | undefined;
}

export class Lifecycle {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  find(journey: string): Promise<Standing | undefined> {
    return standingOf(this.database, journey);
  }

  all(): Promise<readonly Standing[]> {
    return standings(this.database);
  }

  /** Changes the state. What is in that state already stays as it is. */
  change(journey: string, request: ChangeRequest): Promise<Result<Standing, LifecycleRefusal>> {
    return this.outbox.transact<Result<Standing, LifecycleRefusal>>(async (tx) => {
      await newestForUpdate(tx, journey);
      const before = await standingOf(tx, journey);
      if (before === undefined) return nothing(refuse('journey-not-found', 'there is no such journey'));
      if (before.publication !== request.seen) return nothing(moved());
      const state = stateAfter(before.state, request.change);
      if (!state.ok) return nothing(state);
      const outgoing: OutgoingEvent[] = [];
      let standing = before;
      if (state.value !== before.state) {
        const { version } = before;
        standing = await insertPublication(tx, {
          journey,
          version,
          state: state.value,
          changedBy: request.actor,
        });
        outgoing.push(stateChanged(standing, request.actor));
        if (before.state === 'paused') await askAll(tx, journey, 'release', request.actor);
      }
      if (request.change === 'retire' && request.cancelRunning)
        await askAll(tx, journey, 'cancel', request.actor);
      await request.complete?.(tx, standing);
      return { result: ok(standing), outgoing };
    });
  }
}

/** What was held is looked at again, what is to be cancelled is cancelled: instance by instance, by requests. */
function askAll(
  tx: Transaction,
  journey: string,
  kind: 'release' | 'cancel',
  actor: string,
): Promise<string> {
  return insertBulk(tx, { journey, kind, plan: {}, createdBy: actor });
}

function nothing(result: Result<never, LifecycleRefusal>): {
  result: Result<never, LifecycleRefusal>;
  outgoing: [];
} {
  return { result, outgoing: [] };
}

function moved() {
  return refuse('version-moved', 'somebody changed it after you read it; read it again', {
    field: 'If-Match',
    rule: 'current-version',
  });
}
