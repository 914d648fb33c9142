// The picture's layout: what comes later stands lower, offices stay in their lanes, nothing lies on anything.
import { layoutOf, NODE } from './layout.js';

const STEPS = [
  { name: 'reserve', office: 'back' },
  { name: 'ready', office: 'back' },
  { name: 'arrival', office: 'front' },
  { name: 'again', office: 'middle' },
  { name: 'remind', office: 'front' },
  { name: 'alert', office: 'front' },
  { name: 'over', office: null },
];
const EDGES = [
  { from: 'reserve', to: 'ready' },
  { from: 'ready', to: 'arrival' },
  { from: 'arrival', to: 'alert' },
  { from: 'arrival', to: 'again' },
  { from: 'again', to: 'remind' },
  { from: 'again', to: 'over' },
  { from: 'remind', to: 'arrival' },
  { from: 'ready', to: 'nowhere' },
];

test('what comes later stands lower, but for what leads back', () => {
  const { steps, order } = layoutOf({ steps: STEPS, edges: EDGES });
  const row = (name: string) => steps.get(name)?.row ?? -1;
  expect(row('reserve')).toBe(0);
  expect(row('ready')).toBeGreaterThan(row('reserve'));
  expect(row('arrival')).toBeGreaterThan(row('ready'));
  expect(row('over')).toBeGreaterThan(row('again'));
  expect(order[0]).toBe('reserve');
  expect(new Set(order)).toEqual(new Set(STEPS.map(({ name }) => name)));
});

test('every step is in its lane, and no two lie on each other', () => {
  const { steps, lanes } = layoutOf({ steps: STEPS, edges: EDGES });
  expect(lanes.map(({ office }) => office)).toEqual(['front', 'middle', 'back', 'none']);
  for (const { name, office } of STEPS) {
    const lane = lanes.find((each) => each.office === (office ?? 'none'));
    const x = steps.get(name)?.x ?? -1;
    expect(x).toBeGreaterThanOrEqual(lane?.x ?? Infinity);
    expect(x + NODE.width).toBeLessThanOrEqual((lane?.x ?? 0) + (lane?.width ?? 0));
  }
  const all = [...steps.values()];
  for (const [at, a] of all.entries())
    for (const b of all.slice(at + 1))
      expect(Math.abs(a.x - b.x) >= NODE.width || Math.abs(a.y - b.y) >= NODE.height).toBe(true);
});

test('one step alone, and none', () => {
  expect(layoutOf({ steps: [STEPS[0] ?? { name: '', office: null }], edges: [] }).order).toEqual(['reserve']);
  expect(layoutOf({ steps: [], edges: [] })).toMatchObject({ width: 0, order: [] });
});
