// Which step the arrow keys lead to: down and up along the ways, left and right within a row.
import type { Layout } from './layout.js';

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

export const ARROWS: readonly Arrow[] = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'];

/** Undefined where nothing lies in that direction. */
export function neighbour(
  { steps, order }: Layout,
  edges: readonly { readonly from: string; readonly to: string }[],
  name: string,
  arrow: Arrow,
): string | undefined {
  const row = steps.get(name)?.row ?? 0;
  const rowOf = (other: string): number => steps.get(other)?.row ?? 0;
  if (arrow === 'ArrowLeft' || arrow === 'ArrowRight') {
    const beside = order.filter((other) => rowOf(other) === row);
    return beside[beside.indexOf(name) + (arrow === 'ArrowLeft' ? -1 : 1)];
  }
  const along =
    arrow === 'ArrowDown'
      ? edges.filter(({ from }) => from === name).map(({ to }) => to)
      : edges.filter(({ to }) => to === name).map(({ from }) => from);
  const reached = along.filter((other) => steps.has(other) && other !== name);
  // The way that goes on in that direction before one that leads back.
  const ahead = reached.filter((other) => (arrow === 'ArrowDown' ? rowOf(other) > row : rowOf(other) < row));
  return ahead[0] ?? reached[0];
}
