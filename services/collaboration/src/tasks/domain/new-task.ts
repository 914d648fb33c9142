// Which tasks can be created: for a role of people, and with nothing that no table or reader can hold.

/** Roles of people: what is done by systems is no task. */
const peopleRoles: readonly string[] = ['agent', 'supervisor', 'designer', 'operator', 'admin'];
const code = /^[a-z][a-z0-9-]{0,63}$/;
const idPattern = /^[\x21-\x7e]{1,200}$/;
const detailName = /^[a-zA-Z][a-zA-Z0-9_]{0,63}$/;
const MAX_OUTCOMES = 10;
const MAX_DETAILS = 50;
/** All details as JSON text. */
const MAX_DETAILS_SIZE = 8_192;

/** What a task is about, in codes and numbers. */
export type TaskDetails = Readonly<Record<string, string | number | boolean | null>>;

export type CreationRefused =
  | 'unknown-role'
  | 'task-type-unusable'
  | 'order-id-unusable'
  | 'outcomes-unusable'
  | 'not-by-unusable'
  | 'details-unusable';

export function isPeopleRole(role: string): boolean {
  return peopleRoles.includes(role);
}

/** Why no such task can be created; undefined when it can. */
export function creationRefused(wanted: {
  readonly taskType: string;
  readonly role: string;
  readonly orderId: string | null;
  readonly outcomes: readonly string[];
  readonly notBy: string | null;
  readonly details: TaskDetails;
}): CreationRefused | undefined {
  if (!code.test(wanted.taskType)) return 'task-type-unusable';
  if (!isPeopleRole(wanted.role)) return 'unknown-role';
  if (wanted.orderId !== null && !idPattern.test(wanted.orderId)) return 'order-id-unusable';
  if (!areOutcomes(wanted.outcomes)) return 'outcomes-unusable';
  if (wanted.notBy !== null && !idPattern.test(wanted.notBy)) return 'not-by-unusable';
  return areDetails(wanted.details) ? undefined : 'details-unusable';
}

function areOutcomes(outcomes: readonly string[]): boolean {
  const isDistinct = new Set(outcomes).size === outcomes.length;
  return isDistinct && outcomes.length <= MAX_OUTCOMES && outcomes.every((outcome) => code.test(outcome));
}

function areDetails(details: TaskDetails): boolean {
  const entries = Object.entries(details);
  if (entries.length > MAX_DETAILS || JSON.stringify(details).length > MAX_DETAILS_SIZE) return false;
  return entries.every(
    ([name, value]) => detailName.test(name) && (typeof value !== 'string' || !value.includes('\u0000')),
  );
}
