// Gives external workers what there is to do, and tells the journey what came of it by way of the timeline.
import { createHash } from 'node:crypto';
import { canonicalJson, ok, refuse, type Result } from '@continuo/kernel';
import type { Outbox, OutgoingEvent } from '@continuo/messaging';
import type { Database, Transaction } from '@continuo/persistence';
import { resultText, type ResultRefused } from './domain/result.js';
import { decideHeld, decideSettle, type SettleRefused } from './domain/settle.js';
import type { WaitingWorkers } from './waiting-workers.js';
import type {
  ClaimedTask,
  LockedTask,
  StoredTask,
  TaskPage,
  WorkerTasksStore,
} from './worker-tasks.store.js';

export type { ClaimedTask, StoredTask, TaskPage } from './worker-tasks.store.js';
export type { WorkerTaskState } from './domain/settle.js';

export interface Claim {
  readonly kinds: readonly string[];
  readonly max: number;
  /** As the worker names itself. */
  readonly worker: string;
  readonly waitMs: number;
}

/** What a worker says about a task that it holds. */
export type Settlement =
  | { readonly state: 'completed'; readonly result: unknown }
  | { readonly state: 'failed'; readonly code: string; readonly retriable: boolean };

export type Refused = SettleRefused | 'task-unknown';
export type Settled = Result<{ readonly state: 'completed' | 'failed' }, Refused | ResultRefused>;

export const LONGEST_WAIT_MS = 20_000;

export class WorkerTasks {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly store: WorkerTasksStore,
    private readonly waiting: WaitingWorkers,
  ) {}

  /** The oldest of each kind in turn; waits for some when there are none. `gone`: the caller does not wait any more. */
  async claim(
    { kinds, max, worker, waitMs }: Claim,
    gone: AbortSignal,
  ): Promise<Result<readonly ClaimedTask[], 'too-many-waiting'>> {
    const take = (): Promise<readonly ClaimedTask[]> =>
      this.database.transaction((tx) => this.store.claim(tx, kinds, max, worker));
    const until = performance.now() + Math.min(waitMs, LONGEST_WAIT_MS);
    let claimed = await take();
    if (claimed.length === 0 && waitMs > 0 && this.waiting.isFull)
      return refuse('too-many-waiting', 'too many workers wait already; ask again later');
    while (claimed.length === 0 && (await this.waiting.wait(kinds, until - performance.now(), gone)))
      claimed = await take();
    return ok(claimed);
  }

  /** A sign of life: the lease begins anew. */
  async heartbeat(taskId: string, lease: string): Promise<Result<Date, Refused>> {
    return this.database.transaction(async (tx) => {
      const task = await this.store.lock(tx, taskId);
      if (task === undefined) return unknown();
      const held = decideHeld(task, lease);
      if (!held.ok) return held;
      return ok((await this.store.extend(tx, taskId)) ?? task.now);
    });
  }

  /** Settles it once; the same word of the same lease is answered as before. */
  async settle(taskId: string, lease: string, said: Settlement, actor: string): Promise<Settled> {
    const text = said.state === 'completed' ? resultText(said.result) : ok(null);
    if (!text.ok) return text;
    const { state } = said;
    const hash = createHash('sha256').update(canonicalJson(said)).digest('hex');
    return this.outbox.transact<Settled>(async (tx) => {
      const task = await this.store.lock(tx, taskId);
      if (task === undefined) return { result: unknown(), outgoing: [] };
      const settling = decideSettle(task, { lease, hash });
      if (!settling.ok) return { result: settling, outgoing: [] };
      if (settling.value === 'as-before') return { result: ok({ state }), outgoing: [] };
      const code = said.state === 'failed' ? said.code : null;
      const event = await this.#event(tx, task, { said, text: text.value, actor });
      if (event === undefined) return { result: unknown(), outgoing: [] };
      await this.store.settle(tx, taskId, { state, hash, code });
      return { result: ok({ state }), outgoing: [event] };
    });
  }

  find(taskId: string): Promise<StoredTask | undefined> {
    return this.store.find(this.database, taskId);
  }

  list(page: TaskPage): Promise<readonly StoredTask[]> {
    return this.store.list(this.database, page);
  }

  /** The task is its own command: its word finds the instance, whoever the customer is by then. */
  async #event(
    tx: Transaction,
    { taskId, instanceId, kind, attempt, worker, now }: LockedTask,
    {
      said,
      text,
      actor,
    }: { readonly said: Settlement; readonly text: string | null; readonly actor: string },
  ): Promise<OutgoingEvent | undefined> {
    const waiting = await this.store.waiting(tx, instanceId);
    if (waiting === undefined) return undefined;
    const { profileId, correlationId, hops } = waiting;
    const isFailure = said.state === 'failed';
    const value = {
      taskId,
      instanceId,
      kind,
      attempt,
      outcome: said.state,
      result: text,
      code: isFailure ? said.code : null,
      retriable: isFailure && said.retriable,
      worker: worker ?? '',
      actor,
      settledAt: now.getTime(),
    };
    const envelope = { key: profileId, profileId, commandId: taskId, correlationId, hops };
    return { ...envelope, type: 'continuo.orchestrator.WorkerTaskSettled.v1', value };
  }
}

function unknown() {
  return refuse('task-unknown', 'there is no such task', { field: 'taskId' });
}
