// A task for a person: open, claimed by one, then done or cancelled. Who may do what, and what it changes.
import { ok, refuse, type Result } from '@continuo/kernel';
import { isPeopleRole } from './new-task.js';

export type TaskState = 'open' | 'claimed' | 'done' | 'cancelled';

/** As much of a task as its rules look at. */
export interface TaskFacts {
  readonly state: TaskState;
  readonly role: string;
  /** The one person it was handed to by name, beside the role. */
  readonly delegate: string | null;
  readonly claimedBy: string | null;
  /** Of a task that is done, the outcome; of a cancelled one, why. */
  readonly outcome: string | null;
  /** The only outcomes that end it: then it is a decision. Empty: any. */
  readonly outcomes: readonly string[];
  /** From then on (ms) it cannot be done any more. */
  readonly closesAt: number | null;
  /** Who may not do it, because they asked for it. */
  readonly notBy: string | null;
}

/** Who acts, with the roles that their token has now. */
export interface Actor {
  readonly subject: string;
  readonly roles: readonly string[];
}

/** To whom a task is handed: a role, or one person by the subject of their token. */
export type Handover = { readonly role: string } | { readonly subject: string };

export type TaskAction =
  | { readonly kind: 'claim' }
  | { readonly kind: 'release' }
  | { readonly kind: 'complete'; readonly outcome: string }
  | { readonly kind: 'cancel'; readonly code: string }
  | { readonly kind: 'delegate'; readonly to: Handover };

export type TaskRefused =
  | 'task-not-yours'
  | 'task-taken'
  | 'task-not-claimed'
  | 'task-done'
  | 'task-cancelled'
  | 'task-expired'
  | 'task-wrong-role'
  | 'task-role-lost'
  | 'task-own-request'
  | 'task-outcome-unknown'
  | 'task-wants-decision'
  | 'unknown-role';

/** What an action makes of a task; undefined when it is so already. */
export type TaskChange = Pick<TaskFacts, 'state' | 'claimedBy' | 'outcome' | 'role' | 'delegate'> | undefined;

type Decision = Result<TaskChange, TaskRefused>;

/** A decision is for its role alone: who stands above it gets it by escalation or delegation, and that is written down. */
export function isDecision({ outcomes }: Pick<TaskFacts, 'outcomes'>): boolean {
  return outcomes.length > 0;
}

/** Whether a task is somebody's business. */
export function mayWorkOn(task: Pick<TaskFacts, 'role' | 'delegate' | 'outcomes'>, actor: Actor): boolean {
  return task.delegate === actor.subject || hasRole(task, actor);
}

/** The task's role as the token says it now; `admin` may do what any role may. */
function hasRole(task: Pick<TaskFacts, 'role' | 'outcomes'>, { roles }: Actor): boolean {
  if (roles.includes(task.role) || roles.includes('admin')) return true;
  return !isDecision(task) && roles.includes('supervisor');
}

/** What an action changes at `now` (ms), or why it may not be. Said again by the same person it changes nothing. */
export function decide(task: TaskFacts, action: TaskAction, actor: Actor, now: number): Decision {
  if (!mayWorkOn(task, actor)) return wrongRole(task, actor);
  if (task.state === 'done' || task.state === 'cancelled') return decideEnded(task, action, actor, now);
  if (isExpired(task, now)) return expired();
  if (task.notBy === actor.subject) return ownRequest();
  switch (action.kind) {
    case 'claim':
      return decideClaim(task, actor);
    case 'release':
      if (task.state === 'open') return ok(undefined);
      return isHolder(task, actor) ? ok(changed(task, 'open', null, null)) : notYours();
    case 'complete':
      return decideComplete(task, action.outcome, actor);
    case 'cancel':
      if (isDecision(task)) {
        return refuse('task-wants-decision', 'a journey waits for the decision', { field: 'taskId' });
      }
      if (task.state === 'claimed' && !isHolder(task, actor)) return notYours();
      return ok(changed(task, 'cancelled', task.claimedBy, action.code));
    case 'delegate':
      return decideDelegate(task, action.to, actor);
  }
}

