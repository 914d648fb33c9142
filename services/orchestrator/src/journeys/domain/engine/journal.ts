// The journal's entry of one input.
import type { Input } from './input.js';
import type { Memory } from './memory.js';
import type { Deed, JournalEntry, JournalledInput } from './output.js';
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
      ...(facts.paused && used.paused ? { paused: true } : {}),
      ...(facts.heldOut ? { heldOut: true } : {}),
      ...(used.profile && facts.profile !== null ? { profile: facts.profile } : {}),
      ...(used.guardrails && facts.guardrails ? { guardrails: facts.guardrails.number } : {}),
      ...(used.slots === null ? {} : { slots: used.slots }),
      ...lookedAt(run),
    },
    deeds: run.deeds,
    status: draft.status,
    step: draft.step,
  };
}

/** Of what is remembered only the items that mattered: with them alone the same comes out again. */
function lookedAt({ facts, used }: Run): { readonly memory?: Memory } {
  const { memory } = facts;
  if (used.memory === null || memory === undefined) return {};
  return { memory: { items: memory.items.filter((item) => used.memory?.has(item)) } };
}

/** An event's value is not repeated: its bytes stand beside the entry. */
function journalledInput(input: Input): JournalledInput {
  if (input.kind !== 'event') return { ...input };
  const { value: _value, ...rest } = input;
  return rest;
}

/** An entry without anything that was said about the customer: ids, rules and times stay. */
export function strippedEntry(entry: JournalEntry): JournalEntry {
  const { vars: _vars, customer: _customer, key: _entryKey, ...input } = entry.input;
  const { profile: _profile, memory: _memory, ...facts } = entry.facts;
  const deeds = entry.deeds.map((deed): Deed => {
    const { vars: _set, key: _key, ...rest } = deed;
    return { ...rest, did: deed.did };
  });
  return { ...entry, input: { ...input, kind: entry.input.kind }, facts, deeds };
}
