// Answers that many ask for at once, kept for a moment: ten open pages cost one.

const KEEP_MS = 2_000;
const MOST = 500;

interface Kept {
  /** While it is being made nobody makes it again, however long that takes. */
  until: number;
  readonly answer: Promise<unknown>;
}

/** Who asks while an answer is being made waits for that one; a failure is not kept. */
export class ShortMemory {
  readonly #kept = new Map<string, Kept>();

  constructor(
    private readonly keepMs = KEEP_MS,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** The answer of this key, made by `make` unless there is one that is younger than the time it is kept for. */
  of<T>(key: string, make: () => Promise<T>): Promise<T> {
    const found = this.#kept.get(key);
    if (found !== undefined && this.clock() < found.until) return found.answer as Promise<T>;
    const answer = make();
    const kept: Kept = { until: Infinity, answer };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    answer.then(
      () => (kept.until = this.clock() + this.keepMs),
      () => this.#kept.get(key) === kept && this.#kept.delete(key),
    );
    this.#forget();
    return answer;
  }

  /** The oldest stand first. */
  #forget(): void {
    for (const [key, { until }] of this.#kept) {
      if (until > this.clock() && this.#kept.size <= MOST) return;
      this.#kept.delete(key);
    }
  }
}
