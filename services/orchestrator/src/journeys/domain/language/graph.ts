// A definition as a graph of steps: what follows what, what cannot be reached, which loops never wait, how long it lasts.
import { firstOf, isParallel, type PlacedStep } from './step-tree.js';

type Placed = ReadonlyMap<string, PlacedStep>;

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** What leads there: `next`, `failed`, the branch's event or duration, … */
  readonly on: string;
  /** Where the definition says so, below the step. */
  readonly path: readonly (string | number)[];
}

/** All edges out of a step; those whose target cannot be told (no step below) have the target ''. */
export function edgesOf({ name, source: step, below }: PlacedStep): readonly Edge[] {
  const edge = (to: string | undefined, on: string, ...path: (string | number)[]): Edge => ({
    from: name,
    to: to ?? below ?? '',
    on,
    path,
  });
  if ('end' in step) return [];
  if ('wait' in step) {
    return step.wait.flatMap((branch, at) =>
      'restart' in branch ? [] : [edge(branch.next, branchLabel(branch), 'wait', at)],
    );
  }
  if ('choose' in step) {
    return step.choose.map((branch, at) =>
      edge(branch.next, 'when' in branch ? branch.when : 'else', 'choose', at),
    );
  }
  if ('split' in step)
    return step.split.arms.map(({ arm, next }, at) => edge(next, arm, 'split', 'arms', at));
  if ('decide' in step) {
    const { candidates, otherwise } = step.decide;
    const won = candidates.map(({ name: who, next }, at) => edge(next, who, 'decide', 'candidates', at));
    return [...won, edge(otherwise, 'otherwise', 'decide', 'otherwise')];
  }
  if ('approve' in step)
    return (['approved', 'rejected', 'expired'] as const).map((on) => edge(step[on], on, on));
  const next = edge(step.next, 'next', ...(step.next === undefined ? [] : ['next']));
  const named = (on: string, to: string | undefined): Edge[] => (to === undefined ? [] : [edge(to, on, on)]);
  if ('task' in step) return [next, ...named('failed', step.failed), ...named('timedOut', step.timedOut)];
  if ('act' in step) {
    const { failed, refused, timedOut } = step;
    return [next, ...named('failed', failed), ...named('refused', refused), ...named('timedOut', timedOut)];
  }
  if ('parallel' in step) {
    const branches = Object.entries(step.branches).map(([branch, { steps }]) =>
      edge(firstOf(steps), `branch ${branch}`, 'branches', branch),
    );
    return [...branches, next];
  }
  if ('journey' in step) {
    const outcomes = Object.entries(step.outcomes ?? {}).map(([outcome, to]) =>
      edge(to, `outcome ${outcome}`, 'outcomes', outcome),
    );
    return [next, ...outcomes, ...named('timedOut', step.timedOut), ...named('failed', step.failed)];
  }
  return [next];
}

function branchLabel(branch: { on?: string; after?: string; until?: string }): string {
  return branch.on ?? (branch.after === undefined ? `until ${branch.until ?? ''}` : `after ${branch.after}`);
}

/** Whether an edge comes back to the parallel that the step belongs to. */
export function isJoin(step: PlacedStep, { to }: Edge): boolean {
  return step.branch !== null && step.branch.parallel === to;
}

/**
 * Which steps each step can lead to in one move, without unknown targets. A parallel leads into its branches, and what
 * comes back to it goes on with what follows it.
 */
export function successors(steps: Placed): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...steps.values()].map((step) => [
      step.name,
      edgesOf(step)
        .filter(({ path }) => !isParallel(step.source) || path[0] === 'branches')
        .flatMap(({ to }) => arrivals(steps, step, to))
        .filter((to) => steps.has(to)),
    ]),
  );
}

function arrivals(steps: Placed, from: PlacedStep, to: string): readonly string[] {
  const parallel = from.branch?.parallel === to ? steps.get(to) : undefined;
  if (parallel === undefined) return [to];
  const next = edgesOf(parallel).at(-1);
  return next === undefined ? [] : arrivals(steps, parallel, next.to);
}

/** Every step that can be reached from `start` in one move or more. */
export function reachableFrom(
  next: ReadonlyMap<string, readonly string[]>,
  start: string,
): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...(next.get(start) ?? [])];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    if (seen.has(step)) continue;
    seen.add(step);
    open.push(...(next.get(step) ?? []));
  }
  return seen;
}

/** Steps that lie on a loop without a wait. */
export function restlessLoops(steps: Placed): readonly string[] {
  const isWait = (name: string): boolean => {
    const source = steps.get(name)?.source ?? {};
    return 'wait' in source || 'approve' in source;
  };
  const next = new Map(
    [...successors(steps)].map(([name, targets]) => [
      name,
      isWait(name) ? [] : targets.filter((to) => !isWait(to)),
    ]),
  );
  return [...next.keys()].filter((name) => reachableFrom(next, name).has(name));
}

/**
 * How long the longest way through takes at most, by the longest stay of each step: every step counts once, since how
 * often a loop is walked is not known before.
 */
export function longestStay(steps: Placed, stay: (name: string) => number): number {
  const next = successors(steps);
  const groups = loopGroups(next);
  const memo = new Map<string, number>();
  const walk = (group: string): number => {
    const known = memo.get(group);
    if (known !== undefined) return known;
    const members = [...next.keys()].filter((name) => groups.get(name) === group);
    const own = members.reduce((sum, name) => sum + stay(name), 0);
    const beyond = members
      .flatMap((name) => next.get(name) ?? [])
      .map((to) => groups.get(to) ?? to)
      .filter((to) => to !== group);
    const total = own + Math.max(0, ...[...new Set(beyond)].map(walk));
    memo.set(group, total);
    return total;
  };
  const [first] = next.keys();
  return first === undefined ? 0 : walk(groups.get(first) ?? first);
}

/** Steps that can reach each other belong together; each group is named by its first step. */
function loopGroups(next: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, string> {
  const reach = new Map([...next.keys()].map((name) => [name, reachableFrom(next, name)]));
  const names = [...next.keys()];
  return new Map(
    names.map((name) => [
      name,
      names.find((other) => other === name || (reach.get(name)?.has(other) && reach.get(other)?.has(name))) ??
        name,
    ]),
  );
}
