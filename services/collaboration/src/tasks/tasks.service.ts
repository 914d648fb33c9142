// Lets people claim, release, decide, hand over and cancel tasks, by the roles of their token at that moment.
import { ok, refuse, type Refusal, type Result } from '@continuo/kernel';
import { Outbox, type OutgoingEvent } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { ProfileFamilies } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import {
  decide,
  isDecision,
  mayWorkOn,
  type Actor,
  type TaskAction,
  type TaskRefused,
} from './domain/task.js';
import { decisionRefused, taskChanged, taskReassigned } from './task-events.js';
import { TaskHistoryStore, type StoredEntry } from './task-history.store.js';
import { TasksStore, type LockedTask, type StoredTask, type TaskPage } from './tasks.store.js';

export type { StoredTask, TaskPage } from './tasks.store.js';
export type { StoredEntry } from './task-history.store.js';

type Acted = Result<StoredTask, TaskRefused | 'task-unknown'>;
type Wanted = TaskAction & { readonly note?: string };

@Injectable()
export class TasksService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(TasksStore) private readonly store: TasksStore,
    @Inject(TaskHistoryStore) private readonly history: TaskHistoryStore,
    @Inject(ProfileFamilies) private readonly families: ProfileFamilies,
  ) {}

  /** Does with a task what somebody wants, if they may; said again it changes nothing. */
  async act(taskId: string, action: Wanted, actor: Actor): Promise<Acted> {
    return this.outbox.transact<Acted>(async (tx) => {
      const locked = await this.store.lock(tx, taskId);
      if (locked === undefined) return { result: unknown(), outgoing: [] };
      const decided = decide(locked.task, action, actor, locked.now.getTime());
      if (!decided.ok) {
        const outgoing = await this.refused(tx, locked, action, actor, decided.refusal);
        return { result: decided, outgoing };
      }
      if (decided.value === undefined) return { result: ok(locked.task), outgoing: [] };
      return this.change(tx, locked, { ...decided.value, action, actor });
    });
  }

  private async change(
    tx: Transaction,
    { task, now }: LockedTask,
    wanted: Pick<StoredTask, 'state' | 'claimedBy' | 'outcome' | 'role' | 'delegate'> & {
      readonly action: Wanted;
      readonly actor: Actor;
    },
  ): Promise<{ readonly result: Acted; readonly outgoing: readonly OutgoingEvent[] }> {
    const { action, actor, ...change } = wanted;
    const { state, role, delegate } = change;
    const changed = await this.store.change(tx, task.taskId, {
      ...change,
      claimedAt: state === 'claimed' ? now : state === 'open' ? null : (task.claimedAt ?? now),
      endedAt: state === 'done' || state === 'cancelled' ? now : null,
      note: action.note ?? task.note,
    });
    if (changed === undefined) return { result: unknown(), outgoing: [] };
    const isHandover = action.kind === 'delegate';
    if (isHandover || isDecision(task)) {
      const code = action.kind === 'complete' ? action.outcome : null;
      const to = isHandover ? { role, delegate } : { role: null, delegate: null };
      await this.history.write(tx, task, now, { action: action.kind, subject: actor.subject, code, ...to });
    }
    const outgoing = isHandover
      ? [taskReassigned(changed, { by: actor.subject, at: now })]
      : taskChanged(changed, now);
    return { result: ok(changed), outgoing };
  }

  /** Who tried to decide what they may not is written down, and told the journey once. */
  private async refused(
    tx: Transaction,
    { task, now }: LockedTask,
    action: Wanted,
    { subject }: Actor,
    { code }: Refusal<TaskRefused>,
  ): Promise<readonly OutgoingEvent[]> {
    if (!isDecision(task) || action.kind !== 'complete' || code === 'task-outcome-unknown') return [];
    const entry = { action: 'refused', subject, code, role: null, delegate: null };
    const isNew = await this.history.write(tx, task, now, entry);
    return isNew ? [decisionRefused(task, { outcome: action.outcome, code, subject, at: now })] : [];
  }

  /** A profile stands for the whole person. */
  list({
    profileId,
    ...page
  }: Omit<TaskPage, 'profileIds'> & { readonly profileId?: string }): Promise<readonly StoredTask[]> {
    return this.database.transaction(async (tx) => {
      const profileIds = profileId === undefined ? undefined : await this.families.membersOf(tx, profileId);
      return this.store.list(tx, { ...page, ...(profileIds && { profileIds }) });
    });
  }

  /** A task with its note, for those whose business it is; that a note was read is written down. */
  async show(
    taskId: string,
    actor: Actor & { readonly client?: string },
  ): Promise<Result<StoredTask, 'task-unknown' | 'task-wrong-role'>> {
    return this.database.transaction(async (tx) => {
      const found = await this.ofTheirs(tx, taskId, actor);
      if (found.ok && found.value.note !== null) await this.store.recordAccess(tx, found.value, actor);
      return found;
    });
  }

  /** What was done with it, oldest first. */
  async historyOf(
    taskId: string,
    actor: Actor,
    page: { readonly after: number; readonly limit: number },
  ): Promise<Result<readonly StoredEntry[], 'task-unknown' | 'task-wrong-role'>> {
    return this.database.transaction(async (tx) => {
      const found = await this.ofTheirs(tx, taskId, actor);
      return found.ok ? ok(await this.history.list(tx, taskId, page)) : found;
    });
  }

  private async ofTheirs(
    tx: Transaction,
    taskId: string,
    actor: Actor,
  ): Promise<Result<StoredTask, 'task-unknown' | 'task-wrong-role'>> {
    const task = await this.store.find(tx, taskId);
    if (task === undefined) return unknown();
    if (mayWorkOn(task, actor) || actor.roles.includes('supervisor')) return ok(task);
    return refuse('task-wrong-role', `it is for the role ${task.role}`, { field: 'taskId' });
  }
}

function unknown() {
  return refuse('task-unknown', 'there is no such task', { field: 'taskId' });
}
