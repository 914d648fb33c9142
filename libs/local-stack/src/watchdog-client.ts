// The supervisor's side of the watchdog.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PidRecord } from './pid-files.js';
import type { WatchdogMessage } from './watchdog.js';

export interface Watchdog {
  readonly pid: number | undefined;
  watch(record: PidRecord): void;
  forget(pid: number): void;
  /** Lets it go when everything was stopped in order. */
  end(): Promise<void>;
}

/** Starts the watchdog. It runs compiled, also when its starter is a test that runs the sources. */
export function startWatchdog(): Watchdog {
  const program = fileURLToPath(new URL('../dist/watchdog.js', import.meta.url));
  const child = fork(program, [], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: ['--max-old-space-size=32'],
    env: {},
  });
  child.unref();
  child.channel?.unref();
  child.on('error', () => undefined);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const tell = (message: WatchdogMessage): void => {
    if (child.connected) child.send(message, () => undefined);
  };
  return {
    pid: child.pid,
    watch: (record) => tell({ do: 'watch', record }),
    forget: (pid) => tell({ do: 'forget', pid }),
    async end(): Promise<void> {
      if (!child.connected) return;
      child.disconnect();
      child.ref();
      await gone;
    },
  };
}
