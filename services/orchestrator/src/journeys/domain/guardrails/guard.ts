// Whether a message may go now: every rule in one order, each with its name and what it looked at.
import type { Json } from '../expressions/value.js';
import type { ContactMade, OpenMatter } from '../engine/memory.js';
import { wordOn } from './consent.js';
import type { Guardrails, Policy, Send, Stop } from './policy.js';
import { quietUntil, zoneOf } from './quiet-hours.js';

/** What a rule looked at: numbers, names and times. */
export type Inputs = { readonly [name: string]: string | number | boolean | null };

export type Verdict =
  | { readonly kind: 'send'; readonly counts: boolean }
  | {
      readonly kind: 'hold';
      readonly rule: string;
      /** Null when only something that happens can let it go. */
      readonly until: number | null;
      readonly inputs: Inputs;
      /** The time that is its own: it goes then, without another. */
      readonly slot?: number;
    }
  | { readonly kind: 'skip'; readonly rule: string; readonly inputs: Inputs };

/** The rule's name when an operator has stopped sending. */
export const STOP = 'stop';

/** How the guard looks at what is known; whoever answers may note what was asked for. */
export interface Looks {
  readonly real: number;
  fact(name: string): Json | undefined;
  contacts(matches: (contact: ContactMade) => boolean): readonly ContactMade[];
  matters(matches: (matter: OpenMatter) => boolean): readonly OpenMatter[];
  /**
   * The next slot of a pace (real time, ms) for a message, taken unless it comes after `latest`; null when none is leased
   * yet.
   */
  slot(rule: string, latest: number, commandId: string): number | null;
}

/** A message that is checked: the first time, or again after it was held. */
export interface Checked extends Send {
  /** Not to be sent after this time (ms). */
  readonly notAfter: number | null;
  /** Since when it has been held (real time, ms); null the first time. */
  readonly heldSince: number | null;
  /** The slot that it was held for. */
  readonly slot: { readonly rule: string; readonly at: number } | null;
}

/** Decides. What is final comes first; of the rest the first that does not let it go. */
export function guard({ policy, stops }: Guardrails, send: Checked, looks: Looks): Verdict {
  const rules = policy?.rules ?? null;
  const refused = rules === null ? null : (suppressed(rules, send, looks) ?? unwanted(rules, send, looks));
  if (refused !== null) return refused;
  const stop = stopOf(stops, send);
  if (stop !== null) return { kind: 'hold', rule: STOP, until: send.notAfter, inputs: { ...stop } };
  if (rules === null) return { kind: 'send', counts: false };
  const isMandatory = rules.isMandatory(send);
  const waiting = isMandatory
    ? null
    : (troubled(rules, send, looks) ?? quiet(rules, send, looks) ?? capped(rules, send, looks));
  return (
    waiting ?? paced(rules, send, looks) ?? { kind: 'send', counts: !isMandatory && rules.keeps !== null }
  );
}

/** The rules that are asked about a message, in the order in which they are: all of them let go one that went. */
export function rulesAsked(policy: Policy, send: Send): readonly string[] {
  const { suppression, consent, matters, quietHours, caps, pace } = policy;
  const waiting = policy.isMandatory(send) ? [] : [...matters, ...quietHours, ...caps];
  const paced = pace.find(({ appliesTo }) => appliesTo(send));
  const asked = [...suppression, ...consent, ...waiting].filter(({ appliesTo }) => appliesTo(send));
  return [...asked, ...(paced === undefined ? [] : [paced])].map(({ rule }) => rule);
}

/** A message whose channel is not chosen yet is stopped by what is stopped on every channel; the rest is collaboration's. */
export function stopOf(
  stops: readonly Stop[],
  { channel, purpose }: Pick<Send, 'channel' | 'purpose'>,
): Stop | null {
  const isMeant = (stop: Stop): boolean =>
    (stop.channel === '*' || stop.channel === channel) && (stop.purpose === '*' || stop.purpose === purpose);
  return stops.find(isMeant) ?? null;
}

function suppressed(policy: Policy, send: Send, looks: Looks): Verdict | null {
  for (const { rule, appliesTo, segments, unreachable } of policy.suppression) {
    if (!appliesTo(send)) continue;
    const own = segments.length === 0 ? [] : listOf(looks.fact('segments'));
    const segment = segments.find((name) => own.includes(name));
    if (segment !== undefined) return { kind: 'skip', rule, inputs: { segment } };
    if (unreachable && send.channel !== null && isUnreachable(looks.fact('reachability'), send.channel))
      return { kind: 'skip', rule, inputs: { channel: send.channel, reachable: false } };
  }
  return null;
}

function listOf(fact: Json | undefined): readonly Json[] {
  return Array.isArray(fact) ? (fact as readonly Json[]) : [];
}

