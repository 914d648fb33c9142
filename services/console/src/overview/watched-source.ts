// Something that is asked again and again: its last answer, when that came, and since when there is none.

export interface WatchedSourceOptions<T> {
  readonly ask: (signal: AbortSignal) => Promise<T>;
  /** Not asked more often. */
  readonly everyMs: number;
  /** No answer after this is none. */
  readonly withinMs: number;
  readonly now: () => number;
}

/** Of its time a source gives us at most this share: one whose answers take long is asked less often. */
const SHARE = 0.2;

export class WatchedSource<T> {
  #answer: T | undefined;
  #answeredAt: number | undefined;
  #awaySince: number | undefined;
  #notBefore = 0;
  #asking: Promise<void> | undefined;

  constructor(private readonly options: WatchedSourceOptions<T>) {}

  /** The last answer; undefined before the first, and while it is away. */
  get answer(): T | undefined {
    return this.#awaySince === undefined ? this.#answer : undefined;
  }

  /** When the last answer came, also while it is away. */
  get answeredAt(): number | undefined {
    return this.#answeredAt;
  }

  get awaySince(): number | undefined {
    return this.#awaySince;
  }

  /** Asks when it is time to; never throws, and never twice at once. */
  look(): Promise<void> {
    if (this.#asking !== undefined) return this.#asking;
    if (this.options.now() < this.#notBefore) return Promise.resolve();
    this.#asking = this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<void> {
    const { ask, everyMs, withinMs, now } = this.options;
    const began = now();
    const signal = AbortSignal.timeout(withinMs);
    let rest = everyMs;
    try {
      this.#answer = await Promise.race([ask(signal), aborted(signal)]);
      this.#answeredAt = now();
      this.#awaySince = undefined;
      rest = Math.max(everyMs, (now() - began) / SHARE);
    } catch {
      this.#awaySince ??= began;
    }
    // A little early, so that a turn of the clock is not missed by a millisecond.
    this.#notBefore = began + rest * 0.9;
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('no answer in time')), { once: true });
  });
}
