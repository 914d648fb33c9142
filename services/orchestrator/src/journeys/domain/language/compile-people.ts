// Compiles the steps that other hands do: decisions of people, and work of external workers.
import { BOOL, DOUBLE, NULL, STRING, unionOf } from '../expressions/type.js';
import type { CompileContext, Path } from './compile-context.js';
import { compileRetry } from './compile-retry.js';
import type { ApproveSource, TaskSource } from './definition.js';
import type { ApproveStep, CommandCall, TaskStep } from './plan.js';
import { KEPT, spanOr, type PlacedField } from './step-parts.js';

/** Roles of people, as collaboration knows them: a task for anybody else it refuses. */
const ROLES: readonly string[] = ['agent', 'supervisor', 'designer', 'operator', 'admin'];
/** What may stand on the bus: codes and numbers. */
const SCALAR = unionOf([NULL, BOOL, DOUBLE, STRING]);
const SECOND = 1_000;
const DAY = 86_400_000;

type Compiled<Step> = Omit<Step, PlacedField>;

export function compileApprove(
  source: ApproveSource,
  path: Path,
  context: CompileContext,
): Compiled<ApproveStep> {
  const deadline = spanOr(source.deadline, 'PT24H', [...path, 'deadline'], context);
  checkRole(source.role, [...path, 'role'], context);
  return {
    kind: 'approve',
    approval: source.approve,
    role: source.role,
    with: context.assignments(source.with, [...path, 'with'], KEPT, undefined, () => SCALAR),
    deadline,
    escalations: compileEscalations(source, deadline, path, context),
    notByRequester: source.notBy === 'requester',
    ask: callOf('CreateTask', path, context),
    reassign: callOf('ReassignTask', path, context),
    close: callOf('CloseTask', path, context),
    grace: context.defaultSpan('PT1M'),
    approved: source.approved,
    rejected: source.rejected,
    expired: source.expired,
  };
}

function compileEscalations(
  source: ApproveSource,
  deadline: ApproveStep['deadline'],
  path: Path,
  context: CompileContext,
): ApproveStep['escalations'] {
  let before = 0;
  return (source.escalate ?? []).map(({ after, role }, at) => {
    const here: Path = [...path, 'escalate', at];
    const span = spanOr(after, 'PT1H', [...here, 'after'], context);
    const due = span.after(0);
    if (due >= deadline.after(0)) {
      context.problem(
        [...here, 'after'],
        'escalation-after-deadline',
        `${after} is not before the deadline, ${source.deadline}`,
      );
    } else if (due <= before) {
      context.problem([...here, 'after'], 'escalation-order', 'each escalation comes after the one before');
    }
    before = due;
    checkRole(role, [...here, 'role'], context);
    return { after: span, role };
  });
}

function checkRole(role: string, path: Path, context: CompileContext): void {
  if (ROLES.includes(role)) return;
  context.problem(path, 'unknown-role', `people have one of the roles ${ROLES.join(', ')}`);
}

/** A command to collaboration whose fields the engine fills. */
function callOf(name: string, path: Path, context: CompileContext): CommandCall {
  const act = `collaboration.${name}`;
  const command = context.catalogue.command(act);
  if (command === undefined)
    context.problem([...path, 'approve'], 'unknown-command', `no service takes ${act}`);
  return {
    act,
    command: command ?? { type: '', topic: '', fields: [], answers: new Map() },
    with: [],
    sends: false,
    pinsContent: false,
  };
}

export function compileTask(
  source: TaskSource,
  path: Path,
  below: string,
  context: CompileContext,
): Compiled<TaskStep> {
  const lease = spanOr(source.lease, 'PT1M', [...path, 'lease'], context);
  const timeout = spanOr(source.timeout, 'PT24H', [...path, 'timeout'], context);
  if (lease.longest < SECOND || lease.longest > DAY || lease.longest > timeout.longest) {
    context.problem(
      [...path, 'lease'],
      'lease-bounds',
      'a lease lasts a second to a day, and no longer than the timeout',
    );
  }
  return {
    kind: 'task',
    task: source.task,
    with: context.assignments(source.with, [...path, 'with'], KEPT),
    lease,
    retry: compileRetry(source.retry, path, context),
    timeout,
    set: context.assignments(source.set, [...path, 'set'], [...KEPT, 'result']),
    next: source.next ?? below,
    failed: source.failed ?? null,
    timedOut: source.timedOut ?? null,
  };
}
