// A small process that outlives its supervisor by seconds: when that one dies, however it died, this one stops
// everything it had started. It is told what to watch over a channel whose closing is the sign.
import { stopRecorded, type PidRecord } from './pid-files.js';

export type WatchdogMessage =
  { readonly do: 'watch'; readonly record: PidRecord } | { readonly do: 'forget'; readonly pid: number };

const graceMs = 8_000;
const watched = new Map<number, PidRecord>();

process.on('message', (message: WatchdogMessage) => {
  if (message.do === 'watch') watched.set(message.record.pid, message.record);
  else watched.delete(message.pid);
});

// Whoever interrupts the supervisor must not take away the one that clears up after it.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => undefined);

process.once('disconnect', () => {
  void stopRecorded([...watched.values()], graceMs).finally(() => process.exit(0));
});
