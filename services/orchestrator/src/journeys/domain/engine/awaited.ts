// What an instance waits for at a place, as codes with what belongs to them, and the same in words.
import { assertUnreachable } from '@continuo/kernel';
import type { ApproveStep, EventBranch, Plan, TimeBranch } from '../language/plan.js';
import type { Instance, PendingCommand, Position } from './instance.js';

/** One thing that is waited for. */
export type Awaited =
  /** An event; one that `restarts` begins the wait's times anew. */
  | {
      readonly code: 'event';
      readonly type: string;
      readonly when: string | null;
      readonly restarts: boolean;
    }
  /** The end of a duration (ISO 8601). */
  | { readonly code: 'duration'; readonly duration: string }
  /** A date or moment, written as an expression, at a time of day where one is said. */
  | {
      readonly code: 'date';
      readonly expression: string;
      readonly at: string | null;
      readonly zone: 'customer' | 'definition';
      /** The zone of the definition; with `customer` it is taken where the profile names none. */
      readonly otherwise: string;
    }
  /** An event that answers the command that is out. */
  | { readonly code: 'answer'; readonly type: string }
  /** A rule lets go what it holds back; `until` is when it is looked at again (ms), null when nobody knows. */
  | { readonly code: 'held'; readonly rule: string | null; readonly until: number | null }
  | { readonly code: 'decision'; readonly approval: string; readonly role: string }
  /** The deadline has passed; whether somebody decided before it is being asked. */
  | { readonly code: 'last-word'; readonly approval: string }
  | { readonly code: 'worker'; readonly task: string; readonly attempt: number }
  | { readonly code: 'journey'; readonly journey: string }
  | { readonly code: 'branch'; readonly branch: string };

/** Everything that the instance waits for at this place. */
export function awaitedAt(
  plan: Plan,
  instance: Instance,
  { step: name, pending }: Position,
): readonly Awaited[] {
  const step = plan.steps.get(name);
  const isHeld = pending?.phase === 'held';
  switch (step?.kind) {
    case 'wait':
      return step.branches.map(branchAwaited);
    case 'act':
      if (isHeld) return [heldBy(pending)];
      return [...step.call.command.answers.keys()].map((type) => ({ code: 'answer', type }));
    case 'approve':
      return [isHeld ? heldBy(pending) : decisionAwaited(step, pending)];
    case 'task':
      return [isHeld ? heldBy(pending) : { code: 'worker', task: step.task, attempt: pending?.attempt ?? 1 }];
    case 'journey':
      return [{ code: 'journey', journey: step.journey }];
    case 'parallel': {
      const open = instance.branches?.filter(({ parallel }) => parallel === name) ?? [];
      return open.map(({ branch }) => ({ code: 'branch', branch }));
    }
    default:
      return [];
  }
}

/** What an approval waits for. */
export function decisionAwaited(step: ApproveStep, pending: PendingCommand | null): Awaited {
  const { approval } = step;
  if (pending?.closing !== undefined) return { code: 'last-word', approval };
  const role = step.escalations[(pending?.attempt ?? 1) - 2]?.role ?? step.role;
  return { code: 'decision', approval, role };
}

/** The same for people. */
export function wordsOfAwaited(awaited: Awaited): string {
  switch (awaited.code) {
    case 'event': {
      const { type, when, restarts } = awaited;
      return `${type}${when === null ? '' : ` when ${when}`}${restarts ? ' (begins anew)' : ''}`;
    }
    case 'duration':
      return `after ${awaited.duration}`;
    case 'date': {
      const { expression, at, zone, otherwise } = awaited;
      const where = zone === 'customer' ? "in the customer's time zone" : `in ${otherwise}`;
      return `until ${expression}${at === null ? '' : ` at ${at}`} ${where}`;
    }
    case 'answer':
      return awaited.type;
    case 'held':
      return `what holds it back: ${awaited.rule ?? 'a rule'}`;
    case 'decision':
      return `${awaited.role} to approve ${awaited.approval}`;
    case 'last-word':
      return `the last word on ${awaited.approval}, whose deadline has passed`;
    case 'worker':
      return `a worker's ${awaited.task}, attempt ${awaited.attempt}`;
    case 'journey':
      return `the end of ${awaited.journey}`;
    case 'branch':
      return `branch ${awaited.branch}`;
    default:
      return assertUnreachable(awaited);
  }
}

function branchAwaited(branch: EventBranch | TimeBranch): Awaited {
  if (branch.kind === 'event') {
    const { on: type, when, restart: restarts } = branch;
    return { code: 'event', type, when: when?.source ?? null, restarts };
  }
  if (branch.until === null) return { code: 'duration', duration: branch.after?.source ?? '' };
  const { value, at, zone, otherwise } = branch.until;
  return { code: 'date', expression: value.source, at, zone, otherwise };
}

function heldBy({ held }: PendingCommand): Awaited {
  return { code: 'held', rule: held?.rule ?? null, until: held?.until ?? null };
}
