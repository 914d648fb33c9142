// When an instance counts as stuck in a step of which nothing else is known: by the definition's own word, else by its times.
import { didYouMean } from '../expressions/nearest.js';
import type { CompileContext } from './compile-context.js';
import { longestStayIn } from './longest-stay.js';
import type { Step } from './plan.js';

/** On top of the longest time that a step can take by itself. */
const MARGIN = 1.1;
const MARGIN_MS = 5 * 60_000;

/** Milliseconds by step; a step that is left out may stay for ever, as far as its definition goes. */
export function stuckLimits(steps: readonly Step[], context: CompileContext): ReadonlyMap<string, number> {
  const limits = context.source.limits;
  const inAny = limits?.stuck === undefined ? null : context.span(limits.stuck, ['limits', 'stuck']);
  const own = new Map<string, number>();
  for (const [name, span] of Object.entries(limits?.steps ?? {})) {
    const path = ['limits', 'steps', name];
    if (!context.steps.has(name)) {
      const meant = didYouMean(name, context.steps.keys());
      context.problem(path, 'unknown-step', `there is no step ${name}${meant}`);
    }
    own.set(name, context.span(span, path)?.longest ?? 0);
  }
  return new Map(
    steps.flatMap((step): [string, number][] => {
      const limit = own.get(step.name) ?? inAny?.longest ?? defaultLimit(step, steps, context);
      return limit === null ? [] : [[step.name, limit]];
    }),
  );
}

function defaultLimit(step: Step, steps: readonly Step[], context: CompileContext): number | null {
  const stay = staysAtMost(step, steps, context);
  return stay === null ? null : Math.round(stay * MARGIN) + MARGIN_MS;
}

/** Null when only the run can tell. */
function staysAtMost(step: Step, steps: readonly Step[], context: CompileContext): number | null {
  if (step.kind === 'wait') {
    const isOpen = step.branches.some((branch) =>
      branch.kind === 'event' ? branch.restart : branch.until !== null,
    );
    return isOpen ? null : longestStayIn(step);
  }
  if (step.kind !== 'parallel') return longestStayIn(step);
  const inside = steps.filter(({ name }) => context.steps.get(name)?.branch?.parallel === step.name);
  const stays = inside.map((each) => staysAtMost(each, steps, context));
  return stays.some((stay) => stay === null)
    ? null
    : stays.reduce<number>((sum, stay) => sum + (stay ?? 0), 0);
}