function decideClaim(task: TaskFacts, { subject }: Actor): Decision {
  if (task.state === 'open') return ok(changed(task, 'claimed', subject, null));
  if (task.claimedBy === subject) return ok(undefined);
  return refuse('task-taken', 'somebody else has claimed it', { field: 'taskId', rule: 'open' });
}

/** A decision needs no claim before it: it is one word. */
function decideComplete(task: TaskFacts, outcome: string, actor: Actor): Decision {
  if (isDecision(task) && !task.outcomes.includes(outcome)) {
    const rule = `one-of:${task.outcomes.join(',')}`;
    return refuse('task-outcome-unknown', 'it ends by one of its own outcomes', { field: 'outcome', rule });
  }
  if (task.state === 'open') {
    if (isDecision(task)) return ok(changed(task, 'done', actor.subject, outcome));
    return refuse('task-not-claimed', 'claim it first', { field: 'taskId', rule: 'claimed' });
  }
  if (!isHolder(task, actor)) return notYours();
  return ok(changed(task, 'done', isDecision(task) ? actor.subject : task.claimedBy, outcome));
}

/** Only who has the role hands it on: who was given it by name gives it back or does it. */
function decideDelegate(task: TaskFacts, to: Handover, actor: Actor): Decision {
  if (!hasRole(task, actor)) return wrongRole(task, actor);
  if (task.state === 'claimed' && !isHolder(task, actor)) return notYours();
  if ('role' in to) {
    if (!isPeopleRole(to.role)) {
      return refuse('unknown-role', 'no person has this role', { field: 'to.role' });
    }
    if (to.role === task.role && task.delegate === null) return ok(undefined);
    return ok({ ...changed(task, 'open', null, null), role: to.role, delegate: null });
  }
  if (to.subject === task.notBy) return ownRequest('to.subject');
  if (to.subject === task.delegate) return ok(undefined);
  return ok({ ...changed(task, 'open', null, null), delegate: to.subject });
}

/** The end is final; only its own repetition is not refused. */
function decideEnded(task: TaskFacts, action: TaskAction, actor: Actor, now: number): Decision {
  const isSameEnd =
    (task.state === 'done' && action.kind === 'complete' && action.outcome === task.outcome) ||
    (task.state === 'cancelled' && action.kind === 'cancel' && action.code === task.outcome);
  const isOwn = isDecision(task) ? task.claimedBy === actor.subject : isHolder(task, actor);
  if (isSameEnd && (task.claimedBy === null || isOwn)) return ok(undefined);
  if (task.state === 'done') return refuse('task-done', 'it is done', { field: 'taskId', rule: 'open' });
  if (isExpired(task, now)) return expired();
  return refuse('task-cancelled', 'it is not needed any more', { field: 'taskId', rule: 'open' });
}

function changed(
  { role, delegate }: TaskFacts,
  state: TaskState,
  claimedBy: string | null,
  outcome: string | null,
): NonNullable<TaskChange> {
  return { state, claimedBy, outcome, role, delegate };
}

function isExpired({ closesAt }: TaskFacts, now: number): boolean {
  return closesAt !== null && now >= closesAt;
}

/** Who claimed it holds it; supervisors hold everybody's tasks, of decisions only `admin` does. */
function isHolder(task: TaskFacts, { subject, roles }: Actor): boolean {
  if (task.claimedBy === subject || roles.includes('admin')) return true;
  return !isDecision(task) && roles.includes('supervisor');
}

function wrongRole(task: TaskFacts, { subject }: Actor): Decision {
  const about = { field: 'taskId', rule: `role:${task.role}` };
  return isDecision(task) && task.claimedBy === subject
    ? refuse('task-role-lost', `the role ${task.role} is not yours any more`, about)
    : refuse('task-wrong-role', `it is for the role ${task.role}`, about);
}

function notYours(): Decision {
  return refuse('task-not-yours', 'somebody else has claimed it', {
    field: 'taskId',
    rule: 'claimed-by-you',
  });
}

function expired(): Decision {
  return refuse('task-expired', 'its time is over', { field: 'taskId', rule: 'closes-at' });
}

function ownRequest(field = 'taskId'): Decision {
  return refuse('task-own-request', 'who asked for it may not decide it', { field, rule: 'not-by' });
}
