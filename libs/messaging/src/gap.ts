// What is done again and again keeps a distance while the process is busy: else every record would be fetched, and sent, alone.
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

/** Between two beginnings when the process has no time left: a fetch or a turn of the relay costs more than a record. */
const LONGEST_MS = 10;
/** Who waits for a full database has time, too: it is asked no more often than this. */
const SHORTEST_MS = 2;
const LOOK_EVERY_MS = 200;

/**
 * The distance between two beginnings. It is as much of the longest one as the process is busy: who has time does at once
 * what there is, who has none waits for company. What comes after a pause is not delayed.
 */
export class Gap {
  private openAt = 0;
  private waiting: Promise<void> | undefined;

  /** @param busy The share of its time that the process has work, from 0 to 1. */
  constructor(private readonly busy: () => number = busyShare) {}

  /** What is missing to the gap since the last time; all who wait at once wait for the same. */
  wait(now = performance.now()): Promise<void> {
    if (this.waiting !== undefined) return this.waiting;
    const gap = Math.max(SHORTEST_MS, LONGEST_MS * Math.min(1, this.busy()));
    const missing = this.openAt + gap - now;
    this.openAt = Math.max(now, this.openAt + gap);
    if (missing <= 0) return Promise.resolve();
    this.waiting = delay(missing).then(() => {
      this.waiting = undefined;
    });
    return this.waiting;
  }
}

let before = performance.eventLoopUtilization();
let lookedAt = 0;
let share = 0;

/** Of the time since it was looked at before, a fifth of a second ago or more. */
function busyShare(): number {
  const now = performance.now();
  if (now - lookedAt < LOOK_EVERY_MS) return share;
  const current = performance.eventLoopUtilization();
  share = performance.eventLoopUtilization(current, before).utilization;
  before = current;
  lookedAt = now;
  return share;
}
