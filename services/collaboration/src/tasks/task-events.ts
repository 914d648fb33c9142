// Tasks as the events that tell of them. The note never is in one.
import type { OutgoingEvent } from '@continuo/messaging';
import type { CommandAnswer } from '@continuo/service-kit';
import { isDecision } from './domain/task.js';
import type { NewTask, StoredTask } from './tasks.store.js';

const topic = 'collaboration.tasks';

/** The answer to a command whose task was created. */
export function taskCreated(task: NewTask): CommandAnswer {
  const { taskId, taskType, orderId, caseId, role, dueAt, createdAt, profileId } = task;
  return {
    type: 'continuo.collaboration.TaskCreated.v1',
    topic,
    key: profileId,
    value: {
      taskId,
      taskType,
      orderId,
      caseId,
      role,
      dueAt: dueAt?.getTime() ?? null,
      createdAt: createdAt.getTime(),
    },
  };
}

/** The answer to a command that a rule refused. */
export function taskRefused(
  taskType: string,
  given: { readonly profileId: string; readonly code: string; readonly at: Date },
): CommandAnswer {
  const value = { taskType, code: given.code, refusedAt: given.at.getTime() };
  return { type: 'continuo.collaboration.TaskRefused.v1', topic, key: given.profileId, value };
}

/** The answer to a command that closed a task, or found it ended; null: it had not come yet. */
export function taskClosed(
  task: StoredTask | null,
  given: { readonly code: string; readonly at: Date },
  profileId: string,
): CommandAnswer {
  const isDone = task?.state === 'done';
  const value = {
    taskId: task?.taskId ?? null,
    taskType: task?.taskType ?? '',
    outcome: isDone ? task.outcome : null,
    completedBy: isDone && isDecision(task) ? task.claimedBy : null,
    code: given.code,
    closedAt: given.at.getTime(),
  };
  return { type: 'continuo.collaboration.TaskClosed.v1', topic, key: profileId, value };
}

interface Reassigned {
  /** Opaque subject; null when the journey did. */
  readonly by: string | null;
  readonly at: Date;
}

/** The answer to a command that handed a task to another role. */
export function reassigned(task: StoredTask, { by, at }: Reassigned, profileId: string): CommandAnswer {
  const { taskId, taskType, role, delegate } = task;
  return {
    type: 'continuo.collaboration.TaskReassigned.v1',
    topic,
    key: profileId,
    value: { taskId, taskType, role, delegate, reassignedBy: by, reassignedAt: at.getTime() },
  };
}

/** Somebody handed a task over. */
export function taskReassigned(task: StoredTask, by: Reassigned): OutgoingEvent {
  return { ...reassigned(task, by, task.profileId), ...envelopeOf(task) };
}

/** Somebody wanted to decide what they may not. */
export function decisionRefused(
  task: StoredTask,
  given: { readonly outcome: string; readonly code: string; readonly subject: string; readonly at: Date },
): OutgoingEvent {
  const { taskId, taskType } = task;
  const { outcome, code, subject, at } = given;
  const value = { taskId, taskType, outcome, code, refusedTo: subject, refusedAt: at.getTime() };
  return {
    type: 'continuo.collaboration.TaskDecisionRefused.v1',
    topic,
    key: task.profileId,
    value,
    ...envelopeOf(task),
  };
}

/** What was done with a task, as a consequence of the command that asked for it; a release is not told. */
export function taskChanged(task: StoredTask, at: Date): readonly OutgoingEvent[] {
  const { taskId, taskType, orderId, caseId, profileId, outcome } = task;
  const which = { taskId, taskType, orderId, caseId };
  const event = (name: string, value: object): readonly OutgoingEvent[] => [
    {
      type: `continuo.collaboration.${name}.v1`,
      topic,
      key: profileId,
      ...envelopeOf(task),
      value: { ...which, ...value },
    },
  ];
  switch (task.state) {
    case 'open':
      return [];
    case 'claimed':
      return event('TaskClaimed', { claimedAt: at.getTime() });
    case 'done': {
      const completedBy = isDecision(task) ? task.claimedBy : null;
      return event('TaskCompleted', { outcome, completedAt: at.getTime(), completedBy });
    }
    case 'cancelled':
      return event('TaskCancelled', { code: outcome, cancelledAt: at.getTime() });
  }
}

/** A consequence of the command; what is said about a decision answers it, so that it finds who waits for it. */
function envelopeOf(
  task: StoredTask,
): Pick<OutgoingEvent, 'profileId' | 'causationId' | 'correlationId' | 'hops' | 'commandId'> {
  const { profileId, cause, commandId } = task;
  return {
    profileId,
    causationId: cause.id,
    correlationId: cause.correlationId,
    hops: cause.hops,
    ...(isDecision(task) && commandId !== null ? { commandId } : {}),
  };
}
