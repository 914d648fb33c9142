// What people and external workers say in a scenario: the decision that an approval waits for, the end of a task.
import { positionsOf, type Instance, type PendingCommand } from '../engine/instance.js';
import type { Json } from '../expressions/value.js';
import type { Plan, Step } from '../language/plan.js';
import { ScenarioError, type Fields, type HappeningSource } from './scenario.js';

/** An event that answers what somebody was asked for. */
export interface Word {
  readonly type: string;
  readonly fields: Fields;
  readonly commandId: string;
}

interface Asked {
  readonly instance: Instance;
  readonly step: Step;
  readonly pending: PendingCommand;
}

/** The word of a happening on what the newest instance asks for; null for a happening that is something else. */
export function wordOfOthers(
  what: HappeningSource,
  instances: ReadonlyMap<string, Instance>,
  planOf: (instance: Instance) => Plan | undefined,
  { clock, path }: { readonly clock: number; readonly path: readonly (string | number)[] },
): Word | null {
  const { decide, by = 'somebody' } = what;
  if (decide !== undefined) {
    const { pending, step } = asked('approve', instances, planOf, [...path, 'decide']);
    const fields = { taskId: pending.commandId, taskType: step.name, outcome: decide };
    const type = 'continuo.collaboration.TaskCompleted.v1';
    return { type, commandId: pending.commandId, fields: { ...fields, completedBy: by, completedAt: clock } };
  }
  if (what.complete === undefined && what.fail === undefined) return null;
  const of = asked('task', instances, planOf, [...path, what.fail === undefined ? 'complete' : 'fail']);
  return settled(of, what, clock);
}

function settled(
  { instance, step, pending }: Asked,
  { complete, fail, retriable = true, by = 'somebody' }: HappeningSource,
  clock: number,
): Word {
  const { commandId, attempt } = pending;
  const said: Fields =
    fail === undefined
      ? { outcome: 'completed', result: JSON.stringify(complete), code: null, retriable: false }
      : { outcome: 'failed', result: null, code: fail, retriable };
  const kind: Json = step.kind === 'task' ? step.task : '';
  const about = { taskId: commandId, instanceId: instance.id, kind, attempt };
  const fields = { ...about, ...said, worker: by, actor: by, settledAt: clock };
  return { type: 'continuo.orchestrator.WorkerTaskSettled.v1', fields, commandId };
}

function asked(
  kind: 'approve' | 'task',
  instances: ReadonlyMap<string, Instance>,
  planOf: (instance: Instance) => Plan | undefined,
  path: readonly (string | number)[],
): Asked {
  for (const instance of [...instances.values()].reverse()) {
    for (const { step: name, pending } of positionsOf(instance)) {
      const step = planOf(instance)?.steps.get(name);
      if (pending !== null && step?.kind === kind) return { instance, step, pending };
    }
  }
  const what = kind === 'approve' ? 'no approval waits for a decision' : 'no task waits for a worker';
  throw new ScenarioError(path, 'nobody-waits', what);
}
