// What a customer went through, as it really was or as a simulation has it: journeys, contacts, and why some were not made.
import type { Instance } from '../engine/instance.js';
import type { SharedAsks } from './shared-limits.js';
import type { CommandCall, Plan } from '../language/plan.js';

/** A message to the customer. */
export interface Contact {
  readonly commandId: string;
  readonly journey: string;
  readonly step: string;
  /** As the command had it; of what really happened only where the definition says it as it stands. */
  readonly template: string | null;
  readonly channel: string | null;
  /** Milliseconds, the timeline's clock. */
  readonly at: number;
}

/** One instance of a journey. */
export interface Life {
  readonly id: string;
  readonly journey: string;
  readonly version: number;
  readonly startedAt: number;
  /** Null while it runs. */
  readonly outcome: string | null;
  /** How often each step was entered. */
  readonly steps: { readonly [step: string]: number };
}

/** A message that was held back, left out or put off by a limit that all customers share, or an entry that was declined. */
export interface Reason {
  readonly kind: 'held' | 'skipped' | 'declined' | 'beyond';
  readonly rule: string;
  readonly journey: string;
  readonly at: number;
}

export interface CustomerRecord {
  readonly lives: readonly Life[];
  readonly contacts: readonly Contact[];
  readonly reasons: readonly Reason[];
  /** What a simulation let through, to be counted over all customers. */
  readonly shared?: SharedAsks;
}

export const NOTHING_HAPPENED: CustomerRecord = { lives: [], contacts: [], reasons: [] };

/** An instance as a life. */
export function lifeOf(instance: Instance): Life {
  const { id, journey, version, startedAt, outcome, visits: steps, status } = instance;
  return { id, journey, version, startedAt, outcome: status === 'ended' ? outcome : null, steps };
}

interface Constants {
  readonly template: string | null;
  readonly channel: string | null;
}

/** By plan, which never changes, and by step. */
const known = new WeakMap<Plan, Map<string, Constants>>();

/** Template and channel of a step's message, where the definition says them as they stand. */
export function constantsOf(plan: Plan, step: string): Constants {
  const ofPlan = known.get(plan) ?? new Map<string, Constants>();
  known.set(plan, ofPlan);
  const constants = ofPlan.get(step) ?? readConstants(plan, step);
  ofPlan.set(step, constants);
  return constants;
}

function readConstants(plan: Plan, step: string): Constants {
  const at = plan.steps.get(step);
  if (at?.kind !== 'act') return { template: null, channel: null };
  return { template: literalOf(at.call, 'template'), channel: literalOf(at.call, 'channel') };
}

/** A field of a command, where the definition says it as it stands. */
export function literalOf({ with: fields }: CommandCall, name: string): string | null {
  const expression = fields.find(([field]) => field === name)?.[1];
  return /^\s*(['"])([^'"\\]*)\1\s*$/.exec(expression?.source ?? '')?.[2] ?? null;
}
