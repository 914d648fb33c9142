// Shows the tree that merges make, and what is left out of it.
import { familyOf, type Merge } from './merge-tree.js';

const merge = (loserId: string, survivorId: string, over: Partial<Merge> = {}): Merge => ({
  id: `${loserId}-${survivorId}`,
  loserId,
  survivorId,
  linkedBy: 'email',
  mergedAt: '2026-01-01T00:00:00Z',
  undoneAt: null,
  undoneBy: null,
  ...over,
});

it('hangs each profile under the one that it was merged into, the oldest merge first', () => {
  const { root, apart } = familyOf('c', [
    merge('d', 'c', { mergedAt: '2026-03-01T00:00:00Z' }),
    merge('b', 'c', { mergedAt: '2026-02-01T00:00:00Z' }),
    merge('a', 'b'),
  ]);
  expect(root.merged.map(({ profileId }) => profileId)).toEqual(['b', 'd']);
  expect(root.merged[0]?.merged.map(({ profileId, by }) => [profileId, by?.linkedBy])).toEqual([
    ['a', 'email'],
  ]);
  expect(apart).toEqual([]);
});

it('tells of an undone merge beside the tree', () => {
  const undone = merge('a', 'b', { undoneAt: '2026-05-01T00:00:00Z', undoneBy: 'op' });
  expect(familyOf('b', [undone])).toEqual({ root: { profileId: 'b', merged: [] }, apart: [undone] });
});

it('does not turn in a circle', () => {
  const { root } = familyOf('a', [merge('b', 'a'), merge('a', 'b')]);
  expect(root.merged).toMatchObject([{ profileId: 'b', merged: [] }]);
});
