// A task for a person: open, claimed by one, then done or cancelled. Who may do what, and what it changes.
import { ok, refuse, type Result } from '@continuo/kernel';

export type TaskState = 'open' | 'claimed' | 'done' | 'cancelled';

/** As much of a task as its rules look at. */
export interface TaskFacts {
  readonly state: TaskState;
  readonly role: string;
  readonly claimedBy: string | null;
  /** Of a task that is done, the outcome; of a cancelled one, why. */
  readonly outcome: string | null;
}

/** Who acts, with the roles that they have. */
export interface Actor {
  readonly subject: string;
  readonly roles: readonly string[];
}

export type TaskAction =
  | { readonly kind: 'claim' }
  | { readonly kind: 'release' }
  | { readonly kind: 'complete'; readonly outcome: string }
  | { readonly kind: 'cancel'; readonly code: string };

export type TaskRefused =
  'task-not-yours' | 'task-taken' | 'task-not-claimed' | 'task-done' | 'task-cancelled' | 'task-wrong-role';

/** What an action makes of a task; undefined when it is so already. */
export type TaskChange = Pick<TaskFacts, 'state' | 'claimedBy' | 'outcome'> | undefined;

type Decision = Result<TaskChange, TaskRefused>;

/** Roles of people: what is done by systems is no task. */
const peopleRoles: readonly string[] = ['agent', 'supervisor', 'designer', 'operator', 'admin'];
const taskTypePattern = /^[a-z][a-z0-9-]{0,63}$/;
const idPattern = /^[\x21-\x7e]{1,200}$/;

export type CreationRefused = 'unknown-role' | 'task-type-unusable' | 'order-id-unusable';

/** Why no such task can be created; undefined when it can. */
export function creationRefused(wanted: {
  readonly taskType: string;
  readonly role: string;
  readonly orderId: string | null;
}): CreationRefused | undefined {
  if (!taskTypePattern.test(wanted.taskType)) return 'task-type-unusable';
  if (!peopleRoles.includes(wanted.role)) return 'unknown-role';
  if (wanted.orderId !== null && !idPattern.test(wanted.orderId)) return 'order-id-unusable';
  return undefined;
}

/** A supervisor may do what anybody may, also with what others have claimed. */
export function isSupervisor({ roles }: Actor): boolean {
  return roles.includes('supervisor') || roles.includes('admin');
}

/** Whether a task is somebody's business. */
export function mayWorkOn(task: Pick<TaskFacts, 'role'>, actor: Actor): boolean {
  return isSupervisor(actor) || actor.roles.includes(task.role);
}

/** What an action changes, or why it may not be. Said again by the same person it changes nothing. */
export function decide(task: TaskFacts, action: TaskAction, actor: Actor): Decision {
  if (!mayWorkOn(task, actor)) {
    return refuse('task-wrong-role', `it is for the role ${task.role}`, {
      field: 'taskId',
      rule: `role:${task.role}`,
    });
  }
  if (task.state === 'done' || task.state === 'cancelled') return decideEnded(task, action, actor);
  switch (action.kind) {
    case 'claim':
      return decideClaim(task, actor);
    case 'release':
      if (task.state === 'open') return ok(undefined);
      return isHolder(task, actor) ? ok({ state: 'open', claimedBy: null, outcome: null }) : notYours();
    case 'complete':
      if (task.state === 'open') {
        return refuse('task-not-claimed', 'claim it first', { field: 'taskId', rule: 'claimed' });
      }
      if (!isHolder(task, actor)) return notYours();
      return ok({ state: 'done', claimedBy: task.claimedBy, outcome: action.outcome });
    case 'cancel':
      if (task.state === 'claimed' && !isHolder(task, actor)) return notYours();
      return ok({ state: 'cancelled', claimedBy: task.claimedBy, outcome: action.code });
  }
}

function decideClaim(task: TaskFacts, { subject }: Actor): Decision {
  if (task.state === 'open') return ok({ state: 'claimed', claimedBy: subject, outcome: null });
  if (task.claimedBy === subject) return ok(undefined);
  return refuse('task-taken', 'somebody else has claimed it', { field: 'taskId', rule: 'open' });
}

/** The end is final; only its own repetition is not refused. */
function decideEnded(task: TaskFacts, action: TaskAction, actor: Actor): Decision {
  const isSameEnd =
    (task.state === 'done' && action.kind === 'complete' && action.outcome === task.outcome) ||
    (task.state === 'cancelled' && action.kind === 'cancel' && action.code === task.outcome);
  if (isSameEnd && (task.claimedBy === null || isHolder(task, actor))) return ok(undefined);
  return task.state === 'done'
    ? refuse('task-done', 'it is done', { field: 'taskId', rule: 'open' })
    : refuse('task-cancelled', 'it is not needed any more', { field: 'taskId', rule: 'open' });
}

function isHolder(task: TaskFacts, actor: Actor): boolean {
  return task.claimedBy === actor.subject || isSupervisor(actor);
}

function notYours(): Decision {
  return refuse('task-not-yours', 'somebody else has claimed it', {
    field: 'taskId',
    rule: 'claimed-by-you',
  });
}
