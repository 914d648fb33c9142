// Runs an instance again from its journal: the same entries must come out.
import type { Plan } from '../language/plan.js';
import { advance } from './advance.js';
import type { DeriveId, Facts, Input, MigratedInput } from './input.js';
import type { Instance } from './instance.js';
import { NO_MEMORY } from './memory.js';
import type { Effect, JournalEntry } from './output.js';
import { recordedPace } from '../guardrails/pace.js';
import type { GuardrailsAt } from './sending.js';

/** An entry with its input whole (an event's value is read from the bytes beside the entry). */
export interface Recorded {
  readonly entry: JournalEntry;
  readonly input: Input;
}

export interface Replayed {
  readonly instance: Instance | null;
  readonly entries: readonly JournalEntry[];
}

/**
 * An erasure has stripped the journal: what conditions looked at is gone, so nothing can be decided again. The entries
 * still say what happened.
 */
function isStripped({ entry: { input } }: Recorded): boolean {
  return (input.kind === 'event' || input.kind === 'start') && !('customer' in input);
}

export interface ReplayOptions {
  /** Hears what each input would have done. */
  told?(effects: readonly Effect[]): void;
  /** The guardrails that the journal names; a journal that asked none needs none. */
  readonly guardrailsAt?: GuardrailsAt;
  /** Another version of the journey: asked for where the instance was migrated. */
  version?(version: number): Plan | undefined;
}

/**
 * Facts that were not journalled did not matter: they are given values that would show if they did.
 */
export function replay(
  plan: Plan,
  journal: readonly Recorded[],
  derive: DeriveId,
  { told = () => undefined, guardrailsAt = () => undefined, version = () => undefined }: ReplayOptions = {},
): Replayed {
  if (journal.some(isStripped)) return { instance: null, entries: journal.map(({ entry }) => entry) };
  let instance: Instance | null = null;
  const entries: JournalEntry[] = [];
  let current = plan;
  for (const { entry, input } of journal) {
    const before = current;
    if (input.kind === 'migrated') current = planTo(input, plan, version);
    const result = advance(current, instance, input, factsOf(entry, guardrailsAt), derive, before);
    if (result.journal === null) return { instance, entries };
    instance = result.instance;
    entries.push(result.journal);
    told(result.effects);
  }
  return { instance, entries };
}

function planTo({ to }: MigratedInput, first: Plan, version: (version: number) => Plan | undefined): Plan {
  const plan = to === first.version ? first : version(to);
  if (plan === undefined)
    throw new Error(`${first.journey} ${to} is not known, and the instance went on in it`);
  return plan;
}

/** The facts that an entry was made with. */
export function factsOf(entry: JournalEntry, guardrailsAt: GuardrailsAt = () => undefined): Facts {
  const {
    now,
    real,
    random,
    profile,
    paused = false,
    heldOut = false,
    memory = NO_MEMORY,
    guardrails: number,
    slots,
  } = entry.facts;
  const guardrails = number === undefined ? null : guardrailsAt(number);
  if (guardrails === undefined)
    throw new Error(`${entry.instance} was run under guardrails ${number ?? 0}, which are not known`);
  return {
    now,
    real: real ?? Number.NaN,
    random: random ?? Number.NaN,
    profile: profile ?? null,
    paused,
    heldOut,
    memory,
    guardrails,
    ...(slots === undefined ? {} : { pace: recordedPace(slots) }),
    revision: entry.revision,
  };
}
