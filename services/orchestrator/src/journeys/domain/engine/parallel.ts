// Several ways at once: branches opened, those that come back, and those that are left when the first one is enough.
import type { ParallelStep, Step } from '../language/plan.js';
import { abandon } from './ending.js';
import { BRANCHES_COUNT_SPINS, type Position } from './instance.js';
import { leave, note, type DraftBranch, type Run } from './run.js';

/** Opens the branches of a parallel at the position that is worked on. None of them has entered its first step yet. */
export function openBranches(run: Run, step: ParallelStep): readonly DraftBranch[] {
  const { draft } = run;
  const { spins } = run.at;
  const countsOn = spins !== undefined && draft.revision >= BRANCHES_COUNT_SPINS;
  const opened = step.branches.map(({ name, first }): DraftBranch => ({
    parallel: step.name,
    branch: name,
    step: first,
    visit: 0,
    ...(countsOn && { spins }),
    timer: null,
    pending: null,
  }));
  draft.branches = [...(draft.branches ?? []), ...opened];
  note(run, {
    did: 'forked',
    step: step.name,
    visit: run.at.visit,
    branches: step.branches.map(({ name }) => name),
  });
  return opened;
}

/** Whether the position that is worked on is a branch of this step, which so has come back. */
export function isBack(run: Run, step: Step): step is ParallelStep {
  return step.kind === 'parallel' && branchHere(run)?.parallel === step.name;
}

function branchHere({ draft, at }: Run): DraftBranch | undefined {
  return draft.branches?.find((branch) => branch === at);
}

/** Closes the branch that has come back. The parallel's own position goes on when that was enough. */
export function join(run: Run, step: ParallelStep): string | null {
  const branch = branchHere(run);
  if (branch === undefined) throw new Error(`nothing has come back to ${step.name}`);
  close(run, branch);
  if (run.draft.revision >= BRANCHES_COUNT_SPINS) countOn(positionIn(run, step.name), branch);
  note(run, { did: 'joined', step: step.name, branch: branch.branch });
  const others = run.draft.branches?.filter(({ parallel }) => parallel === step.name) ?? [];
  if (step.join === 'all' && others.length > 0) return null;
  for (const other of others) lose(run, other);
  run.at = positionIn(run, step.name);
  return leave(run, step.join === 'any' ? branch.branch : 'done', step.next);
}

/** Who turns in a circle turns in it also where the circle leads through branches. */
function countOn(at: Run['at'], { spins }: Position): void {
  if (spins === undefined) return;
  const known = at.spins;
  const isMore =
    known === undefined || spins.at > known.at || (spins.at === known.at && spins.count > known.count);
  if (isMore) at.spins = spins;
}

/** Leaves a branch that is not needed any more, and what is open inside it. */
function lose(run: Run, branch: DraftBranch): void {
  for (const inner of run.draft.branches ?? []) {
    if (inner.parallel === branch.step) lose(run, inner);
  }
  run.at = branch;
  if (branch.visit > 0) {
    abandon(run, branch, 'left');
    leave(run, 'lost', branch.parallel);
  }
  close(run, branch);
}

function close({ draft }: Run, branch: DraftBranch): void {
  const open = draft.branches?.filter((each) => each !== branch) ?? [];
  draft.branches = open.length === 0 ? undefined : open;
}

function positionIn({ draft }: Run, step: string): Run['at'] {
  if (draft.step === step) return draft;
  const branch = draft.branches?.find((each) => each.step === step);
  if (branch === undefined) throw new Error(`nothing stands in ${step}`);
  return branch;
}
