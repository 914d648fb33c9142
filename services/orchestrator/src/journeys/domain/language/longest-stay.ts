// How long an instance may be in a step at most, by the step's own times.
import type { Step } from './plan.js';

/** Milliseconds; 0 for a step that does not stay, and for one whose time only its run can tell. */
export function longestStayIn(step: Step): number {
  if (step.kind === 'act') {
    const backoffs = step.retry.backoff.longest * (2 ** (step.retry.attempts - 1) - 1);
    return step.retry.attempts * step.timeout.longest + backoffs;
  }
  if (step.kind === 'approve') return step.deadline.longest + step.grace.longest;
  if (step.kind === 'task') return step.timeout.longest;
  if (step.kind === 'journey') return step.awaited ? step.timeout.longest : 0;
  if (step.kind !== 'wait') return 0;
  const spans = step.branches.flatMap((branch) =>
    branch.kind === 'time' && branch.after ? [branch.after.longest] : [],
  );
  return spans.length === 0 ? 0 : Math.min(...spans);
}
