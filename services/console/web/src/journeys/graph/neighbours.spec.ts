// The arrow keys: along the ways, before those that lead back, and within a row.
import { layoutOf } from './layout.js';
import { neighbour } from './neighbours.js';

const steps = ['a', 'b', 'c', 'd'].map((name) => ({ name, office: 'front' }));
const edges = [
  { from: 'a', to: 'b' },
  { from: 'a', to: 'c' },
  { from: 'b', to: 'a' },
  { from: 'b', to: 'd' },
  { from: 'c', to: 'gone' },
];
const layout = layoutOf({ steps, edges });

test('down follows a way onwards, up the way that came', () => {
  expect(neighbour(layout, edges, 'a', 'ArrowDown')).toBe('b');
  expect(neighbour(layout, edges, 'b', 'ArrowDown')).toBe('d');
  expect(neighbour(layout, edges, 'd', 'ArrowUp')).toBe('b');
  expect(neighbour(layout, edges, 'c', 'ArrowDown')).toBeUndefined();
});

test('left and right stay in the row', () => {
  const [left = '', right = ''] = layout.order.filter((name) => name === 'b' || name === 'c');
  expect(neighbour(layout, edges, left, 'ArrowRight')).toBe(right);
  expect(neighbour(layout, edges, right, 'ArrowLeft')).toBe(left);
  expect(neighbour(layout, edges, left, 'ArrowLeft')).toBeUndefined();
});
