// Compiles the steps that hold others: several ways at once, and another journey.
import type { CompileContext, Path } from './compile-context.js';
import type { ParallelSource, SubJourneySource } from './definition.js';
import type { ParallelStep, SubJourneyStep } from './plan.js';
import { KEPT, spanOr, type PlacedField } from './step-parts.js';
import { firstOf } from './step-tree.js';

export function compileParallel(source: ParallelSource, below: string): Omit<ParallelStep, PlacedField> {
  const branches = Object.entries(source.branches).map(([name, { steps }]) => ({
    name,
    first: firstOf(steps),
  }));
  return { kind: 'parallel', join: source.parallel, branches, next: source.next ?? below };
}

export function compileSubJourney(
  source: SubJourneySource,
  path: Path,
  below: string,
  context: CompileContext,
): Omit<SubJourneyStep, PlacedField> {
  const awaited = source.await ?? true;
  if (!awaited) {
    for (const field of ['outcomes', 'timeout', 'timedOut', 'onTimeout'] as const) {
      if (source[field] === undefined) continue;
      context.problem([...path, field], 'not-awaited', `${field} is for a journey whose end is awaited`);
    }
  }
  return {
    kind: 'journey',
    journey: source.journey,
    key: context.optional(source.key, [...path, 'key'], KEPT),
    with: context.assignments(source.with, [...path, 'with'], KEPT),
    awaited,
    outcomes: new Map(Object.entries(source.outcomes ?? {})),
    timeout: spanOr(source.timeout, 'P30D', [...path, 'timeout'], context),
    timedOut: source.timedOut ?? null,
    onTimeout: source.onTimeout ?? 'cancel',
    failed: source.failed ?? null,
    next: source.next ?? below,
  };
}
