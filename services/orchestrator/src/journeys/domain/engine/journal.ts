// The journal's entry of one input.
import type { Input } from './input.js';
import type { Deed, JournalEntry, JournalledInput } from './output.js';
import type { Run } from './run.js';

/** What happened and what mattered, in the order of the schema (journal.schema.json). */
export function journalOf(run: Run, input: Input, seq: number): JournalEntry {
  const { draft } = run;
  return {
    instance: draft.id,
    seq,
    revision: draft.revision,
    journey: draft.journey,
    version: draft.version,
    profile: draft.profileId,
    input: journalledInput(input),
    facts: factsThatMattered(run),
    deeds: run.deeds,
    status: draft.status,
    step: draft.step,
  };
}

/** Field by field, since most inputs look at nothing but the clock, and this is done for every one of them. */
function factsThatMattered({ facts, used }: Run): JournalEntry['facts'] {
  const mattered: Writable<JournalEntry['facts']> = { now: facts.now };
  if (used.real) mattered.real = facts.real;
  if (used.random) mattered.random = facts.random;
  if (facts.paused && used.paused) mattered.paused = true;
  if (facts.heldOut) mattered.heldOut = true;
  if (used.profile && facts.profile !== null) mattered.profile = facts.profile;
  if (used.guardrails && facts.guardrails) mattered.guardrails = facts.guardrails.number;
  if (used.slots !== null) mattered.slots = used.slots;
  // Of what is remembered only the items that mattered: with them alone the same comes out again.
  if (used.memory !== null && facts.memory !== undefined)
    mattered.memory = { items: facts.memory.items.filter((item) => used.memory?.has(item)) };
  return mattered;
}

type Writable<State> = { -readonly [Field in keyof State]: State[Field] };

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
