// Which vars the rest of a journey reads and does not set itself.
import type { Expression } from '../expressions/expression.js';
import { successors } from '../language/graph.js';
import type { CompiledAssignments, Plan, Step } from '../language/plan.js';
import { placedSteps } from '../language/step-tree.js';

/** By plan, which never changes, and by where one begins. */
const known = new WeakMap<Plan, Map<string, ReadonlySet<string>>>();

/** The vars that the steps from these on, and the exits, read without having set them on the way. */
export function needsFrom(plan: Plan, starts: readonly string[]): ReadonlySet<string> {
  const ofPlan = known.get(plan) ?? new Map<string, ReadonlySet<string>>();
  known.set(plan, ofPlan);
  const name = [...starts].sort().join(' ');
  const needs = ofPlan.get(name) ?? lookUp(plan, starts);
  ofPlan.set(name, needs);
  return needs;
}

/** Walks every way from the starts; a var that a way has set is not needed further along it. */
function lookUp(plan: Plan, starts: readonly string[]): ReadonlySet<string> {
  const next = successors(placedSteps(plan.source));
  const needs = new Set<string>(readsOf(plan.exits));
  const reads = new Map([...plan.steps].map(([name, step]) => [name, readsOf(step)]));
  const asked = new Set([...reads.values()].flatMap((names) => [...names]));
  for (const name of asked) {
    if (!needs.has(name) && isReadUnset(name, starts, plan, { next, reads })) needs.add(name);
  }
  return needs;
}

function isReadUnset(
  name: string,
  starts: readonly string[],
  plan: Plan,
  { next, reads }: { readonly next: Successors; readonly reads: ReadonlyMap<string, ReadonlySet<string>> },
): boolean {
  const seen = new Set<string>();
  const open = [...starts];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    if (reads.get(at)?.has(name)) return true;
    const step = plan.steps.get(at);
    if (step === undefined) continue;
    for (const way of waysOut(step, next.get(at) ?? [])) {
      if (!way.sets.some(([set]) => set === name)) open.push(way.to);
    }
  }
  return false;
}

type Successors = ReadonlyMap<string, readonly string[]>;

interface Way {
  readonly to: string;
  readonly sets: CompiledAssignments;
}

/** Where a step leads, and what is set on that way. */
function waysOut(step: Step, next: readonly string[]): readonly Way[] {
  switch (step.kind) {
    case 'wait':
      return step.branches.map((branch) => ({
        to: branch.next,
        sets: branch.kind === 'event' ? branch.set : [],
      }));
    case 'decide':
      return [
        ...step.candidates.map((candidate) => ({ to: candidate.next, sets: candidate.set })),
        { to: step.otherwise, sets: [] },
      ];
    case 'set':
    case 'task':
      return next.map((to) => ({ to, sets: to === step.next ? step.set : [] }));
    default:
      return next.map((to) => ({ to, sets: [] }));
  }
}

/** Whatever kind of step: its expressions are found wherever they stand in it. */
function readsOf(value: unknown): ReadonlySet<string> {
  const reads = new Set<string>();
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || part instanceof Set) return;
    if (isExpression(part)) for (const name of part.reads.vars) reads.add(name);
    else for (const each of Object.values(part)) look(each);
  };
  look(value);
  return reads;
}

function isExpression(part: object): part is Expression {
  return 'reads' in part && 'evaluate' in part;
}
