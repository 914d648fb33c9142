// Gives back once what loading and starting left behind: 15 to 25 MB of a service's resident memory, which V8 itself
// does not come to while little happens, because it collects when something is allocated.
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Less of a second than this is work: nobody waits for the collection, which takes about a fifth of a second. */
const IDLE_BELOW = 0.2;
const LOOK_EVERY_MS = 10_000;

export interface StartLeavingsOptions {
  readonly everyMs?: number;
  /** What part of the time since the last call was work, from 0 to 1. */
  readonly busy?: () => number;
  readonly collect?: () => void;
}

/**
 * Collects once, after the first ten seconds in which the process had little to do. One that is busy from the start
 * allocates, and is collected by that; nothing is ever collected under load.
 */
export function collectStartLeavings(options: StartLeavingsOptions = {}): void {
  const { everyMs = LOOK_EVERY_MS, busy = busySince(), collect = collectAll } = options;
  const timer = setInterval(() => {
    if (busy() >= IDLE_BELOW) return;
    clearInterval(timer);
    collect();
  }, everyMs);
  timer.unref();
}

function busySince(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}

/** A usual collection leaves half-empty pages where they are; the one of last resort moves what lives together. */
function collectAll(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction | undefined;
  setFlagsFromString('--no-expose-gc');
  collect?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
