// Stops kafkajs from scheduling timers in the past, of which Node 24 warns at every connect.
import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
}

interface RequestQueuePrototype {
  scheduleCheckPendingRequests(this: RequestQueue): void;
}

let stopped = false;

/**
 * kafkajs 2.2.4 computes the delay of its check for pending requests as "throttled until" minus now, and sets the
 * timer also when nothing is throttled and nothing is pending: the delay is then minus the present time. With nothing
 * pending there is nothing to check, and a request that must wait schedules its own check, so the timer is left out.
 */
export function stopNegativeTimeouts(): void {
  if (stopped) return;
  stopped = true;
  const require = createRequire(import.meta.url);
  const queue = require('kafkajs/src/network/requestQueue') as { readonly prototype: RequestQueuePrototype };
  const original = queue.prototype.scheduleCheckPendingRequests;
  queue.prototype.scheduleCheckPendingRequests = function schedule(this: RequestQueue): void {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) original.call(this);
  };
}
