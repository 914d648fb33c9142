// One customer's journeys together: which instances an input concerns, which it starts, and timers in their place in time.
import type { Plan } from '../language/plan.js';
import { advance } from './advance.js';
import { enter } from './entry.js';
import { applyFamily } from './family.js';
import type { DeriveId, Facts, Input, ProfileFacts, TimerInput } from './input.js';
import { holdsBack } from './held.js';
import { nextDue, type Instance } from './instance.js';
import { recallMatters, settlesMatter } from './matters.js';
import { NO_MEMORY, type Memory } from './memory.js';
import type { Advance } from './output.js';
import {
  MAX_HOPS,
  planOf,
  factsOf,
  record,
  type Change,
  type Declined,
  type Plans,
  type Surroundings,
  type Work,
} from './work.js';

export type { Change, Declined, Places, Plans, Surroundings } from './work.js';

/** A customer's journeys in memory, for the length of one transaction. */
export interface ProfileState {
  readonly profileId: string;
  /** By id, oldest first. */
  readonly instances: ReadonlyMap<string, Instance>;
  readonly facts: ProfileFacts | null;
  /** Nothing when left out. */
  readonly memory?: Memory;
}

export interface ProfileAdvance {
  readonly state: ProfileState;
  readonly changes: readonly Change[];
  /** Entries that were declined. */
  readonly declined?: readonly Declined[];
  /** Why the input changed nothing; counted. */
  readonly ignored?: string;
}

/** Applies one input to everything it concerns: exits and waits of each instance, then entries. */
export function advanceProfile(state: ProfileState, input: Input, around: Surroundings): ProfileAdvance {
  const remembered = state.memory ?? NO_MEMORY;
  const work = openWork(state, recallMatters(remembered, input), around);
  const facts = factsAt(state, input, around);
  for (const instance of state.instances.values()) {
    if (!isConcerned(instance, input, around.plans)) continue;
    const before = planOf(instance, around.plans);
    const plan = input.kind === 'migrated' ? around.plans.version(instance.journey, input.to) : before;
    if (plan === undefined) {
      work.reasons.push('version-not-published');
      continue;
    }
    const own = factsOf(plan, facts, work, around);
    record(work, plan, input, advance(plan, instance, input, own, around.derive, before));
  }
  applyFamily(work, facts, around);
  const told = work.changes.length;
  for (const plan of candidates(input, around.plans)) start(work, plan, input, facts, around);
  applyFamily(work, facts, around, told);
  const isQuiet = work.changes.length === 0 && work.memory === remembered;
  return {
    state: isQuiet ? state : after(state, work),
    changes: work.changes,
    ...(work.declined.length > 0 ? { declined: work.declined } : {}),
    ...(isQuiet
      ? { ignored: work.reasons.find((reason) => reason !== 'not-concerned') ?? 'not-concerned' }
      : {}),
  };
}

function openWork({ instances }: ProfileState, memory: Memory, { inPlace = false }: Surroundings): Work {
  const own = inPlace ? (instances as Map<string, Instance>) : new Map(instances);
  return { instances: own, changes: [], reasons: [], declined: [], memory };
}

/** A memory that did not change stays the same object: it is not written. What was changed in place is the same state. */
function after(state: ProfileState, { instances, memory }: Work): ProfileState {
  if (memory !== (state.memory ?? NO_MEMORY)) return { ...state, instances, memory };
  return instances === state.instances ? state : { ...state, instances };
}

function factsAt(state: ProfileState, input: Input, around: Surroundings): Facts {
  return {
    now: input.kind === 'timer' ? input.due : input.at,
    real: around.real,
    profile: state.facts,
    random: around.random(),
    memory: state.memory ?? NO_MEMORY,
    guardrails: around.guardrails ?? null,
    pace: around.pace ?? null,
  };
}

