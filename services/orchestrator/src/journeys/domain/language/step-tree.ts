// A definition's steps, those inside branches too, as one map: names are unique in the whole definition.
import type { DefinitionSource, ParallelSource, StepSource } from './definition.js';
import type { BranchRef } from './plan.js';

/** A step and where it stands. */
export interface PlacedStep {
  readonly name: string;
  readonly source: StepSource;
  /** Where the definition says so. */
  readonly path: readonly (string | number)[];
  /** The branch it belongs to; null on the main way. */
  readonly branch: BranchRef | null;
  /** How many parallels are around it. */
  readonly depth: number;
  /**
   * What a missing `next` means: the step below, or the parallel when it is the last of its branch; null below the last
   * step of all. A step that leads to the parallel around it comes back to it.
   */
  readonly below: string | null;
}

/** Deeper than this no step is looked at; how deep one may be is a rule of its own. */
const DEEPEST = 8;

/** Every step by its name, in the order of the text. Of two with one name the first is meant. */
export function placedSteps(definition: DefinitionSource): ReadonlyMap<string, PlacedStep> {
  const placed = new Map<string, PlacedStep>();
  for (const step of everyStep(definition)) {
    if (!placed.has(step.name)) placed.set(step.name, step);
  }
  return placed;
}

/** Every step in the order of the text, those with a name that was there before too. */
export function everyStep(definition: DefinitionSource): readonly PlacedStep[] {
  const found: PlacedStep[] = [];
  collect(found, definition.steps, ['steps'], null, 0);
  return found;
}

function collect(
  found: PlacedStep[],
  steps: Readonly<Record<string, StepSource>>,
  at: PlacedStep['path'],
  branch: BranchRef | null,
  depth: number,
): void {
  const names = Object.keys(steps);
  for (const [place, name] of names.entries()) {
    const source = steps[name];
    if (source === undefined) continue;
    const path = [...at, name];
    const below = names[place + 1] ?? branch?.parallel ?? null;
    found.push({ name, source, path, branch, depth, below });
    if (!isParallel(source) || depth >= DEEPEST) continue;
    for (const [branchName, inner] of Object.entries(source.branches)) {
      const ref = { parallel: name, name: branchName };
      collect(found, inner.steps, [...path, 'branches', branchName, 'steps'], ref, depth + 1);
    }
  }
}

export function isParallel(source: StepSource): source is ParallelSource {
  return 'parallel' in source;
}

/** A branch's first step. */
export function firstOf(steps: Readonly<Record<string, StepSource>>): string {
  return Object.keys(steps)[0] ?? '';
}
