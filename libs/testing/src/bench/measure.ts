// What a bench answers: one line of the table.

export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The raw limit, measured in the same run: the same bytes and statements with nothing of ours between. */
  readonly raw?: number;
  readonly ratio?: number;
  /** In words. */
  readonly target?: string;
  readonly met?: boolean;
}

/** What a file `bench/*.bench.ts` exports. */
export type Bench = () => Promise<readonly Measure[]>;

/** Answers the measures that are well-formed, or says what is wrong with them. */
export function measuresOf(answer: unknown): readonly Measure[] | string {
  if (!Array.isArray(answer) || answer.length === 0) return 'bench() answered no measures';
  for (const one of answer as readonly Partial<Measure>[]) {
    if (typeof one.name !== 'string' || typeof one.unit !== 'string') return 'a measure without name or unit';
    if (typeof one.value !== 'number' || !Number.isFinite(one.value))
      return `${one.name}: its value is no number`;
  }
  return answer as readonly Measure[];
}
