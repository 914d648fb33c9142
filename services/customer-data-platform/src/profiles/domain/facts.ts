// What decisions need to know of a customer: how facts are said, combined in a merge, and compared.
import type { cdp } from '@continuo/contracts';
import { canonicalJson } from '@continuo/kernel';

/** A fact with the time it was said: the later word counts. */
export interface Said<T> {
  readonly value: T;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface ConsentState {
  readonly granted: boolean;
  /** Version of the wording. */
  readonly version: string;
}

/** All facts of a profile, each with its time, so that they can be combined in any order. */
export interface Facts {
  /** By purpose and channel, written `purpose channel`; neither may hold a blank. */
  readonly consents: Readonly<Record<string, Said<ConsentState>>>;
  readonly language?: Said<string>;
  readonly timeZone?: Said<string>;
  readonly valueTier?: Said<string | null>;
  /** Channels for which an address is known that may be written to. */
  readonly reachable: readonly string[];
  /** Channels for which addresses are known, all of them suppressed. */
  readonly unreachable: readonly string[];
  readonly segments: readonly string[];
  readonly scores: Readonly<Record<string, Said<number>>>;
}

/** One change of one fact. */
export type FactChange =
  | {
      readonly fact: 'consent';
      readonly purpose: string;
      readonly channel: string;
      readonly said: Said<ConsentState>;
    }
  | { readonly fact: 'language' | 'timeZone'; readonly said: Said<string> }
  | { readonly fact: 'reachable'; readonly channels: readonly string[] }
  /** All addresses of the person: what is known of their channels is told anew. */
  | { readonly fact: 'addresses'; readonly addresses: readonly KnownAddress[] }
  /** All segments of the person. */
  | { readonly fact: 'segments'; readonly segments: readonly string[] };

export interface KnownAddress {
  /** `kind=value` as the customer header spells it. */
  readonly key: string;
  /** Channels on which it must not be written to. */
  readonly suppressedOn: readonly string[];
}

export const noFacts: Facts = { consents: {}, reachable: [], unreachable: [], segments: [], scores: {} };

/** Channels that an identifier of a kind opens. */
const channelsOf: Readonly<Record<string, readonly string[]>> = {
  email: ['email'],
  phone: ['phone', 'sms', 'whatsapp'],
};

/** The kind of an identifier that the customer header spells as `kind=value`. */
export function kindOf(key: string): string {
  return key.slice(0, key.indexOf('='));
}

/** What attaching an identifier says about reaching its owner; undefined for kinds that say nothing. */
export function reachedBy(kind: string): FactChange | undefined {
  const channels = channelsOf[kind.replace(/\.h\d+$/, '')];
  return channels === undefined ? undefined : { fact: 'reachable', channels };
}

/** A channel can be used while one of its addresses may be written to. */
function reachabilityBy(addresses: readonly KnownAddress[]): Pick<Facts, 'reachable' | 'unreachable'> {
  const known = new Set<string>();
  const open = new Set<string>();
  for (const { key, suppressedOn } of addresses) {
    const said = reachedBy(kindOf(key));
    for (const channel of said?.fact === 'reachable' ? said.channels : []) {
      known.add(channel);
      if (!suppressedOn.includes(channel)) open.add(channel);
    }
  }
  const reachable = [...open].sort();
  return { reachable, unreachable: without([...known].sort(), reachable) };
}

/** The facts after a change; the same object when it says nothing new. */
export function withFact(facts: Facts, change: FactChange): Facts {
  switch (change.fact) {
    case 'consent': {
      const key = `${change.purpose} ${change.channel}`;
      const newest = laterConsent(facts.consents[key], change.said);
      return newest === facts.consents[key]
        ? facts
        : { ...facts, consents: { ...facts.consents, [key]: newest } };
    }
    case 'language':
    case 'timeZone': {
      const newest = later(facts[change.fact], change.said);
      return newest === facts[change.fact] ? facts : { ...facts, [change.fact]: newest };
    }
    case 'reachable': {
      const all = union(facts.reachable, change.channels);
      if (all.length === facts.reachable.length) return facts;
      return { ...facts, reachable: all, unreachable: without(facts.unreachable, all) };
    }
    case 'addresses':
      return { ...facts, ...reachabilityBy(change.addresses) };
    case 'segments':
      return { ...facts, segments: union(change.segments, []) };
  }
}

/** The facts of two profiles that are one person. Which of them is first doesn't matter. */
export function combined(a: Facts, b: Facts): Facts {
  const consents: Record<string, Said<ConsentState>> = { ...a.consents };
  for (const [key, said] of Object.entries(b.consents)) consents[key] = laterConsent(consents[key], said);
  const scores: Record<string, Said<number>> = { ...a.scores };
  for (const [name, said] of Object.entries(b.scores)) scores[name] = later(scores[name], said);
  return {
    consents,
    ...optional('language', a.language, b.language),
    ...optional('timeZone', a.timeZone, b.timeZone),
    ...optional('valueTier', a.valueTier, b.valueTier),
    reachable: union(a.reachable, b.reachable),
    unreachable: without(union(a.unreachable, b.unreachable), union(a.reachable, b.reachable)),
    segments: union(a.segments, b.segments),
    scores,
  };
}

/** The facts as `ProfileChanged` carries them, in one order whatever the order they came in. */
export type PublishedFacts = Pick<
  cdp.ProfileChanged,
  'segments' | 'consents' | 'language' | 'timeZone' | 'reachability' | 'scores' | 'valueTier'
>;

export function publishedFacts(facts: Facts): PublishedFacts {
  const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
    Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    segments: [...facts.segments],
    consents: sorted(facts.consents).map(([key, said]) => {
      const [purpose = '', channel = ''] = key.split(' ');
      return {
        purpose,
        channel,
        granted: said.value.granted,
        version: said.value.version,
        changedAt: said.at,
      };
    }),
    language: facts.language?.value ?? null,
    timeZone: facts.timeZone?.value ?? null,
    reachability: Object.fromEntries([
      ...facts.reachable.map((channel) => [channel, true] as const),
      ...facts.unreachable.map((channel) => [channel, false] as const),
    ]),
    scores: Object.fromEntries(sorted(facts.scores).map(([name, said]) => [name, said.value])),
    valueTier: facts.valueTier?.value ?? null,
  };
}

