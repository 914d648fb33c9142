// Runs an instance again from its journal: the same entries must come out.
import type { Plan } from '../language/plan.js';
import { advance } from './advance.js';
import type { DeriveId, Facts, Input } from './input.js';
import type { Instance } from './instance.js';
import { NO_MEMORY } from './memory.js';
import type { Effect, JournalEntry } from './output.js';

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

/**
 * Facts that were not journalled did not matter: they are given values that would show if they did. `told` hears what each
 * input would have done.
 */
export function replay(
  plan: Plan,
  journal: readonly Recorded[],
  derive: DeriveId,
  told: (effects: readonly Effect[]) => void = () => undefined,
): Replayed {
  if (journal.some(isStripped)) return { instance: null, entries: journal.map(({ entry }) => entry) };
  let instance: Instance | null = null;
  const entries: JournalEntry[] = [];
  for (const { entry, input } of journal) {
    const result = advance(plan, instance, input, factsOf(entry), derive);
    if (result.journal === null) return { instance, entries };
    instance = result.instance;
    entries.push(result.journal);
    told(result.effects);
  }
  return { instance, entries };
}

/** The facts that an entry was made with. */
export function factsOf(entry: JournalEntry): Facts {
  const { now, real, random, profile, memory = NO_MEMORY } = entry.facts;
  return {
    now,
    real: real ?? Number.NaN,
    random: random ?? Number.NaN,
    profile: profile ?? null,
    memory,
    revision: entry.revision,
  };
}
