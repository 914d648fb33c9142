// One customer before and after: which contacts came, went or moved, and which journeys ended otherwise.
import type { Contact, CustomerRecord } from './customer-record.js';

export interface OutcomeChange {
  readonly journey: string;
  readonly instanceId: string;
  /** Null: it ran on, or there was none (`entered` says which). */
  readonly before: string | null;
  readonly after: string | null;
  readonly entered: 'both' | 'before' | 'after';
}

export interface CustomerComparison {
  readonly gained: readonly Contact[];
  readonly lost: readonly Contact[];
  readonly moved: readonly { readonly before: Contact; readonly after: Contact }[];
  readonly kept: number;
  readonly outcomes: readonly OutcomeChange[];
}

export const DIFFERENCES = ['gained', 'lost', 'moved', 'outcome', 'entry'] as const;
export type DifferenceKind = (typeof DIFFERENCES)[number];

/** A contact that comes within this time of the recorded one has not moved. */
const SAME_TIME_MS = 60_000;

export function compareCustomer(before: CustomerRecord, after: CustomerRecord): CustomerComparison {
  if (before.contacts.length === 0 && after.contacts.length === 0)
    return { gained: [], lost: [], moved: [], kept: 0, outcomes: outcomesOf(before, after) };
  const pairs: [Contact, Contact][] = [];
  const rest = [...after.contacts];
  const unmatched: Contact[] = [];
  for (const was of before.contacts) {
    const now = after.contacts.find(({ commandId }) => commandId === was.commandId);
    if (now === undefined) unmatched.push(was);
    else pair(pairs, rest, was, now);
  }
  // A step that has another name now sends the same message under another id.
  const lost = unmatched.filter((was) => {
    const now = rest.find((each) => isSameMessage(was, each));
    if (now !== undefined) pair(pairs, rest, was, now);
    return now === undefined;
  });
  const moved = pairs.filter(([was, now]) => Math.abs(was.at - now.at) > SAME_TIME_MS);
  return {
    gained: rest,
    lost,
    moved: moved.map(([was, now]) => ({ before: was, after: now })),
    kept: pairs.length - moved.length,
    outcomes: outcomesOf(before, after),
  };
}

function pair(pairs: [Contact, Contact][], rest: Contact[], was: Contact, now: Contact): void {
  pairs.push([was, now]);
  const at = rest.indexOf(now);
  if (at >= 0) rest.splice(at, 1);
}

function isSameMessage(a: Contact, b: Contact): boolean {
  return (
    a.template !== null && a.template === b.template && a.channel === b.channel && a.journey === b.journey
  );
}

function outcomesOf(before: CustomerRecord, after: CustomerRecord): readonly OutcomeChange[] {
  const changes: OutcomeChange[] = [];
  // A customer has few lives: looked for one by one, which needs no index.
  for (const was of before.lives) {
    const life = after.lives.find(({ id }) => id === was.id);
    const outcome = life?.outcome ?? null;
    if (life !== undefined && outcome === was.outcome) continue;
    const entered = life === undefined ? 'before' : 'both';
    changes.push({
      journey: was.journey,
      instanceId: was.id,
      before: was.outcome,
      after: outcome,
      entered,
    });
  }
  for (const { journey, id, outcome } of after.lives) {
    if (before.lives.some((was) => was.id === id)) continue;
    changes.push({ journey, instanceId: id, before: null, after: outcome, entered: 'after' });
  }
  return changes;
}

/** Whether a customer is different in any way. */
export function differs({ gained, lost, moved, outcomes }: CustomerComparison): boolean {
  return gained.length > 0 || lost.length > 0 || moved.length > 0 || outcomes.length > 0;
}

/** In which ways a customer is different; empty for one who is not. */
export function kindsOf({ gained, lost, moved, outcomes }: CustomerComparison): readonly DifferenceKind[] {
  const kinds: DifferenceKind[] = [];
  if (gained.length > 0) kinds.push('gained');
  if (lost.length > 0) kinds.push('lost');
  if (moved.length > 0) kinds.push('moved');
  if (outcomes.some(({ entered }) => entered === 'both')) kinds.push('outcome');
  if (outcomes.some(({ entered }) => entered !== 'both')) kinds.push('entry');
  return kinds;
}
