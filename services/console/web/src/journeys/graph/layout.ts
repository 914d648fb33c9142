// Where each step stands: rows by dagre, from the first step down; columns by office, as lanes that never mix.
import { graphlib, layout as dagreLayout } from '@dagrejs/dagre';
import { officeOf, OFFICES, type Office } from '../words.js';

export const NODE = { width: 216, height: 88 } as const;
export const GAP = { x: 28, y: 76 } as const;
const LANE = { pad: 24, head: 44 } as const;

export interface Placed {
  readonly x: number;
  readonly y: number;
  /** Rows from the top, steps from the left: the order in which they are read. */
  readonly row: number;
}

export interface Lane {
  readonly office: Office;
  readonly x: number;
  readonly width: number;
}

export interface Layout {
  readonly steps: ReadonlyMap<string, Placed>;
  readonly lanes: readonly Lane[];
  readonly height: number;
  readonly width: number;
  /** Names of the steps, row by row. */
  readonly order: readonly string[];
}

interface Shape {
  readonly steps: readonly { readonly name: string; readonly office: string | null }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export function layoutOf({ steps, edges }: Shape): Layout {
  const ranked = rank({ steps, edges });
  const rows = rowsOf(ranked);
  const lanes = lanesOf(steps, rows);
  const placed = new Map<string, Placed>();
  for (const [row, names] of rows.entries()) {
    for (const lane of lanes) {
      const inside = names.filter((name) => ranked.get(name)?.office === lane.office);
      const width = inside.length * NODE.width + (inside.length - 1) * GAP.x;
      for (const [at, name] of inside.entries())
        placed.set(name, {
          x: lane.x + (lane.width - width) / 2 + at * (NODE.width + GAP.x),
          y: LANE.head + LANE.pad + row * (NODE.height + GAP.y),
          row,
        });
    }
  }
  const last = lanes.at(-1);
  return {
    steps: placed,
    lanes,
    height: LANE.head + 2 * LANE.pad + rows.length * (NODE.height + GAP.y) - GAP.y,
    width: last === undefined ? 0 : last.x + last.width,
    order: [...placed].sort(([, a], [, b]) => a.row - b.row || a.x - b.x).map(([name]) => name),
  };
}

interface Ranked {
  readonly office: Office;
  readonly x: number;
  readonly y: number;
}

/** Dagre decides what stands above what, and which of one row is further left. */
function rank({ steps, edges }: Shape): ReadonlyMap<string, Ranked> {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: 'TB', nodesep: GAP.x, ranksep: GAP.y, ranker: 'tight-tree' });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { name } of steps) graph.setNode(name, { ...NODE });
  for (const { from, to } of edges)
    if (from !== to && graph.hasNode(from) && graph.hasNode(to)) graph.setEdge(from, to);
  dagreLayout(graph);
  return new Map(
    steps.map(({ name, office }) => {
      const { x, y } = graph.node(name) as { readonly x: number; readonly y: number };
      return [name, { office: officeOf(office), x, y }];
    }),
  );
}

function rowsOf(ranked: ReadonlyMap<string, Ranked>): readonly (readonly string[])[] {
  const rows = new Map<number, string[]>();
  for (const [name, { y }] of ranked) {
    const row = rows.get(Math.round(y)) ?? [];
    row.push(name);
    rows.set(Math.round(y), row);
  }
  return [...rows]
    .sort(([a], [b]) => a - b)
    .map(([, names]) => names.sort((a, b) => (ranked.get(a)?.x ?? 0) - (ranked.get(b)?.x ?? 0)));
}

/** As wide as their fullest row; lanes that nobody is in are left out. */
function lanesOf(steps: Shape['steps'], rows: readonly (readonly string[])[]): readonly Lane[] {
  const offices = new Map(steps.map(({ name, office }) => [name, officeOf(office)]));
  const lanes: Lane[] = [];
  let x = 0;
  for (const office of OFFICES) {
    const most = Math.max(
      0,
      ...rows.map((names) => names.filter((name) => offices.get(name) === office).length),
    );
    if (most === 0) continue;
    const width = most * NODE.width + (most - 1) * GAP.x + 2 * LANE.pad;
    lanes.push({ office, x, width });
    x += width + 12;
  }
  return lanes;
}
