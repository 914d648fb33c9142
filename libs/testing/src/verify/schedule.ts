// In which order cases are done: evenly, so that a run that is cut short has seen something of everything.

export interface Planned {
  readonly kind: string;
  readonly seed: number;
  readonly alone: boolean;
  /** Milliseconds without which it is not begun. */
  readonly needsMs: number;
}

export interface PlannedKind {
  readonly name: string;
  readonly wanted: number;
  readonly alone: boolean;
  /** @default 0 */
  readonly needsMs?: number;
}

/** Every kind at its own pace, so that all reach the end of what is wanted together. */
export function plan(kinds: readonly PlannedKind[], firstSeed: number): Planned[] {
  const cases = kinds.flatMap(({ name, wanted, alone, needsMs = 0 }) =>
    Array.from({ length: wanted }, (_, number) => ({
      at: (number + 0.5) / wanted,
      planned: { kind: name, seed: firstSeed + number, alone, needsMs },
    })),
  );
  return cases.sort((one, two) => one.at - two.at).map(({ planned }) => planned);
}

export interface Lanes {
  readonly count: number;
  /** A case is not begun when this says so. */
  readonly over: (planned: Planned) => boolean;
  readonly run: (planned: Planned) => Promise<void>;
}

/** Works through the cases, several at once; one that must be alone waits for the others and lets none begin beside it. */
export async function workThrough(cases: readonly Planned[], { count, over, run }: Lanes): Promise<void> {
  const running = new Set<Promise<void>>();
  for (const planned of cases) {
    while (running.size >= (planned.alone ? 1 : count)) await Promise.race(running);
    if (over(planned)) continue;
    const work = run(planned).finally(() => running.delete(work));
    running.add(work);
    if (planned.alone) await work;
  }
  await Promise.all(running);
}
