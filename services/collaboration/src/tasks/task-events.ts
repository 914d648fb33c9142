// Tasks as the events that tell of them. The note never is in one.
import type { OutgoingEvent } from '@continuo/messaging';
import type { CommandAnswer } from '@continuo/service-kit';
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

/** What somebody did with a task, as a consequence of the command that asked for it; a release is not told. */
export function taskChanged(task: StoredTask, at: Date): readonly OutgoingEvent[] {
  const { taskId, taskType, orderId, caseId, profileId, outcome, cause } = task;
  const which = { taskId, taskType, orderId, caseId };
  const event = (name: string, value: object): readonly OutgoingEvent[] => [
    {
      type: `continuo.collaboration.${name}.v1`,
      topic,
      key: profileId,
      profileId,
      causationId: cause.id,
      correlationId: cause.correlationId,
      hops: cause.hops,
      value: { ...which, ...value },
    },
  ];
  switch (task.state) {
    case 'open':
      return [];
    case 'claimed':
      return event('TaskClaimed', { claimedAt: at.getTime() });
    case 'done':
      return event('TaskCompleted', { outcome, completedAt: at.getTime() });
    case 'cancelled':
      return event('TaskCancelled', { code: outcome, cancelledAt: at.getTime() });
  }
}
