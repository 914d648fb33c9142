// Who comes into a segment and who leaves it: what a request asks for held against who is known, and facts against facts.
import type { Facts } from '../../profiles/domain/facts.js';

export interface MembershipChange {
  readonly entered: readonly string[];
  readonly left: readonly string[];
}

/** The segments that a person is in after a change of their facts and was not before, and the other way round. */
export function membershipChange(before: Facts, after: Facts): MembershipChange {
  const [was, is] = [new Set(before.segments), new Set(after.segments)];
  return {
    entered: after.segments.filter((name) => !was.has(name)),
    left: before.segments.filter((name) => !is.has(name)),
  };
}

/**
 * Whether an event of a profile that was merged before its event came is no news of the person: that the person is in a
 * segment was told by the merge, or before it, and who is in it by another of their profiles has not left.
 */
export function isToldByMerge(
  type: string,
  { segment }: { readonly segment: string },
  person: Facts,
): boolean {
  return type === 'continuo.cdp.SegmentEntered.v1' || person.segments.includes(segment);
}

/** Of how many segments a request can make a person a member: all of them are told with every change of their facts. */
const mostSegments = 200;

const messages = {
  'kind-does-not-link': 'an identifier of this kind names nobody for certain',
  'customer-unknown': 'nobody is known by it',
  'profile-unknown': 'no profile has this id',
  'profile-erased': 'the person was erased',
  'added-and-removed': 'the same person is to be added and removed',
  'too-many-segments': `a person can be in ${mostSegments} segments`,
} as const;

export type MemberRefusal = keyof typeof messages;

/** One item of a request: whom it names, or why that can't be told. */
export interface NamedMember {
  readonly list: 'add' | 'remove';
  /** `add[3]`: the list, and the place in it from 0. */
  readonly field: string;
  /** Any profile of the person. */
  readonly profile: { readonly id: string } | { readonly refused: MemberRefusal };
}

/** An item that can't be applied; the others are. */
export interface RefusedMember {
  readonly field: string;
  readonly code: MemberRefusal;
  readonly message: string;
}

/** The persons that a request names, locked. */
export interface KnownPersons<Person> {
  /** From any of their profiles to its root. */
  readonly roots: ReadonlyMap<string, string>;
  readonly profiles: ReadonlyMap<string, Person>;
  readonly erased: ReadonlySet<string>;
}

export interface JudgedMembers<Person> {
  readonly entering: readonly Person[];
  readonly leaving: readonly Person[];
  /** Who is to be added and is in it already, maybe only by another of their profiles. */
  readonly staying: readonly Person[];
  /** Items that ask for what is so already, also by an item before. */
  readonly unchanged: number;
  readonly refused: readonly RefusedMember[];
}

/** What a request changes. Each person is judged once, however often and by whichever of their profiles they are named. */
export function judgeMembers<Person extends { readonly id: string; readonly facts: Facts }>(
  segment: string,
  items: readonly NamedMember[],
  known: KnownPersons<Person>,
): JudgedMembers<Person> {
  const rootOf = ({ profile }: NamedMember) => ('id' in profile ? known.roots.get(profile.id) : undefined);
  const namedIn = (list: NamedMember['list']) =>
    new Set(items.filter((item) => item.list === list).flatMap((item) => rootOf(item) ?? []));
  const [added, removed] = [namedIn('add'), namedIn('remove')];
  const changing = { add: new Map<string, Person>(), remove: new Map<string, Person>() };
  const staying = new Map<string, Person>();
  const refused: RefusedMember[] = [];
  let unchanged = 0;
  for (const item of items) {
    const { list, field, profile } = item;
    const refuse = (code: MemberRefusal) => refused.push({ field, code, message: messages[code] });
    const person = known.profiles.get(rootOf(item) ?? '');
    if ('refused' in profile) refuse(profile.refused);
    else if (person === undefined)
      refuse(known.erased.has(profile.id) ? 'profile-erased' : 'profile-unknown');
    else if (added.has(person.id) && removed.has(person.id)) refuse('added-and-removed');
    else if (changing[list].has(person.id) || isIn(person, segment) === (list === 'add')) {
      unchanged += 1;
      if (list === 'add' && isIn(person, segment)) staying.set(person.id, person);
    } else if (list === 'add' && person.facts.segments.length >= mostSegments) refuse('too-many-segments');
    else changing[list].set(person.id, person);
  }
  return {
    entering: [...changing.add.values()],
    leaving: [...changing.remove.values()],
    staying: [...staying.values()],
    unchanged,
    refused,
  };
}

function isIn({ facts }: { readonly facts: Facts }, segment: string): boolean {
  return facts.segments.includes(segment);
}