/** A cheap look, so that most events of most instances cost nothing. */
function isConcerned(instance: Instance, input: Input, plans: Plans): boolean {
  switch (input.kind) {
    case 'event':
      return (
        input.commandId !== undefined ||
        planOf(instance, plans).listensTo.has(input.type) ||
        (settlesMatter(input.type) && holdsBack(instance))
      );
    case 'action':
    case 'migrated':
      return input.instanceId === instance.id;
    case 'timer':
      return nextDue(instance) === input.due;
    case 'start':
    case 'child':
    case 'parent':
      return false;
    case 'released':
      return holdsBack(instance);
    default:
      return true;
  }
}

function candidates(input: Input, plans: Plans): readonly Plan[] {
  if (input.kind === 'event') return plans.startedBy(input.type);
  if (input.kind !== 'start') return [];
  const current = plans.current(input.journey);
  const plan = input.version === null ? current : plans.version(input.journey, input.version);
  return plan === undefined || current === undefined ? [] : [plan];
}

/** At most one instance per event and definition, and one running per customer, definition and key. */
function start(work: Work, plan: Plan, input: Input, facts: Facts, around: Surroundings): void {
  const result = advance(plan, null, input, factsOf(plan, facts, work, around), around.derive);
  if (result.instance !== null && result.instance.hops > MAX_HOPS) throw new LoopError(plan.journey);
  const why = enter({ work, facts, around }, plan, input, result);
  if (why !== null) work.reasons.push(why);
}

/** An event that came of an event that came of an event …: parked, so that a person looks at it. */
export class LoopError extends Error {
  constructor(journey: string) {
    super(`more than ${MAX_HOPS} hops; ${journey} is not started again`);
    this.name = 'LoopError';
  }
}

/** The timers of a profile that come before `before`, one after the other, each in its place in time. */
export function* dueTimers(
  state: ProfileState,
  before: number,
  around: Surroundings,
  limit: number,
): Generator<Fired> {
  let current = state;
  for (let fired = 0; fired < limit; fired += 1) {
    const result = fireEarliest(current, before, around);
    if (result === null) return;
    current = result.state;
    yield result;
  }
}

/** Whether a timer of the profile comes before `before`. */
export function hasDue(state: ProfileState, before: number): boolean {
  return earliest(state, before) !== null;
}

/** What one timer did, and of which instance. */
export type Fired = ProfileAdvance & { readonly of: Instance };

/** Fires the earliest timer that comes before `before`; null when there is none. */
export function fireEarliest(state: ProfileState, before: number, around: Surroundings): Fired | null {
  const first = earliest(state, before);
  if (first === null) return null;
  const { instance, due } = first;
  const input: TimerInput = { kind: 'timer', due };
  const plan = planOf(instance, around.plans);
  const work = openWork(state, state.memory ?? NO_MEMORY, around);
  const facts = factsAt(state, input, around);
  fire(work, plan, instance, input, factsOf(plan, facts, work, around), around.derive);
  applyFamily(work, facts, around);
  const { changes, declined } = work;
  const now = after(state, work);
  return declined.length > 0
    ? { state: now, changes, declined, of: instance }
    : { state: now, changes, of: instance };
}

/** A timer has no record that could be parked: where the engine fails over one, the instance stops with an incident. */
function fire(
  work: Work,
  plan: Plan,
  instance: Instance,
  input: TimerInput,
  facts: Facts,
  derive: DeriveId,
): void {
  let applied: Input = input;
  let result: Advance;
  try {
    result = advance(plan, instance, input, facts, derive);
  } catch (thrown) {
    applied = { kind: 'fault', at: input.due, error: thrown instanceof Error ? thrown.name : 'unknown' };
    result = advance(plan, instance, applied, facts, derive);
  }
  record(work, plan, applied, result);
}

function earliest(state: ProfileState, before: number): { instance: Instance; due: number } | null {
  let first: { instance: Instance; due: number } | null = null;
  for (const instance of state.instances.values()) {
    const due = nextDue(instance);
    if (due !== null && due < before && (first === null || due < first.due)) first = { instance, due };
  }
  return first;
}
