// What commands do with tasks: create one, hand it to another role, close it when nobody waits for it any more.
import type { Transaction } from '@continuo/persistence';
import type { CommandOutcome } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { creationRefused, isPeopleRole } from './domain/new-task.js';
import { isDecision } from './domain/task.js';
import { reassigned, taskChanged, taskClosed, taskCreated, taskRefused } from './task-events.js';
import { TaskHistoryStore } from './task-history.store.js';
import { TasksStore, type NewTask, type StoredTask } from './tasks.store.js';

/** What a command asks for. */
export type WantedTask = Omit<NewTask, 'taskId' | 'createdAt'> & { readonly now: Date };

/** A task that an earlier command created, named by that command. */
export interface Meant {
  readonly commandId: string;
  readonly profileId: string;
}

@Injectable()
export class CommandedTasks {
  constructor(
    @Inject(TasksStore) private readonly store: TasksStore,
    @Inject(TaskHistoryStore) private readonly history: TaskHistoryStore,
  ) {}

  async create(tx: Transaction, { now, ...wanted }: WantedTask): Promise<CommandOutcome> {
    const { taskType, profileId, commandId } = wanted;
    const code = creationRefused(wanted);
    if (code !== undefined) {
      const answer = taskRefused(taskType, { profileId, code, at: now });
      // A text that no table can hold cannot be in the stored answer either.
      return { answer, keep: code !== 'task-type-unusable' && code !== 'order-id-unusable' };
    }
    if (commandId !== null) {
      await this.history.lockCommand(tx, commandId);
      if (await this.history.wasClosedBefore(tx, commandId)) {
        return { answer: taskRefused(taskType, { profileId, code: 'task-closed-before', at: now }) };
      }
    }
    const task: NewTask = { ...wanted, taskId: uuidv7(), createdAt: now };
    await this.store.insert(tx, task);
    if (isDecision(task)) {
      const asked = { action: 'asked', subject: null, code: null, role: task.role, delegate: null };
      await this.history.write(tx, task, now, asked);
    }
    return { answer: taskCreated(task) };
  }

  /** An escalation: whoever had it has it no more. */
  async reassign(tx: Transaction, meant: Meant, role: string, now: Date): Promise<CommandOutcome> {
    const locked = await this.store.lockByCommand(tx, meant.commandId);
    const refused = (taskType: string, code: string): CommandOutcome => ({
      answer: taskRefused(taskType, { profileId: meant.profileId, code, at: now }),
      keep: false,
    });
    if (locked === undefined) return refused('', 'task-unknown');
    const { task } = locked;
    if (task.state === 'done') return refused(task.taskType, 'task-done');
    if (task.state === 'cancelled') return refused(task.taskType, 'task-cancelled');
    if (!isPeopleRole(role)) return refused(task.taskType, 'unknown-role');
    const open = { state: 'open', claimedBy: null, claimedAt: null, outcome: null, endedAt: null } as const;
    const changed = await this.store.change(tx, task.taskId, {
      ...open,
      note: task.note,
      role,
      delegate: null,
    });
    if (changed === undefined) return refused(task.taskType, 'task-unknown');
    await this.history.write(tx, task, now, {
      action: 'escalated',
      subject: null,
      code: null,
      role,
      delegate: null,
    });
    return { answer: reassigned(changed, { by: null, at: now }, meant.profileId) };
  }

  /** Closes it, or tells how it had ended before: the word of who decided in time stands. */
  async close(tx: Transaction, meant: Meant, code: string, now: Date): Promise<CommandOutcome> {
    await this.history.lockCommand(tx, meant.commandId);
    const locked = await this.store.lockByCommand(tx, meant.commandId);
    if (locked === undefined) {
      await this.history.closeBefore(tx, meant.commandId, meant.profileId);
      return { answer: taskClosed(null, { code, at: now }, meant.profileId) };
    }
    const { task } = locked;
    if (task.state === 'done' || task.state === 'cancelled') {
      return { answer: taskClosed(task, { code, at: task.endedAt ?? now }, meant.profileId) };
    }
    const changed = await this.store.change(tx, task.taskId, closedBy(task, code, now));
    await this.history.write(tx, task, now, {
      action: 'closed',
      subject: null,
      code,
      role: null,
      delegate: null,
    });
    return {
      answer: taskClosed(task, { code, at: now }, meant.profileId),
      also: changed === undefined ? [] : taskChanged(changed, now),
    };
  }
}

function closedBy(task: StoredTask, code: string, now: Date): Parameters<TasksStore['change']>[2] {
  const { claimedBy, claimedAt, note, role, delegate } = task;
  return { state: 'cancelled', outcome: code, endedAt: now, claimedBy, claimedAt, note, role, delegate };
}