/** Names of the published facts that differ; empty when a change changed nothing that anybody can see. */
export function changedFacts(before: Facts, after: Facts): readonly string[] {
  if (before === after) return [];
  const [was, is] = [publishedFacts(before), publishedFacts(after)] as const;
  return (Object.keys(is) as (keyof PublishedFacts)[]).filter(
    (name) => canonicalJson(was[name]) !== canonicalJson(is[name]),
  );
}

function optional<Name extends string, T>(
  name: Name,
  a: Said<T> | undefined,
  b: Said<T> | undefined,
): { [K in Name]?: Said<T> } {
  const newest = a === undefined ? b : b === undefined ? a : later(a, b);
  return (newest === undefined ? {} : { [name]: newest }) as { [K in Name]?: Said<T> };
}

/** The later word; of two at one time the one whose spelling comes last, so that order doesn't matter. */
function later<T>(a: Said<T> | undefined, b: Said<T>): Said<T> {
  if (a === undefined || b.at > a.at) return b;
  return b.at === a.at && canonicalJson(b.value) > canonicalJson(a.value) ? b : a;
}

/** Of two words at one time the withdrawal counts. */
function laterConsent(a: Said<ConsentState> | undefined, b: Said<ConsentState>): Said<ConsentState> {
  if (a !== undefined && a.at === b.at && a.value.granted !== b.value.granted) return a.value.granted ? b : a;
  return later(a, b);
}

function without(all: readonly string[], some: readonly string[]): readonly string[] {
  return all.filter((each) => !some.includes(each));
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])].sort();
}
