// Where an instance stands, on each of its ways, and what it waits for there.
import type { BranchRef, Plan } from '../language/plan.js';
import { awaitedAt, type Awaited } from './awaited.js';
import { positionsOf, type Instance, type Position } from './instance.js';

/** One place where an instance stands. */
export interface Standing {
  readonly step: string;
  readonly visit: number;
  /** The branch of a parallel; null on the main way. */
  readonly branch: BranchRef | null;
  /** When the step was entered, ISO 8601; null where that was not kept. */
  readonly since: string | null;
  /** What it waits for; of a parallel its open branches. */
  readonly waitsFor: readonly Awaited[];
  /** When it goes on by itself, ISO 8601. */
  readonly until: string | null;
  /** The command that is out. */
  readonly commandId: string | null;
  /** The instance of another journey whose end it waits for. */
  readonly childId: string | null;
  /** The code of its incident. */
  readonly incident: string | null;
}

/** All places, the main way first; none once the way forward is over. */
export function standingsOf(plan: Plan, instance: Instance): readonly Standing[] {
  if (instance.status !== 'running') return [];
  return positionsOf(instance).map((position) => standingOf(plan, instance, position));
}

/** Those that something has to happen at: a parallel with open branches only waits for them. */
export function openStandings(plan: Plan, instance: Instance): readonly Standing[] {
  const open = new Set(instance.branches?.map(({ parallel }) => parallel));
  return standingsOf(plan, instance).filter(({ step }) => !open.has(step));
}

function standingOf(plan: Plan, instance: Instance, position: Position): Standing {
  const { step: name, visit, since, timer, pending } = position;
  const step = plan.steps.get(name);
  const isChild = step?.kind === 'journey';
  const out = pending?.phase === 'sent' ? pending.commandId : null;
  const incident = instance.incidents.find((each) => each.of === 'step' && each.step === name);
  return {
    step: name,
    visit,
    branch: step?.branch ?? null,
    since: since === undefined ? null : new Date(since).toISOString(),
    waitsFor: awaitedAt(plan, instance, position),
    until: timer === null ? null : new Date(timer.due).toISOString(),
    commandId: isChild ? null : out,
    childId: isChild ? out : null,
    incident: incident?.code ?? null,
  };
}
