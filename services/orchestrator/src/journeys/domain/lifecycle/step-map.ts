// A map of steps from one version of a journey to another.

export type StepMap = Readonly<Record<string, string>>;

/** Where a step goes: what the map says, else the step of the same name. */
export function mapped(map: StepMap, step: string): string {
  return Object.hasOwn(map, step) ? (map[step] ?? step) : step;
}

/** The way back. Where two steps went to one, the first of them; where an instance stood is remembered beside. */
export function inverseOf(map: StepMap): StepMap {
  const inverse: Record<string, string> = {};
  for (const [from, to] of Object.entries(map)) {
    if (!Object.hasOwn(inverse, to)) inverse[to] = from;
  }
  return inverse;
}
