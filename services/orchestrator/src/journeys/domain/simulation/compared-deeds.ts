// What a journal's entry tells a simulation: what was sent, answered, held and skipped, short enough to stand beside the entry.
import type { Deed, JournalEntry } from '../engine/output.js';

/** One deed of a journal, as far as a comparison looks at it. */
export type ComparedDeed = readonly [
  at: number,
  did: string,
  step: string | null,
  commandId: string | null,
  /** What was sent (the act), the answering event's type, or the rule. */
  what: string | null,
];

const COMPARED = new Set(['sent', 'answered', 'answered-late', 'undo-answered', 'held', 'skipped']);

/** What is compared of an entry, as JSON without the outer brackets, so that several are joined by a comma; often nothing: ''. */
export function comparedText({ facts, deeds }: Pick<JournalEntry, 'facts' | 'deeds'>): string {
  let text = '';
  for (const deed of deeds) {
    if (!COMPARED.has(deed.did)) continue;
    if (text !== '') text += ',';
    text += JSON.stringify(comparedOf(facts.now, deed));
  }
  return text;
}

/** Such texts, joined by commas and parsed. A whole entry may stand among them: the version before wrote nothing beside it. */
export type ComparedParts = readonly (ComparedDeed | JournalEntry)[];

/** What is compared of them, in their order. */
export function comparedDeeds(parts: ComparedParts): readonly ComparedDeed[] {
  return parts.every(isDeed) ? parts : parts.flatMap((part) => (isDeed(part) ? [part] : deedsOf(part)));
}

function isDeed(part: ComparedDeed | JournalEntry): part is ComparedDeed {
  return Array.isArray(part);
}

function deedsOf({ facts, deeds }: JournalEntry): readonly ComparedDeed[] {
  return deeds.filter(({ did }) => COMPARED.has(did)).map((deed) => comparedOf(facts.now, deed));
}

function comparedOf(at: number, deed: Deed): ComparedDeed {
  const { did, step, commandId, type, rule, command } = deed;
  return [at, did, text(step), text(commandId), text(type) ?? text(rule) ?? text(command)];
}

function text(value: Deed[string] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
