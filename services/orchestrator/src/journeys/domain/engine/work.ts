// What one input to one customer's journeys has led to so far.
import type { Pace } from '../guardrails/pace.js';
import type { Guardrails } from '../guardrails/policy.js';
import type { Plan } from '../language/plan.js';
import type { DeriveId, Facts, Input } from './input.js';
import type { Instance } from './instance.js';
import type { Memory } from './memory.js';
import type { Advance } from './output.js';

/** The plans that a partition runs with. */
export interface Plans {
  /** The plan of a running instance, whatever is published now. */
  version(journey: string, version: number): Plan | undefined;
  /** The published plan of a journey. */
  current(journey: string): Plan | undefined;
  /** Published plans with an entry for this event type. */
  startedBy(type: string): readonly Plan[];
  /** Whether its instances send nothing for now. */
  isPaused(journey: string): boolean;
}

/** What the driver adds to the inputs of one transaction. */
export interface Surroundings {
  readonly plans: Plans;
  readonly real: number;
  /** What is in force for sending; nothing when left out. */
  readonly guardrails?: Guardrails | null;
  /** Slots for messages that are paced; without it none of them waits for one. */
  readonly pace?: Pace | null;
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

/** Beyond this many hops from event to instance to event it is a loop. */
export const MAX_HOPS = 32;

export interface Work {
  readonly instances: Map<string, Instance>;
  readonly changes: Change[];
  readonly reasons: string[];
  memory: Memory;
}

/**
 * The facts of one journey. What is remembered goes from one instance to the next: two sends of one moment know of each
 * other.
 */
export function factsOf({ journey }: Plan, facts: Facts, { memory }: Work, { plans }: Surroundings): Facts {
  const paused = plans.isPaused(journey);
  if (facts.memory === memory && !paused) return facts;
  return { ...facts, memory, ...(paused ? { paused } : {}) };
}

export function record(work: Work, plan: Plan, input: Input, result: Advance): void {
  if (result.instance === null || result.journal === null) {
    if (result.ignored !== undefined) work.reasons.push(result.ignored);
    return;
  }
  work.instances.set(result.instance.id, result.instance);
  if (result.memory !== undefined) work.memory = result.memory;
  const { instance, effects, journal } = result;
  work.changes.push({ instance, plan, input, effects, journal });
}

export function planOf(instance: Instance, plans: Plans): Plan {
  const plan = plans.version(instance.journey, instance.version);
  if (plan === undefined) throw new Error(`${instance.journey} ${instance.version} is not published`);
  return plan;
}

/** The instance that stands in the way of a new one: itself, or one that runs for the same journey and key. */
export function twinOf({ id, journey, key }: Instance, { instances }: Work): Instance | undefined {
  for (const other of instances.values()) {
    if (other.id === id || (other.journey === journey && other.key === key && other.status === 'running'))
      return other;
  }
  return undefined;
}
