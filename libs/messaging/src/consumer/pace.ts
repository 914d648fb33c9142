// A rate that several writers share: what is applied beside the stream takes no more than its part of a process.

export class Pace {
  /** `Date.now()` from which the next may begin. */
  private free = 0;

  constructor(
    private readonly perSecond: number,
    private readonly now: () => number = Date.now,
  ) {}

  /** When something may begin, as `Date.now()`; in the past when it may at once. */
  get freeAt(): number {
    return this.free;
  }

  get isFree(): boolean {
    return this.free <= this.now();
  }

  /** Counts what was begun; time in which nothing was is not saved up. */
  took(count: number): void {
    this.free = Math.max(this.now(), this.free) + (count * 1_000) / this.perSecond;
  }
}
