// A definition's picture with people on it: what the facts of a version say about each of its steps and ways.
import { countOf, stayAt, type Histogram } from '../domain/stays/histogram.js';
import type { Graph } from './definitions.service.js';
import type { GraphRow } from './graphs.store.js';
import {
  addOpen,
  byCount,
  NONE_OPEN,
  sumOf,
  type CountWindow,
  type OpenCounts,
  type OutcomeCount,
} from './live-counts.js';

export interface LiveStep {
  /** How many instances are in it now; the same as the list's of this step. */
  readonly here: number;
  readonly inState: OpenCounts;
  /** How often it was entered and left in the window; about a minute behind. */
  readonly entered: number;
  readonly left: number;
  /** How long those who left it were in it; null where nobody left it. */
  readonly medianSeconds: number | null;
  readonly p90Seconds: number | null;
  /** Instances that ended in the window while they were in it, by outcome. */
  readonly ended: readonly OutcomeCount[];
  /** How many of those were on their way still: not at an end of the journey. */
  readonly dropped: number;
  /** Which part of those who were through with the step went on; null where nobody was, and at an end. */
  readonly conversion: number | null;
}

export interface LiveGraph extends Omit<Graph, 'steps' | 'edges'> {
  readonly steps: readonly (Graph['steps'][number] & LiveStep)[];
  /** `passes` of the window; where several ways lead from one step to the same other, it is of all of them. */
  readonly edges: readonly (Graph['edges'][number] & { readonly passes: number | null })[];
  readonly asOf: string;
  readonly window: CountWindow;
  /** Up to when entries, passes and times are counted; null before the first count. */
  readonly flowAsOf: string | null;
  readonly open: OpenCounts;
  readonly started: number;
  readonly ended: readonly OutcomeCount[];
  /** Who is in other versions now. */
  readonly otherVersions: readonly { readonly version: number; readonly open: OpenCounts }[];
}

/** What the rows say, by step. */
interface Facts {
  readonly here: Map<string, OpenCounts>;
  readonly others: Map<number, OpenCounts>;
  readonly ended: Map<string, OutcomeCount[]>;
  readonly stays: Map<string, Map<number, number>>;
  /** How often each way was gone, by `<from>/<to>`; `to` is empty where the way ended. */
  readonly passes: Map<string, number>;
  started: number;
  asOf: string;
  from: string;
  flowAsOf: string | null;
}

/** Puts the facts on the picture. */
export function liveGraph(graph: Graph, rows: readonly GraphRow[], days: number): LiveGraph {
  const facts = factsOf(rows);
  const passes = passesOf(graph, facts);
  return {
    ...graph,
    steps: graph.steps.map((step) => ({ ...step, ...liveStep(graph, step, facts, passes) })),
    edges: graph.edges.map((edge) => ({ ...edge, passes: passes.get(wayOf(edge.from, edge.to)) ?? 0 })),
    asOf: facts.asOf,
    window: { days, from: facts.from, to: facts.asOf },
    flowAsOf: facts.flowAsOf,
    open: openOf(graph, facts),
    started: facts.started,
    ended: endedOf(facts),
    otherVersions: [...facts.others].sort(([a], [b]) => b - a).map(([version, open]) => ({ version, open })),
  };
}

function factsOf(rows: readonly GraphRow[]): Facts {
  const facts: Facts = {
    here: new Map(),
    others: new Map(),
    ended: new Map(),
    stays: new Map(),
    passes: new Map(),
    started: 0,
    asOf: '',
    from: '',
    flowAsOf: null,
  };
  for (const row of rows) take(facts, row);
  return facts;
}

