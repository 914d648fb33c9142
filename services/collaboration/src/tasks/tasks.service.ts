// Creates tasks for people as commands ask, and lets people claim, release, complete and cancel them.
import { ok, refuse, type Result } from '@continuo/kernel';
import { Outbox } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { ProfileFamilies, type CommandOutcome } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import {
  creationRefused,
  decide,
  mayWorkOn,
  type Actor,
  type TaskAction,
  type TaskRefused,
} from './domain/task.js';
import { taskChanged, taskCreated, taskRefused } from './task-events.js';
import { TasksStore, type NewTask, type StoredTask, type TaskPage } from './tasks.store.js';

export type { StoredTask, TaskPage } from './tasks.store.js';

/** What a command asks for. */
export type WantedTask = Omit<NewTask, 'taskId' | 'createdAt'> & { readonly now: Date };

type Acted = Result<StoredTask, TaskRefused | 'task-unknown'>;

@Injectable()
export class TasksService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(TasksStore) private readonly store: TasksStore,
    @Inject(ProfileFamilies) private readonly families: ProfileFamilies,
  ) {}

  async create(tx: Transaction, { now, ...wanted }: WantedTask): Promise<CommandOutcome> {
    const code = creationRefused(wanted);
    if (code !== undefined) {
      const answer = taskRefused(wanted.taskType, { profileId: wanted.profileId, code, at: now });
      // A text that no table can hold cannot be in the stored answer either.
      return { answer, keep: code === 'unknown-role' };
    }
    const task: NewTask = { ...wanted, taskId: uuidv7(), createdAt: now };
    await this.store.insert(tx, task);
    return { answer: taskCreated(task) };
  }

  /** Does with a task what somebody wants, if they may; said again it changes nothing. */
  async act(taskId: string, action: TaskAction & { readonly note?: string }, actor: Actor): Promise<Acted> {
    return this.outbox.transact<Acted>(async (tx) => {
      const task = await this.store.lock(tx, taskId);
      if (task === undefined) return { result: unknown(), outgoing: [] };
      const decided = decide(task, action, actor);
      if (!decided.ok) return { result: decided, outgoing: [] };
      if (decided.value === undefined) return { result: ok(task), outgoing: [] };
      const at = new Date();
      const { state } = decided.value;
      const changed = await this.store.change(tx, taskId, {
        ...decided.value,
        claimedAt: state === 'claimed' ? at : state === 'open' ? null : task.claimedAt,
        endedAt: state === 'done' || state === 'cancelled' ? at : null,
        note: action.note ?? task.note,
      });
      if (changed === undefined) return { result: unknown(), outgoing: [] };
      return { result: ok(changed), outgoing: taskChanged(changed, at) };
    });
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
      const task = await this.store.find(tx, taskId);
      if (task === undefined) return unknown();
      if (!mayWorkOn(task, actor)) {
        return refuse('task-wrong-role', `it is for the role ${task.role}`, { field: 'taskId' });
      }
      if (task.note !== null) await this.store.recordAccess(tx, task, actor);
      return ok(task);
    });
  }
}

function unknown() {
  return refuse('task-unknown', 'there is no such task', { field: 'taskId' });
}