function isUnreachable(fact: Json | undefined, channel: string): boolean {
  if (typeof fact !== 'object' || fact === null || Array.isArray(fact)) return false;
  return Object.hasOwn(fact, channel) && (fact as { readonly [name: string]: Json })[channel] === false;
}

function unwanted(policy: Policy, send: Send, looks: Looks): Verdict | null {
  const { purpose, channel } = send;
  for (const { rule, appliesTo, unknown } of policy.consent) {
    if (!appliesTo(send)) continue;
    const word = wordOn(looks.fact('consents'), purpose, channel);
    if (word === 'withdrawn' || (word === 'unknown' && unknown === 'refuse'))
      return { kind: 'skip', rule, inputs: { purpose, channel, consent: word } };
  }
  return null;
}

function troubled(policy: Policy, send: Checked, looks: Looks): Verdict | null {
  for (const { rule, appliesTo, while: kinds, then, atMost } of policy.matters) {
    if (!appliesTo(send)) continue;
    const [oldest] = looks.matters(({ of }) => kinds.has(of));
    if (oldest === undefined) continue;
    const inputs = { matter: oldest.of, id: oldest.id, since: oldest.at };
    return holdOrDrop({ rule, then, until: null, inputs }, atMost, send, looks.real);
  }
  return null;
}

function quiet(policy: Policy, send: Checked, looks: Looks): Verdict | null {
  let last: Waiting | null = null;
  for (const hours of policy.quietHours) {
    if (!hours.appliesTo(send)) continue;
    const zone = zoneOf(looks.fact('timeZone'), policy.timeZone);
    const until = quietUntil(hours, zone, looks.real);
    if (until === null) continue;
    last = later(last, { rule: hours.rule, then: hours.then, until, inputs: { zone, at: looks.real } });
  }
  return last === null ? null : holdOrDrop(last, policy.holdAtMost, send, looks.real);
}

function capped(policy: Policy, send: Checked, { real, contacts }: Looks): Verdict | null {
  let last: Waiting | null = null;
  for (const { rule, appliesTo, counts, max, window, then } of policy.caps) {
    if (!appliesTo(send)) continue;
    const counted = contacts(
      (contact) => contact.id !== send.commandId && contact.at > real - window && counts(contact),
    );
    const freed = counted[counted.length - max];
    if (freed === undefined) continue;
    const inputs = { made: counted.length, max, oldest: freed.at };
    last = later(last, { rule, then, until: freed.at + window, inputs });
  }
  return last === null ? null : holdOrDrop(last, policy.holdAtMost, send, real);
}

/** How soon what found no slot asks again: by then its partition has leased one. */
const ASK_AGAIN = 1_000;

/** The first pace that is meant counts. A message has one slot, and waits for it when it has not come. */
function paced({ pace, holdAtMost }: Policy, send: Checked, looks: Looks): Verdict | null {
  const found = pace.find(({ appliesTo }) => appliesTo(send));
  if (found === undefined) return null;
  const { rule } = found;
  const taken = (): number | null => looks.slot(rule, endOf(holdAtMost, send, looks.real), send.commandId);
  const slot = send.slot?.rule === rule ? send.slot.at : taken();
  // Seven a minute lie at fractions of a millisecond; what waits is woken at a whole one.
  const own = slot === null ? null : Math.ceil(slot);
  if (own !== null && own <= looks.real) return null;
  const until = own ?? looks.real + ASK_AGAIN;
  const verdict = holdOrDrop(
    { rule, then: 'hold', until, inputs: { slot: own } },
    holdAtMost,
    send,
    looks.real,
  );
  return verdict.kind === 'hold' && own !== null ? { ...verdict, slot: own } : verdict;
}

interface Waiting {
  readonly rule: string;
  readonly then: 'hold' | 'drop';
  readonly until: number | null;
  readonly inputs: Inputs;
}

/** What drops comes before what holds; of two that hold, the longer. */
function later(one: Waiting | null, other: Waiting): Waiting {
  if (one === null || (other.then === 'drop' && one.then === 'hold')) return other;
  if (one.then !== other.then) return one;
  return (other.until ?? 0) > (one.until ?? 0) ? other : one;
}

/** Until when a message may be held. */
function endOf(atMost: number, { heldSince, notAfter }: Checked, real: number): number {
  const limit = (heldSince ?? real) + atMost;
  return notAfter === null ? limit : Math.min(limit, notAfter);
}

/** Nothing is held beyond its own time, nor for ever: what could not go by then is dropped at once. */
function holdOrDrop(
  { rule, then, until, inputs }: Waiting,
  atMost: number,
  send: Checked,
  real: number,
): Verdict {
  if (then === 'drop') return { kind: 'skip', rule, inputs };
  const end = endOf(atMost, send, real);
  if (real >= end || (until !== null && until > end))
    return { kind: 'skip', rule, inputs: { ...inputs, until, heldAtMostUntil: end } };
  return { kind: 'hold', rule, until: until ?? end, inputs };
}
