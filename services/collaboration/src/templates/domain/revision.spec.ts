// Which words a message gets, by its moment, and what stands in for those that were withdrawn.
import { changesOf, revisionFor, type Revision } from './revision.js';

/** `2` since 20; `-2`: taken away; `2!`: withdrawn. */
const history = (...told: readonly string[]): readonly Revision[] =>
  told.map((each, at) => ({
    revision: at + 1,
    since: (at + 1) * 10,
    isRemoval: each.startsWith('-'),
    isWithdrawn: each.endsWith('!'),
  }));
const shown = (found: ReturnType<typeof revisionFor>) =>
  typeof found === 'object' ? found.revision : (found ?? 'unknown');

test.each<[readonly string[], number | null, number | string]>([
  [['1', '2', '3'], null, 3],
  [['1', '2', '3'], 20, 2],
  [['1', '2', '3'], 29, 2],
  [['1', '2', '3'], 30, 3],
  // Not there yet: the first one after.
  [['1', '2', '3'], 9, 1],
  [[], null, 'unknown'],
  [[], 9, 'unknown'],
  // Taken away, and brought back.
  [['1', '-2'], null, 'unknown'],
  [['1', '-2'], 10, 1],
  [['1', '-2'], 20, 'unknown'],
  [['1', '-2', '3'], 20, 3],
  [['1', '-2', '3'], null, 3],
  // Withdrawn: the next one, else the one before.
  [['1!', '2', '3'], 10, 2],
  [['1!', '2!', '3'], 10, 3],
  [['1!', '-2', '3'], 10, 3],
  [['1', '2!'], 20, 1],
  [['1', '2!'], null, 1],
  [['1', '-2', '3!'], null, 1],
  [['1!', '2!'], null, 'withdrawn'],
  [['1!', '2!'], 10, 'withdrawn'],
  [['1!', '2'], null, 2],
])('of %j a message of %j gets %s', (told, asOf, expected) => {
  expect(shown(revisionFor(history(...told), asOf))).toBe(expected);
});

test('a deployment adds what is new, what says something else and what is gone, and nothing twice', () => {
  const kept = new Map([
    ['changed', { revision: 4, content: 'a' }],
    ['same', { revision: 2, content: 'b' }],
    ['gone', { revision: 1, content: 'c' }],
    ['gone-before', { revision: 2, content: null }],
  ]);
  const brought = new Map([
    ['changed', 'A'],
    ['same', 'b'],
    ['new', 'd'],
  ]);
  const changes = changesOf(kept, brought);
  expect(changes).toEqual([
    { name: 'changed', revision: 5, content: 'A' },
    { name: 'gone', revision: 2, content: null },
    { name: 'new', revision: 1, content: 'd' },
  ]);
  const after = new Map([...kept, ...changes.map(({ name, ...rest }) => [name, rest] as const)]);
  expect(changesOf(after, brought)).toEqual([]);
});
