// What one input to one customer's journeys has led to so far.
import type { Pace } from '../guardrails/pace.js';
import type { Guardrails } from '../guardrails/policy.js';
import type { Plan } from '../language/plan.js';
import type { DeriveId, Facts, Input } from './input.js';
import type { Instance } from './instance.js';
import { itemsOf, remember, type JourneyDone, type Memory } from './memory.js';
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
  /** Places of journeys that are limited; without it nobody counts. */
  readonly places?: Places;
  /** Whether an instance of this id is known that is not among the customer's: it has ended, or is another's by now. */
  startedBefore?(instanceId: string): boolean;
  /** The driver keeps no state from before an input: its instances are changed where they are. */
  readonly inPlace?: boolean;
}

/** Takes a place of a limited journey for an instance that is to start; false when there is none left. */
export interface Places {
  take(journey: string, instanceId: string): boolean;
}

/** Every rule that an entry may be declined by. */
export const DECLINING_RULES = ['reentry', 'group', 'holdout', 'concurrency', 'audience', 'crowd'] as const;
export type DecliningRule = (typeof DECLINING_RULES)[number];

/** Somebody met the condition of an entry and did not enter. */
export interface Declined {
  readonly journey: string;
  readonly version: number;
  /** The event or request. */
  readonly entryId: string;
  readonly customer: string;
  readonly at: number;
  readonly rule: DecliningRule;
  readonly inputs: { readonly [name: string]: string | number | boolean | null };
  readonly winner?: { readonly journey: string; readonly instanceId: string };
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
  readonly declined: Declined[];
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
  const before = work.instances.get(result.instance.id);
  work.instances.set(result.instance.id, result.instance);
  if (result.memory !== undefined) work.memory = result.memory;
  rememberEnd(work, plan, before, result.instance);
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

/** A journey that has ended counts for the next entry, where its definition asks for that. */
function rememberEnd(work: Work, plan: Plan, before: Instance | undefined, now: Instance): void {
  if (plan.admission.reentry === null || now.endedAt === null || (before?.endedAt ?? null) !== null) return;
  // Who was held out was never in it.
  if (now.ending === 'erased' || now.ending === 'held-out') return;
  const { journey, customer, endedAt } = now;
  const known = itemsOf(work.memory, 'ended').find(
    (item) => item.journey === journey && item.customer === customer && item.key === '',
  );
  const item: JourneyDone = {
    kind: 'ended',
    journey,
    key: '',
    customer,
    at: endedAt,
    times: (known?.times ?? 0) + 1,
    ...(known?.via === undefined ? {} : { via: known.via }),
  };
  work.memory = remember(work.memory, item);
}
