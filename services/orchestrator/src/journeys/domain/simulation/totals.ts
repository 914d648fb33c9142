// What a simulation comes to over all customers: everything counted before (as it was) and after (as it would be).
import { differs, type CustomerComparison } from './comparison.js';
import type { Contact, CustomerRecord } from './customer-record.js';
import { SharedLimits } from './shared-limits.js';

export interface Count {
  readonly before: number;
  readonly after: number;
}

export interface SimulationTotals {
  readonly customers: { readonly all: number; readonly different: number };
  /** Of the journey under test. */
  readonly entries: Count;
  /** Of the journey under test, by outcome; `(running)` for those that have none yet. */
  readonly outcomes: { readonly [outcome: string]: Count };
  /** Instances of the journey that would end otherwise, `was → would be`. */
  readonly outcomeChanges: { readonly [change: string]: number };
  /** Instances of the journey that entered each step. */
  readonly steps: { readonly [step: string]: Count };
  readonly contacts: Count & {
    readonly gained: number;
    readonly lost: number;
    readonly moved: number;
    readonly kept: number;
  };
  /** By `journey/template`, of all journeys. */
  readonly messages: { readonly [message: string]: Count };
  /**
   * Holds, skips and declined entries of all journeys by `kind rule`; a cap is a rule of its own. `beyond` is what a limit
   * that all customers share put off or would turn away.
   */
  readonly rules: { readonly [rule: string]: Count };
}

/** A map: a step may be called `constructor`. */
type Counts = Map<string, { before: number; after: number }>;
/** What is named by two words: put together once for all that has the same name. */
type CountsOfTwo = Map<string, Counts>;

/** Adds up customers one by one; beside a few numbers for each instance of a limited journey its size depends on the definitions only. */
export class Totals {
  readonly #customers = { all: 0, different: 0 };
  readonly #entries = { before: 0, after: 0 };
  readonly #contacts = { before: 0, after: 0, gained: 0, lost: 0, moved: 0, kept: 0 };
  readonly #outcomes: Counts = new Map();
  readonly #changes = new Map<string, number>();
  readonly #steps: Counts = new Map();
  /** By journey, and by template or step. */
  readonly #messages: CountsOfTwo = new Map();
  /** By kind, and by rule. */
  readonly #rules: CountsOfTwo = new Map();
  readonly #limits: SharedLimits;

  /** `journey` is under test; `share` of all customers are looked at, 0 when that is not known. */
  constructor(
    private readonly journey: string,
    share = 0,
  ) {
    this.#limits = new SharedLimits(share);
  }

  add(before: CustomerRecord, after: CustomerRecord, comparison: CustomerComparison): void {
    this.#customers.all += 1;
    if (differs(comparison)) this.#customers.different += 1;
    this.#count('before', before);
    this.#count('after', after);
    if (after.shared !== undefined) this.#limits.add(after.shared);
    this.#contacts.gained += comparison.gained.length;
    this.#contacts.lost += comparison.lost.length;
    this.#contacts.moved += comparison.moved.length;
    this.#contacts.kept += comparison.kept;
    for (const { journey, entered, before: was, after: now } of comparison.outcomes) {
      if (journey !== this.journey || entered !== 'both') continue;
      const change = `${was ?? RUNNING} → ${now ?? RUNNING}`;
      this.#changes.set(change, (this.#changes.get(change) ?? 0) + 1);
    }
  }

  #withBeyond(): Counts {
    const rules = named(this.#rules, ' ');
    for (const [rule, after] of this.#limits.beyond)
      rules.set(`beyond ${rule}`, { before: rules.get(`beyond ${rule}`)?.before ?? 0, after });
    return rules;
  }

  #count(side: 'before' | 'after', { lives, contacts, reasons }: CustomerRecord): void {
    for (const life of lives) {
      if (life.journey !== this.journey) continue;
      this.#entries[side] += 1;
      bump(this.#outcomes, life.outcome ?? RUNNING, side);
      for (const step in life.steps) bump(this.#steps, step, side);
    }
    this.#contacts[side] += contacts.length;
    for (const contact of contacts) bump(countsOf(this.#messages, contact.journey), labelOf(contact), side);
    for (const { kind, rule } of reasons) bump(countsOf(this.#rules, kind), rule, side);
  }

  get value(): SimulationTotals {
    return {
      customers: { ...this.#customers },
      entries: { ...this.#entries },
      outcomes: sorted(this.#outcomes),
      outcomeChanges: sorted(this.#changes),
      steps: sorted(this.#steps),
      contacts: { ...this.#contacts },
      messages: sorted(named(this.#messages, '/')),
      rules: sorted(this.#withBeyond()),
    };
  }
}

const RUNNING = '(running)';

function labelOf({ template, step }: Contact): string {
  return template ?? `step ${step}`;
}

function countsOf(counts: CountsOfTwo, first: string): Counts {
  let own = counts.get(first);
  if (own === undefined) {
    own = new Map();
    counts.set(first, own);
  }
  return own;
}

function named(counts: CountsOfTwo, between: string): Counts {
  const all: Counts = new Map();
  for (const [first, own] of counts)
    for (const [second, count] of own) all.set(`${first}${between}${second}`, count);
  return all;
}

function bump(counts: Counts, name: string, side: 'before' | 'after'): void {
  let count = counts.get(name);
  if (count === undefined) {
    count = { before: 0, after: 0 };
    counts.set(name, count);
  }
  count[side] += 1;
}

function sorted<Value>(counts: ReadonlyMap<string, Value>): Record<string, Value> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
