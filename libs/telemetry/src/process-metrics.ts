// Memory and the event loop's delay, which say whether a process suffers, and since when it runs.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { observeGauge } from './metrics.js';

/** Begins to observe this process; the returned function ends it. */
export function observeProcess(): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const stopMemory = observeGauge('process.memory.usage', () => [{ value: process.memoryUsage.rss() }]);
  const stopUptime = observeGauge('process.uptime', () => [{ value: process.uptime() }]);
  const stopDelay = observeGauge('nodejs.eventloop.delay.max', () => {
    const value = delay.max / 1e9;
    delay.reset();
    return [{ value }];
  });
  return () => {
    stopMemory();
    stopUptime();
    stopDelay();
    delay.disable();
  };
}
