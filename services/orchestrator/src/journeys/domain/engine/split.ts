// Splits: which arm of an experiment a customer is in. Drawn once, by a hash, and kept whatever version or journey asks again.
import type { Arm, SplitStep } from '../language/plan.js';
import type { ArmDrawn } from './memory.js';
import { forget } from './memory.js';
import { keepInMind, recall, rethink } from './recall.js';
import { leave, note, publish, type Run } from './run.js';

/** Leaves by the arm that is remembered; where there is none (or the version has it no more), one is drawn. */
export function splitUp(run: Run, step: SplitStep): string | null {
  const { experiment, arms, name } = step;
  const drawn = recall(
    run,
    (item): item is ArmDrawn => item.kind === 'arm' && item.experiment === experiment,
  );
  const kept = drawn.flatMap((item) => arms.find(({ arm }) => arm === item.arm) ?? [])[0];
  if (kept !== undefined) {
    note(run, { did: 'assigned', step: name, experiment, arm: kept.arm, by: 'memory' });
    return leave(run, kept.arm, kept.next);
  }
  const draw = drawOf(run, experiment);
  const arm = armAt(arms, draw);
  assign(run, step, arm, drawn);
  note(run, { did: 'assigned', step: name, experiment, arm: arm.arm, by: 'draw', draw, ...instead(drawn) });
  return leave(run, arm.arm, arm.next);
}

/** An arm that no version has any more is forgotten, so that the one drawn now is the one that counts. */
function assign(run: Run, { experiment, name }: SplitStep, { arm }: Arm, gone: readonly ArmDrawn[]): void {
  const { draft, at } = run;
  rethink(run, (memory) => forget(memory, (item) => gone.includes(item as ArmDrawn)));
  keepInMind(run, { kind: 'arm', experiment, arm, customer: draft.customer, at: draft.now });
  publish(run, 'ExperimentAssigned', {
    step: name,
    visit: at.visit,
    experiment,
    arm,
    insteadOf: gone[0]?.arm ?? null,
    assignedAt: draft.now,
  });
}

function instead([gone]: readonly ArmDrawn[]): { readonly insteadOf?: string } {
  return gone === undefined ? {} : { insteadOf: gone.arm };
}

/** From 0 up to 1, the same for the same customer and experiment: 48 bits of the derived id. */
function drawOf({ derive, draft }: Run, experiment: string): number {
  const hex = derive(`experiment/${experiment}/${draft.profileId}`).replaceAll('-', '');
  return parseInt(hex.slice(0, 12), 16) / 2 ** 48;
}

/** The arm whose share of the weights the draw falls into. */
export function armAt(arms: readonly Arm[], draw: number): Arm {
  const total = arms.reduce((sum, { weight }) => sum + weight, 0);
  let left = draw * total;
  for (const arm of arms) {
    left -= arm.weight;
    if (left < 0) return arm;
  }
  const last = arms.at(-1);
  if (last === undefined) throw new Error('a split without arms');
  return last;
}