function take(facts: Facts, { kind, step, detail, number, count }: GraphRow): void {
  const name = step ?? '';
  const said = detail ?? '';
  switch (kind) {
    case 'here':
      return addOpen(facts.here, name, said, count);
    case 'other':
      return addOpen(facts.others, number ?? 0, said, count);
    case 'ended':
      facts.ended.set(name, [...(facts.ended.get(name) ?? []), { outcome: said, count }]);
      return;
    case 'started':
      facts.started = count;
      return;
    case 'stay': {
      const stays = facts.stays.get(name) ?? new Map<number, number>();
      facts.stays.set(name, stays.set(number ?? 0, (stays.get(number ?? 0) ?? 0) + count));
      const way = wayOf(name, said);
      facts.passes.set(way, (facts.passes.get(way) ?? 0) + count);
      return;
    }
    case 'time':
      if (number !== null) facts.flowAsOf = said;
      else [facts.from, facts.asOf] = [name, said];
  }
}

/** A parallel is not left when its branches begin: each of them begins as often as it was entered. */
function passesOf(graph: Graph, { passes, started }: Facts): ReadonlyMap<string, number> {
  const all = new Map(passes);
  for (const step of graph.steps) {
    if (step.kind !== 'parallel') continue;
    const times = entriesOf(graph, step.name, all, started);
    for (const edge of graph.edges)
      if (edge.from === step.name && isBranch(edge.on)) all.set(wayOf(step.name, edge.to), times);
  }
  return all;
}

/** What comes back to a parallel from its branches does not enter it. */
function entriesOf(graph: Graph, name: string, passes: ReadonlyMap<string, number>, started: number): number {
  const inside = new Set(
    graph.steps.filter(({ branch }) => branch?.parallel === name).map((step) => step.name),
  );
  const from = new Set(
    graph.edges.filter(({ to, from: step }) => to === name && !inside.has(step)).map((edge) => edge.from),
  );
  let entries = graph.steps[0]?.name === name ? started : 0;
  for (const step of from) entries += passes.get(wayOf(step, name)) ?? 0;
  return entries;
}

function liveStep(
  graph: Graph,
  { name, kind }: Graph['steps'][number],
  facts: Facts,
  passes: ReadonlyMap<string, number>,
): LiveStep {
  const inState = facts.here.get(name) ?? NONE_OPEN;
  const stays: Histogram = facts.stays.get(name) ?? new Map();
  const known = countOf(stays);
  const quantile = (part: number): number | null =>
    known === 0 ? null : Math.round(stayAt(stays, Math.max(1, Math.ceil(known * part)))) / 1_000;
  const ended = byCount(facts.ended.get(name) ?? []);
  const endedHere = ended.reduce((sum, { count }) => sum + count, 0);
  const dropped = kind === 'end' ? 0 : endedHere;
  const wentOn = [...stays.values()].reduce((sum, count) => sum + count, 0);
  return {
    here: sumOf(inState),
    inState,
    entered: entriesOf(graph, name, passes, facts.started),
    left: wentOn + dropped,
    medianSeconds: quantile(0.5),
    p90Seconds: quantile(0.9),
    ended,
    dropped,
    conversion: kind === 'end' || wentOn + dropped === 0 ? null : wentOn / (wentOn + dropped),
  };
}

/** Of the main way only: who is in a branch is in its parallel too. */
function openOf(graph: Graph, { here }: Facts): OpenCounts {
  const branches = new Set(graph.steps.flatMap(({ name, branch }) => (branch === null ? [] : [name])));
  let open = NONE_OPEN;
  for (const [step, counts] of here) {
    if (branches.has(step)) continue;
    open = {
      running: open.running + counts.running,
      stalled: open.stalled + counts.stalled,
      undoing: open.undoing + counts.undoing,
    };
  }
  return open;
}

function endedOf({ ended }: Facts): readonly OutcomeCount[] {
  const sums = new Map<string, number>();
  for (const outcomes of ended.values())
    for (const { outcome, count } of outcomes) sums.set(outcome, (sums.get(outcome) ?? 0) + count);
  return byCount([...sums].map(([outcome, count]) => ({ outcome, count })));
}

function wayOf(from: string, to: string): string {
  return `${from}/${to}`;
}

function isBranch(on: string): boolean {
  return on.startsWith('branch ');
}
