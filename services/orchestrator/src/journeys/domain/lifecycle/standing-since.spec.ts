// What is said stands from its own first publication on; what comes back begins anew.
import { standingSince, type PublishedThen } from './standing-since.js';

const published = (...versions: readonly number[]): readonly PublishedThen[] =>
  versions.map((version, at) => ({ version, state: 'published', at: at * 1_000 }));
const from = (first: number) => (version: number) => version >= first;

test('what is there from the first version on stands since then, whatever comes later', () => {
  expect(standingSince(published(1, 2, 3), from(1))).toBe(0);
});

test('what a later version adds stands since that one, not since the journey', () => {
  expect(standingSince(published(1, 2, 3), from(2))).toBe(1_000);
  expect(standingSince(published(1, 2, 3), from(4))).toBeNull();
  expect(standingSince([], from(1))).toBeNull();
});

test('what was taken away and comes back begins anew', () => {
  expect(standingSince(published(1, 2, 3, 4), (version) => version !== 2)).toBe(2_000);
});

test('a pause leaves it as it is, a retirement ends it', () => {
  const [first, second, third] = published(1, 1, 1) as [PublishedThen, PublishedThen, PublishedThen];
  expect(standingSince([first, { ...second, state: 'paused' }, third], from(1))).toBe(0);
  expect(standingSince([first, { ...second, state: 'retired' }, third], from(1))).toBe(2_000);
  expect(standingSince([first, { ...second, state: 'retired' }], from(1))).toBeNull();
});
