// What is remembered of one customer beside the journeys: contacts made, arms drawn, hold-outs, open matters, journeys that ended.
import { isOfLoser, type MergeMarker } from './merge.js';

/** What every item has. */
interface Remembered {
  /** The customer reference of what made it: the undoing of a merge moves it back by that. */
  readonly customer: string;
  /** When (ms). */
  readonly at: number;
  /** Merges that moved it, oldest first; absent when none did. */
  readonly via?: readonly string[];
}

/** A message that went out and counts for the caps. `at` is real time. */
export interface ContactMade extends Remembered {
  readonly kind: 'contact';
  /** The id of the command that sent it. */
  readonly id: string;
  /** Null until it is known which one collaboration took. */
  readonly channel: string | null;
  readonly purpose: string;
  readonly category: string;
}

/** Which arm of an experiment the customer is in, whatever version or journey asks. */
export interface ArmDrawn extends Remembered {
  readonly kind: 'arm';
  readonly experiment: string;
  readonly arm: string;
}

/** Whether the customer is in a hold-out group. */
export interface HeldOut extends Remembered {
  readonly kind: 'holdout';
  readonly name: string;
  readonly out: boolean;
}

/** Something that is not settled: a case, or an order that cannot go on. */
export interface OpenMatter extends Remembered {
  readonly kind: 'matter';
  readonly of: 'case' | 'fallout';
  readonly id: string;
}

/** A journey that the customer has been through: `at` is when it last ended, `times` how often it did. */
export interface JourneyDone extends Remembered {
  readonly kind: 'ended';
  readonly journey: string;
  readonly key: string;
  readonly times: number;
}

export type MemoryItem = ContactMade | ArmDrawn | HeldOut | OpenMatter | JourneyDone;
type Kind = MemoryItem['kind'];

/** One row per profile; most customers have none. */
export interface Memory {
  readonly items: readonly MemoryItem[];
}

export const NO_MEMORY: Memory = { items: [] };

/** How many items of a kind are kept; the oldest make room. Contacts have a rule of their own (`keepContacts`). */
const MOST: Readonly<Record<Exclude<Kind, 'contact'>, number>> = {
  arm: 256,
  holdout: 256,
  matter: 128,
  ended: 512,
};

/** Items of one kind, oldest first. */
export function itemsOf<K extends Kind>(
  memory: Memory,
  kind: K,
): readonly Extract<MemoryItem, { kind: K }>[] {
  return memory.items.filter((item): item is Extract<MemoryItem, { kind: K }> => item.kind === kind);
}

/** Two items that speak of the same thing of the same customer: the newer takes the place of the older. */
function nameOf(item: MemoryItem): string {
  switch (item.kind) {
    case 'contact':
      return `contact/${item.id}`;
    case 'arm':
      return `arm/${item.experiment}/${item.customer}`;
    case 'holdout':
      return `holdout/${item.name}/${item.customer}`;
    case 'matter':
      return `matter/${item.of}/${item.id}`;
    case 'ended':
      return `ended/${item.journey}/${item.customer}/${item.key}`;
  }
}

/** The memory with this item in it. */
export function remember(memory: Memory, item: MemoryItem): Memory {
  const name = nameOf(item);
  const others = memory.items.filter((other) => nameOf(other) !== name);
  return ordered(bounded([...others, item], item.kind));
}

/** The memory without the items that match; the same object when none does. */
export function forget(memory: Memory, matches: (item: MemoryItem) => boolean): Memory {
  const items = memory.items.filter((item) => !matches(item));
  return items.length === memory.items.length ? memory : { items };
}

function bounded(items: readonly MemoryItem[], kind: Kind): readonly MemoryItem[] {
  if (kind === 'contact') return items;
  const own = items.filter((item) => item.kind === kind);
  const tooMany = own.length - MOST[kind];
  if (tooMany <= 0) return items;
  const gone = new Set([...own].sort(byTime).slice(0, tooMany));
  return items.filter((item) => !gone.has(item));
}

/** One order whatever the way here, so that the same memory is the same text. */
function ordered(items: readonly MemoryItem[]): Memory {
  return { items: [...items].sort(byTime) };
}

function byTime(a: MemoryItem, b: MemoryItem): number {
  if (a.at !== b.at) return a.at - b.at;
  return nameOf(a) < nameOf(b) ? -1 : 1;
}

/** Which contacts have to be kept: those of a time, and for each cap the newest that could reach it. */
export interface ContactsToKeep {
  /** Milliseconds before now; the longest window of all caps, or longer. */
  readonly longest: number;
  readonly caps: readonly {
    readonly max: number;
    counts(contact: ContactMade): boolean;
  }[];
}

/** Contacts beyond this many are kept only where a cap needs them. */
const MOST_CONTACTS = 128;

/**
 * Forgets contacts that no cap can count any more. A cap of N looks at its N newest contacts at most, so keeping those is
 * exact however many there are.
 */
export function keepContacts(memory: Memory, keep: ContactsToKeep, now: number): Memory {
  const young = forget(memory, (item) => item.kind === 'contact' && item.at <= now - keep.longest);
  const contacts = itemsOf(young, 'contact');
  if (contacts.length <= MOST_CONTACTS) return young;
  const needed = new Set<MemoryItem>(contacts.slice(-MOST_CONTACTS));
  for (const { max, counts } of keep.caps) {
    const counted = contacts.filter(counts);
    for (const contact of counted.slice(-max)) needed.add(contact);
  }
  return forget(young, (item) => item.kind === 'contact' && !needed.has(item));
}

/** Two memories after a merge, or after its undoing. */
export interface MovedMemories {
  readonly from: Memory;
  readonly to: Memory;
}

/**
 * A merge moves everything; its undoing moves back what it had moved, and what came since from the customer that lives
 * again. The same rule as for instances (`movers`).
 */
export function moveMemory(marker: MergeMarker, from: Memory, to: Memory): MovedMemories {
  const moving = from.items.filter((item) => moves(marker, item));
  if (moving.length === 0) return { from, to };
  const stay = forget(from, (item) => moving.includes(item));
  const arrived = moving.map((item) => arrivedBy(marker, item));
  return { from: stay, to: arrived.reduce(remember, to) };
}

function moves(marker: MergeMarker, item: MemoryItem): boolean {
  const { kind, mergeId } = marker;
  return kind === 'merged' || isOfLoser(marker, item.customer) || (item.via?.includes(mergeId) ?? false);
}

/** Remembers the merge that brought it; forgets it when it is undone, with all that came after. */
function arrivedBy({ kind, mergeId }: MergeMarker, item: MemoryItem): MemoryItem {
  const { via = [], ...rest } = item;
  const at = via.indexOf(mergeId);
  const left = kind === 'merged' ? [...via, mergeId] : at < 0 ? via : via.slice(0, at);
  return left.length === 0 ? rest : { ...rest, via: left };
}
