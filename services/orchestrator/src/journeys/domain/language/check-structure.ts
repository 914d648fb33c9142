// Checks how the steps of a definition hang together: names, what leads where, what is never reached, what never rests.
import { didYouMean } from '../expressions/nearest.js';
import type { CompileContext } from './compile-context.js';
import type { ParallelSource } from './definition.js';
import { edgesOf, isJoin, reachableFrom, restlessLoops, successors, type Edge } from './graph.js';
import { everyStep, firstOf, isParallel, type PlacedStep } from './step-tree.js';

/** How many parallels may be around a step. */
const DEEPEST = 3;

export function checkStructure(context: CompileContext): void {
  const isUnique = checkNames(context);
  for (const step of context.steps.values()) {
    for (const edge of edgesOf(step)) checkEdge(step, edge, context);
  }
  if (isUnique) checkWays(context);
  for (const { step, path } of context.visits) {
    if (context.steps.has(step)) continue;
    const meant = didYouMean(step, [...context.steps.keys()]);
    context.problem(path, 'unknown-step', `visits.${step}: there is no such step${meant}`);
  }
}

/** False when two steps have one name: then nothing can be said of ways. */
function checkNames(context: CompileContext): boolean {
  let isUnique = true;
  for (const step of everyStep(context.source)) {
    const first = context.steps.get(step.name);
    if (first?.path !== undefined && first.path.join('/') !== step.path.join('/')) {
      context.problem(step.path, 'step-twice', `${step.name} names another step too, above it`);
      isUnique = false;
    }
    if (step.name in {}) context.problem(step.path, 'reserved-name', `${step.name} can not name a step`);
    if (isParallel(step.source) && step.depth >= DEEPEST) {
      context.problem(step.path, 'too-deep', `at most ${DEEPEST} parallels inside each other`);
    }
  }
  return isUnique;
}

function checkEdge(step: PlacedStep, edge: Edge, context: CompileContext): void {
  const path = [...step.path, ...edge.path];
  if (edge.to === '') {
    context.problem(path, 'no-step-below', `${edge.from} is the last step and says no next`);
    return;
  }
  const target = context.steps.get(edge.to);
  if (target === undefined) {
    const meant = didYouMean(edge.to, [...context.steps.keys()]);
    context.problem(path, 'unknown-step', `there is no step ${edge.to}${meant}`);
    return;
  }
  if (edge.path[0] === 'branches' || isJoin(step, edge) || isBesides(step, target)) return;
  const where =
    step.branch === null ? 'the main way' : `branch ${step.branch.name} of ${step.branch.parallel}`;
  context.problem(path, 'next-outside-branch', `${edge.to} is not on ${where}; a branch is left by its end`);
}

function isBesides({ branch }: PlacedStep, { branch: other }: PlacedStep): boolean {
  return branch?.parallel === other?.parallel && branch?.name === other?.name;
}

function checkWays(context: CompileContext): void {
  const next = successors(context.steps);
  const first = firstOf(context.source.steps);
  const reached = reachableFrom(next, first);
  for (const { name, path } of context.steps.values()) {
    if (name !== first && !reached.has(name))
      context.problem(path, 'unreachable-step', `nothing leads to ${name}`);
  }
  for (const name of restlessLoops(context.steps)) {
    const path = context.steps.get(name)?.path ?? ['steps'];
    context.problem(path, 'loop-without-wait', `${name} lies on a loop that never waits`);
  }
  for (const step of context.steps.values()) {
    if (isParallel(step.source)) checkJoin(step, step.source, next, context);
  }
}

/** Of `all` every branch must be able to come back, of `any` one of them: otherwise nothing follows it. */
function checkJoin(
  step: PlacedStep,
  source: ParallelSource,
  next: ReadonlyMap<string, readonly string[]>,
  context: CompileContext,
): void {
  const stuck = Object.entries(source.branches).filter(([name, { steps }]) => {
    const first = firstOf(steps);
    const reached = new Set([first, ...reachableFrom(next, first)]);
    return ![...context.steps.values()].some(
      (inner) =>
        inner.branch?.parallel === step.name &&
        inner.branch.name === name &&
        reached.has(inner.name) &&
        edgesOf(inner).some((edge) => isJoin(inner, edge)),
    );
  });
  if (source.parallel === 'any' && stuck.length < Object.keys(source.branches).length) return;
  for (const [name] of stuck) {
    const path = [...step.path, 'branches', name];
    context.problem(path, 'branch-without-join', `branch ${name} never comes back to ${step.name}`);
  }
}
