// Five minutes of figures in memory, and what they say of a window: how much came, how fast, also over a restart.

export interface Point {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: number;
}

/**
 * How much a counter grew between the points. One that is lower than before began anew from nothing, so all that it
 * shows is growth. Undefined with fewer than two points: then nothing is known.
 */
export function increaseOf(points: readonly Point[]): number | undefined {
  if (points.length < 2) return undefined;
  let increase = 0;
  for (const [index, { value }] of points.entries()) {
    const before = points[index - 1];
    if (before !== undefined) increase += value >= before.value ? value - before.value : value;
  }
  return increase;
}

/** Growth in a second; undefined when nothing is known. */
export function rateOf(points: readonly Point[]): number | undefined {
  const increase = increaseOf(points);
  const seconds = ((points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)) / 1_000;
  return increase === undefined || seconds <= 0 ? undefined : increase / seconds;
}

/** Series by name, each no longer than the span; one that is told nothing for that long is forgotten. */
export class History {
  readonly #series = new Map<string, Point[]>();

  constructor(
    private readonly spanMs: number,
    private readonly maxSeries: number,
  ) {}

  add(name: string, point: Point): void {
    const points = this.#series.get(name) ?? [];
    if (points.length === 0) {
      if (this.#series.size >= this.maxSeries) return;
      this.#series.set(name, points);
    }
    // A clock that was set back would make time negative.
    if (point.at <= (points.at(-1)?.at ?? 0)) return;
    points.push(point);
    while ((points[0]?.at ?? point.at) < point.at - this.spanMs) points.shift();
  }

  /** The points of the last while, the newest last. */
  last(name: string, windowMs: number, now: number): readonly Point[] {
    return (this.#series.get(name) ?? []).filter(({ at }) => at >= now - windowMs && at <= now);
  }

  /** Rates of equal stretches up to now, the oldest first; 0 where nothing is known. */
  rates(name: string, stretchMs: number, count: number, now: number): readonly number[] {
    const points = this.#series.get(name) ?? [];
    const first = Math.floor(now / stretchMs) - count;
    return Array.from({ length: count }, (_, index) => {
      const begin = (first + index) * stretchMs;
      // From the last point before the stretch, so that nothing between two stretches is lost.
      const before = points.findLast(({ at }) => at < begin);
      const within = points.filter(({ at }) => at >= begin && at < begin + stretchMs);
      return rateOf(before === undefined ? within : [before, ...within]) ?? 0;
    });
  }

  names(): readonly string[] {
    return [...this.#series.keys()];
  }

  /** Drops what is older than the span. */
  forget(now: number): void {
    for (const [name, points] of this.#series) {
      if ((points.at(-1)?.at ?? 0) < now - this.spanMs) this.#series.delete(name);
    }
  }
}
