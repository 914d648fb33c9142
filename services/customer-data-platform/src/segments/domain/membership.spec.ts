// Proves that a request changes each person once, and refuses alone what can't be done.
import { noFacts, type Facts } from '../../profiles/domain/facts.js';
import { judgeMembers, membershipChange, type NamedMember } from './membership.js';

const inSegments = (...segments: string[]): Facts => ({ ...noFacts, segments });
const person = (id: string, ...segments: string[]) => ({ id, facts: inSegments(...segments) });
const many = Array.from({ length: 200 }, (_, n) => `s-${n}`);
const people = [person('ann'), person('ben', 'vip'), person('cem', ...many)];
const known = {
  roots: new Map([...people.map(({ id }) => [id, id] as const), ['ann-merged', 'ann']]),
  profiles: new Map(people.map((each) => [each.id, each])),
  erased: new Set(['gone']),
};

function judge(add: readonly string[], remove: readonly string[] = []) {
  const items = (list: NamedMember['list'], ids: readonly string[]) =>
    ids.map((id, at): NamedMember => ({ list, field: `${list}[${at}]`, profile: { id } }));
  return judgeMembers('vip', [...items('add', add), ...items('remove', remove)], known);
}

/** Ids to add and to remove; what was refused comes as `field code`. */
function judged(add: readonly string[], remove: readonly string[] = []) {
  const { entering, leaving, unchanged, refused } = judge(add, remove);
  const ids = (some: readonly { id: string }[]) => some.map(({ id }) => id);
  return [ids(entering), ids(leaving), unchanged, refused.map(({ field, code }) => `${field} ${code}`)];
}

describe('a request', () => {
  it('changes each person once, by whichever profile they are named', () => {
    expect(judged(['ann', 'ann-merged', 'ben'])).toEqual([['ann'], [], 2, []]);
    expect(judged([], ['ben', 'ben', 'ann'])).toEqual([[], ['ben'], 2, []]);
  });

  it('keeps for certain who is added and is in it already, and nobody else', () => {
    const staying = (...lists: Parameters<typeof judge>) => judge(...lists).staying.map(({ id }) => id);
    expect(staying(['ann', 'ann-merged', 'ben', 'ben'])).toEqual(['ben']);
    expect(staying([], ['ben', 'ben', 'ann'])).toEqual([]);
    expect(staying(['ben'], ['ben'])).toEqual([]);
  });

  it('refuses who is nobody, who was erased, who is in both lists, and who is in too many segments', () => {
    expect(judged(['who', 'gone', 'ben', 'cem'], ['ben'])).toEqual([
      [],
      [],
      0,
      [
        'add[0] profile-unknown',
        'add[1] profile-erased',
        'add[2] added-and-removed',
        'add[3] too-many-segments',
        'remove[0] added-and-removed',
      ],
    ]);
    const item: NamedMember = { list: 'add', field: 'add[0]', profile: { refused: 'customer-unknown' } };
    expect(judgeMembers('vip', [item], known).refused).toMatchObject([{ code: 'customer-unknown' }]);
  });
});

it('is told from facts before and after', () => {
  expect(membershipChange(inSegments('a', 'b'), inSegments('b', 'c'))).toEqual({
    entered: ['c'],
    left: ['a'],
  });
});
