// Turns a definition into a plan, or says everything that is wrong with it at once.
import type { Catalogue } from './catalogue.js';
import { checkTypes } from './check-types.js';
import type { DefinitionProblem, DefinitionSource, ExitSource, Retention } from './definition.js';
import { CompileContext } from './compile-context.js';
import { compileAdmission, compileEntries, compileGoals, type CompiledEntries } from './compile-entry.js';
import { compileStep } from './compile-step.js';
import { checkStructure } from './check-structure.js';
import { longestStay, reachableFrom, successors } from './graph.js';
import { longestStayIn } from './longest-stay.js';
import type { Admission, EventBranch, Exit, Goal, Plan, Step } from './plan.js';
import { stuckLimits } from './stuck-limits.js';
import { firstOf } from './step-tree.js';

export type Compiled =
  | { readonly ok: true; readonly plan: Plan }
  | { readonly ok: false; readonly problems: readonly DefinitionProblem[] };

/** How long each retention class keeps a journal. */
export const RETENTION_DAYS: Readonly<Record<Retention, number>> = { short: 30, standard: 400, long: 3660 };

const DAY = 86_400_000;
/** Those of branches counted too. */
const MAX_STEPS = 200;

/**
 * Compiles `source` as `version`. Its shape must be right already (journey.schema.json). What was published, at a time in
 * ms, is not typed again, nor held to other rules that came later: checks get stricter with time, and a running version
 * must not stop for it.
 */
export function compileDefinition(
  source: DefinitionSource,
  version: number,
  catalogue: Catalogue,
  options: { readonly publishedAt?: number } = {},
): Compiled {
  const { publishedAt = null } = options;
  const context = new CompileContext(source, catalogue, publishedAt !== null);
  if (context.steps.size > MAX_STEPS) {
    context.problem(['steps'], 'too-many-steps', `${context.steps.size} steps; at most ${MAX_STEPS} in all`);
    return { ok: false, problems: context.problems };
  }
  if (context.span('PT1S', [], 'time-zone', `${source.timeZone ?? ''} is not a time zone`) === null) {
    return {
      ok: false,
      problems: [{ path: ['timeZone'], rule: 'time-zone', message: 'not an IANA time zone' }],
    };
  }
  const entering = compileEntering(source, context);
  const exits = (source.exit ?? []).map((exit, at) => compileExit(exit, ['exit', at], context));
  const steps = [...context.steps.values()].map((placed) => compileStep(placed, context));
  const stuckAfter = stuckLimits(steps, context);
  checkStructure(context);
  if (!context.isPublished) checkTypes(context);
  if (context.problems.length === 0) checkRetention(source, steps, context);
  if (context.problems.length > 0) return { ok: false, problems: context.problems };
  const plan = planOf(source, version, entering, exits, steps, stuckAfter, context);
  return { ok: true, plan: { ...plan, publishedAt } };
}

interface Entering extends CompiledEntries {
  readonly admission: Admission;
  readonly goals: readonly Goal[];
}

function compileEntering(source: DefinitionSource, context: CompileContext): Entering {
  return {
    ...compileEntries(source.entry, context),
    admission: compileAdmission(source, context),
    goals: compileGoals(source.goals ?? [], context),
  };
}

function planOf(
  source: DefinitionSource,
  version: number,
  entering: Entering,
  exits: readonly Exit[],
  steps: readonly Step[],
  stuckAfter: Plan['stuckAfter'],
  context: CompileContext,
): Omit<Plan, 'publishedAt'> {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const next = successors(context.steps);
  const withKeeps = steps.map((step): Step => ({
    ...step,
    keeps: keptTypes(reachableFrom(next, step.name), byName),
  }));
  const listensTo = new Set([
    ...entering.entries.map((entry) => entry.on),
    ...entering.goals.map((goal) => goal.on),
    ...exits.map((exit) => exit.on),
    ...steps.flatMap((step) => eventBranches(step).map((branch) => branch.on)),
  ]);
  return {
    journey: source.journey,
    version,
    retention: source.retention ?? 'standard',
    category: source.category ?? 'service',
    source,
    ...entering,
    exits,
    steps: new Map(withKeeps.map((step) => [step.name, step])),
    first: firstOf(source.steps),
    listensTo,
    stuckAfter,
    undoRetry: { attempts: 5, backoff: context.defaultSpan('PT10S') },
    undoTimeout: context.defaultSpan('PT1H'),
  };
}

function keptTypes(reachable: ReadonlySet<string>, steps: ReadonlyMap<string, Step>): ReadonlySet<string> {
  const branches = [...reachable].flatMap((name) => eventBranches(steps.get(name)));
  return new Set(branches.filter((branch) => branch.since === 'entry').map((branch) => branch.on));
}

function eventBranches(step: Step | undefined): readonly EventBranch[] {
  if (step?.kind !== 'wait') return [];
  return step.branches.filter((branch): branch is EventBranch => branch.kind === 'event');
}

function compileExit(exit: ExitSource, path: readonly (string | number)[], context: CompileContext): Exit {
  context.event(exit.on, [...path, 'on']);
  const names = ['event', 'profile', 'key', 'vars', 'visits'] as const;
  return {
    on: exit.on,
    when: context.optional(exit.when, [...path, 'when'], names, { type: exit.on }),
    outcome: exit.outcome,
    undo: exit.undo ?? false,
  };
}

function checkRetention(source: DefinitionSource, steps: readonly Step[], context: CompileContext): void {
  const stays = new Map(steps.map((step) => [step.name, longestStayIn(step)]));
  const days = Math.ceil(longestStay(context.steps, (name) => stays.get(name) ?? 0) / DAY);
  const kept = RETENTION_DAYS[source.retention ?? 'standard'];
  if (days <= kept) return;
  context.problem(
    ['retention'],
    'longer-than-retention',
    `the longest way takes ${days} days, its journal is kept ${kept}; choose a longer retention`,
  );
}
