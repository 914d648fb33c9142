// A definition as a graph of steps: what follows what, what cannot be reached, which loops never wait, how long it lasts.
import type { DefinitionSource, StepSource } from './definition.js';

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** What leads there: `next`, `failed`, the branch's event or duration, … */
  readonly on: string;
  /** Where the definition says so, below the step. */
  readonly path: readonly (string | number)[];
}

/** The step below `name`, which is what a missing `next` means; null below the last one. */
export function stepBelow(definition: DefinitionSource, name: string): string | null {
  const names = Object.keys(definition.steps);
  return names[names.indexOf(name) + 1] ?? null;
}

/** All edges out of a step; those whose target cannot be told (no step below) have the target ''. */
export function edgesOf(definition: DefinitionSource, name: string): readonly Edge[] {
  const step = definition.steps[name];
  if (step === undefined || 'end' in step) return [];
  const below = stepBelow(definition, name) ?? '';
  const edge = (to: string | undefined, on: string, ...path: (string | number)[]): Edge => ({
    from: name,
    to: to ?? below,
    on,
    path,
  });
  if ('wait' in step)
    return step.wait.map((branch, at) => edge(branch.next, branchLabel(branch), 'wait', at));
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
  const edges = [edge(step.next, 'next', ...(step.next === undefined ? [] : ['next']))];
  if ('act' in step) {
    for (const on of ['failed', 'refused', 'timedOut'] as const) {
      if (step[on] !== undefined) edges.push(edge(step[on], on, on));
    }
  }
  return edges;
}

function branchLabel(branch: { on?: string; after?: string; until?: string }): string {
  return branch.on ?? (branch.after === undefined ? `until ${branch.until ?? ''}` : `after ${branch.after}`);
}

/** Which steps each step can lead to in one move, without unknown targets. */
export function successors(definition: DefinitionSource): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.keys(definition.steps).map((name) => [
      name,
      edgesOf(definition, name)
        .map((edge) => edge.to)
        .filter((to) => Object.hasOwn(definition.steps, to)),
    ]),
  );
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
export function restlessLoops(definition: DefinitionSource): readonly string[] {
  const next = new Map(
    [...successors(definition)].map(([name, targets]) => [
      name,
      isWait(definition.steps[name]) ? [] : targets.filter((to) => !isWait(definition.steps[to])),
    ]),
  );
  return [...next.keys()].filter((name) => reachableFrom(next, name).has(name));
}

function isWait(step: StepSource | undefined): boolean {
  return step !== undefined && 'wait' in step;
}

/**
 * How long the longest way through takes at most, by the longest stay of each step: every step counts once, since how
 * often a loop is walked is not known before.
 */
export function longestStay(definition: DefinitionSource, stay: (name: string) => number): number {
  const next = successors(definition);
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
  const first = Object.keys(definition.steps)[0];
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
