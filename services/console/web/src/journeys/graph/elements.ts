// A journey's picture as React Flow wants it. Elements that say the same as before are the same objects, so that new numbers
// draw only what they change, and the layout is made anew only when the definition is another.
import { MarkerType } from '@xyflow/react';
import type { GraphEdge, JourneyGraph } from '../journeys-api.js';
import type { LaneNodeType } from './lane-node.js';
import { NODE, type Layout } from './layout.js';
import type { StepNodeType } from './step-node.js';
import type { WayEdgeType } from './way-edge.js';

export type AnyNode = StepNodeType | LaneNodeType;

export interface Elements {
  readonly nodes: readonly AnyNode[];
  readonly edges: readonly WayEdgeType[];
}

interface Asked {
  readonly graph: JourneyGraph;
  readonly layout: Layout;
  readonly selected: string | undefined;
  readonly onOpen: (name: string) => void;
}

export function elementsOf({ graph, layout, selected, onOpen }: Asked): Elements {
  const steps = new Map(graph.steps.map((step) => [step.name, step]));
  const lanes = layout.lanes.map(({ office, x, width }): LaneNodeType => ({
    id: `lane ${office}`,
    type: 'lane',
    position: { x, y: 0 },
    data: { office },
    width,
    height: layout.height,
    zIndex: -1,
    focusable: false,
    selectable: false,
    draggable: false,
    style: { pointerEvents: 'none' },
  }));
  const nodes = layout.order.flatMap((name): StepNodeType[] => {
    const [step, place] = [steps.get(name), layout.steps.get(name)];
    if (step === undefined || place === undefined) return [];
    return [
      {
        id: name,
        type: 'step',
        position: { x: place.x, y: place.y },
        data: { step, selected: name === selected, onOpen },
        ...NODE,
        focusable: false,
        selectable: false,
        draggable: false,
      },
    ];
  });
  return { nodes: [...lanes, ...nodes], edges: waysOf(graph.edges, layout) };
}

/** One line from a step to another, however many ways lead there. */
function waysOf(edges: readonly GraphEdge[], layout: Layout): WayEdgeType[] {
  const ways = new Map<string, { from: string; to: string; on: string[]; passes: number }>();
  for (const { from, to, on, passes } of edges) {
    if (!layout.steps.has(from) || !layout.steps.has(to)) continue;
    const key = `${from} ${to}`;
    const way = ways.get(key) ?? { from, to, on: [], passes: passes ?? 0 };
    way.on.push(on);
    ways.set(key, way);
  }
  const most = Math.max(0, ...[...ways.values()].map(({ passes }) => passes));
  const before = new Map<string, number>();
  return [...ways].map(([id, { from, to, on, passes }], at): WayEdgeType => {
    const isBack = (layout.steps.get(to)?.row ?? 0) <= (layout.steps.get(from)?.row ?? 0);
    const place = before.get(to) ?? 0;
    if (!isBack) before.set(to, place + 1);
    return {
      id,
      type: 'way',
      source: from,
      target: to,
      sourceHandle: isBack ? 'right-out' : 'bottom',
      targetHandle: isBack ? 'right-in' : 'top',
      data: { on, passes, most, isBack, place, turn: turnOf(layout, from, to), track: at % TRACKS },
      focusable: false,
      selectable: false,
      // The thickness is the number's; the arrow's size is not to follow it.
      markerEnd: {
        type: MarkerType.ArrowClosed,
        width: 16,
        height: 16,
        markerUnits: 'userSpaceOnUse',
        color: 'var(--co-line-strong)',
      },
    };
  });
}

/** Lines between the same rows run beside each other. */
const TRACKS = 5;

/** Whether a line turns below where it begins or above where it ends: where fewer steps stand in its way. */
function turnOf(layout: Layout, from: string, to: string): 'early' | 'late' {
  const [start, end] = [layout.steps.get(from), layout.steps.get(to)];
  if (start === undefined || end === undefined) return 'late';
  const inTheWay = (x: number): number =>
    [...layout.steps.values()].filter(
      (step) => step.row > start.row && step.row < end.row && Math.abs(step.x - x) < NODE.width,
    ).length;
  return inTheWay(end.x) < inTheWay(start.x) ? 'early' : 'late';
}

/** Takes over from before what has not changed. */
export function keepingSame<Element extends { readonly id: string }>(
  before: readonly Element[],
  now: readonly Element[],
): readonly Element[] {
  const known = new Map(before.map((each) => [each.id, each]));
  const kept = now.map((each) => {
    const old = known.get(each.id);
    return old !== undefined && says(old) === says(each) ? old : each;
  });
  return kept.length === before.length && kept.every((each, at) => each === before[at]) ? before : kept;
}

function says(element: unknown): string {
  return JSON.stringify(element);
}
