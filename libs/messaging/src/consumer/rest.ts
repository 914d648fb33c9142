// One kind of a partition's work that may have to rest: when it may run again, and under which name it rests.
import { restMs, type Backoff } from './backoff.js';
import type { Pace } from './pace.js';

export interface Trouble {
  readonly code: string;
  readonly reason: string;
  /** `stopped`: a person has to act before it goes on; `paused`: it goes on by itself. */
  readonly kind: 'paused' | 'stopped';
}

/** The rest of one kind of work (records, ticks, redrives) of one partition. */
export class Rest {
  private attempt = 0;
  private untilMs = 0;
  private current: Trouble | null = null;

  /** @param pace of work that must not take all there is, also when nothing troubles it */
  constructor(
    private readonly backoff: Backoff,
    private readonly pace?: Pace,
  ) {}

  get trouble(): Trouble | null {
    return this.current;
  }

  /** `Date.now()` of the next try. */
  get until(): number {
    return Math.max(this.untilMs, this.pace?.freeAt ?? 0);
  }

  get tries(): number {
    return this.attempt;
  }

  ready(now: number): boolean {
    return now >= this.until;
  }

  /** Rests once more: for as long as asked, else with backoff. */
  begin(now: number, trouble: Trouble, fixedMs?: number): void {
    this.attempt += 1;
    this.current = trouble;
    this.untilMs = now + (fixedMs ?? restMs(this.backoff, this.attempt, Math.random()));
  }

  /** The work succeeded; true when there had been trouble. */
  end(): boolean {
    const had = this.current !== null;
    this.attempt = 0;
    this.untilMs = 0;
    this.current = null;
    return had;
  }
}
