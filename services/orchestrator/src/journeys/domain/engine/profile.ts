// One customer's journeys together: which instances an input concerns, which it starts, and timers in their place in time.
import type { Plan } from '../language/plan.js';
import { advance } from './advance.js';
import type { DeriveId, Facts, Input, ProfileFacts, TimerInput } from './input.js';
import { nextDue, type Instance } from './instance.js';
import { recallMatters } from './matters.js';
import { NO_MEMORY, type Memory } from './memory.js';
import type { Advance } from './output.js';

/** The plans that a partition runs with. */
export interface Plans {
  /** The plan of a running instance, whatever is published now. */
  version(journey: string, version: number): Plan | undefined;
  /** The published plan of a journey. */
  current(journey: string): Plan | undefined;
  /** Published plans with an entry for this event type. */
  startedBy(type: string): readonly Plan[];
}

/** What the driver adds to the inputs of one transaction. */
export interface Surroundings {
  readonly plans: Plans;
  readonly real: number;
  readonly derive: DeriveId;
  random(): number;
}

/** One instance changed by one input. */
export interface Change {
  readonly instance: Instance;
  readonly plan: Plan;
  readonly input: Input;
  readonly effects: Advance['effects'];
  readonly journal: NonNullable<Advance['journal']>;
}

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
  /** Why the input changed nothing; counted. */
  readonly ignored?: string;
}

/** Beyond this many hops from event to instance to event it is a loop. */
export const MAX_HOPS = 32;

/** Applies one input to everything it concerns: exits and waits of each instance, then entries. */
export function advanceProfile(state: ProfileState, input: Input, around: Surroundings): ProfileAdvance {
  const before = state.memory ?? NO_MEMORY;
  const work = openWork(state, recallMatters(before, input));
  const facts = factsAt(state, input, around);
  for (const instance of state.instances.values()) {
    if (!isConcerned(instance, input, around.plans)) continue;
    const plan = planOf(instance, around.plans);
    record(work, plan, input, advance(plan, instance, input, remembering(facts, work), around.derive));
  }
  for (const plan of candidates(input, around.plans)) start(work, plan, input, facts, around);
  const isQuiet = work.changes.length === 0 && work.memory === before;
  return {
    state: isQuiet ? state : after(state, work),
    changes: work.changes,
    ...(isQuiet
      ? { ignored: work.reasons.find((reason) => reason !== 'not-concerned') ?? 'not-concerned' }
      : {}),
  };
}

interface Work {
  readonly instances: Map<string, Instance>;
  readonly changes: Change[];
  readonly reasons: string[];
  memory: Memory;
}

function openWork({ instances }: ProfileState, memory: Memory): Work {
  return { instances: new Map(instances), changes: [], reasons: [], memory };
}

/** A memory that did not change stays the same object: it is not written. */
function after(state: ProfileState, { instances, memory }: Work): ProfileState {
  return memory === (state.memory ?? NO_MEMORY) ? { ...state, instances } : { ...state, instances, memory };
}

/** What is remembered goes from one instance to the next: two sends of one moment know of each other. */
function remembering(facts: Facts, { memory }: Work): Facts {
  return facts.memory === memory ? facts : { ...facts, memory };
}

function record(work: Work, plan: Plan, input: Input, result: Advance): void {
  if (result.instance === null || result.journal === null) {
    if (result.ignored !== undefined) work.reasons.push(result.ignored);
    return;
  }
  work.instances.set(result.instance.id, result.instance);
  if (result.memory !== undefined) work.memory = result.memory;
  const { instance, effects, journal } = result;
  work.changes.push({ instance, plan, input, effects, journal });
}

function factsAt(state: ProfileState, input: Input, around: Surroundings): Facts {
  return {
    now: input.kind === 'timer' ? input.due : input.at,
    real: around.real,
    profile: state.facts,
    random: around.random(),
    memory: state.memory ?? NO_MEMORY,
  };
}

function planOf(instance: Instance, plans: Plans): Plan {
  const plan = plans.version(instance.journey, instance.version);
  if (plan === undefined) throw new Error(`${instance.journey} ${instance.version} is not published`);
  return plan;
}

/** A cheap look, so that most events of most instances cost nothing. */
function isConcerned(instance: Instance, input: Input, plans: Plans): boolean {
  switch (input.kind) {
    case 'event':
      return input.commandId !== undefined || planOf(instance, plans).listensTo.has(input.type);
    case 'action':
      return input.instanceId === instance.id;
    case 'timer':
      return nextDue(instance) === input.due;
    case 'start':
      return false;
    default:
      return true;
  }
}

function candidates(input: Input, plans: Plans): readonly Plan[] {
  if (input.kind === 'event') return plans.startedBy(input.type);
  if (input.kind !== 'start') return [];
  const plan =
    input.version === null ? plans.current(input.journey) : plans.version(input.journey, input.version);
  return plan === undefined ? [] : [plan];
}

/** At most one instance per event and definition, and one running per customer, definition and key. */
function start(work: Work, plan: Plan, input: Input, facts: Facts, around: Surroundings): void {
  const result = advance(plan, null, input, remembering(facts, work), around.derive);
  const { instance } = result;
  if (instance === null) {
    work.reasons.push(result.ignored ?? 'not-concerned');
    return;
  }
  if (instance.hops > MAX_HOPS) throw new LoopError(plan.journey);
  const twin = [...work.instances.values()].find(
    (other) =>
      other.id === instance.id ||
      (other.journey === instance.journey && other.key === instance.key && other.status === 'running'),
  );
  if (twin === undefined) record(work, plan, input, result);
  else work.reasons.push('already-running');
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
): Generator<ProfileAdvance & { readonly of: Instance }> {
  let current = state;
  for (let fired = 0; fired < limit; fired += 1) {
    const first = earliest(current, before);
    if (first === null) return;
    const { instance, due } = first;
    const input: TimerInput = { kind: 'timer', due };
    const plan = planOf(instance, around.plans);
    const work = openWork(current, current.memory ?? NO_MEMORY);
    fire(work, plan, instance, input, factsAt(current, input, around), around.derive);
    current = after(current, work);
    yield { state: current, changes: work.changes, of: instance };
  }
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
