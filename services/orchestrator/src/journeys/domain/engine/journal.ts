// The journal's entry of one input.
import type { Input } from './input.js';
import type { JournalEntry, JournalledInput } from './output.js';
import type { Run } from './run.js';

/** What happened and what mattered, in the order of the schema (journal.schema.json). */
export function journalOf(run: Run, input: Input, seq: number): JournalEntry {
  const { draft, facts, used } = run;
  return {
    instance: draft.id,
    seq,
    revision: draft.revision,
    journey: draft.journey,
    version: draft.version,
    profile: draft.profileId,
    input: journalledInput(input),
    facts: {
      now: facts.now,
      ...(used.real ? { real: facts.real } : {}),
      ...(used.random ? { random: facts.random } : {}),
      ...(used.profile && facts.profile !== null ? { profile: facts.profile } : {}),
    },
    deeds: run.deeds,
    status: draft.status,
    step: draft.step,
  };
}

/** An event's value is not repeated: its bytes stand beside the entry. */
function journalledInput(input: Input): JournalledInput {
  if (input.kind !== 'event') return { ...input };
  const { value: _value, ...rest } = input;
  return rest;
}
