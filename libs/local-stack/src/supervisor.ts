// Keeps processes running: one that dies is started again, later and later while it keeps dying, and the terminal
// says so.
import { setTimeout as delay } from 'node:timers/promises';
import { describeEnd, type ManagedProcess, type ProcessEnd } from './managed-process.js';

export interface SupervisorOptions {
  readonly say: (line: string) => void;
  /** Called whenever the set of pids has changed. */
  readonly onChange?: () => void;
  readonly backoff?: Backoff;
}

export interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
  /** After this long without dying the delay starts anew. */
  readonly forgottenAfterMs: number;
}

const usualBackoff: Backoff = { firstMs: 500, mostMs: 30_000, forgottenAfterMs: 60_000 };

/** How long to wait before the next start, after `deaths` in a row. */
export function backoffAfter(deaths: number, { firstMs, mostMs }: Backoff): number {
  return Math.min(mostMs, firstMs * 2 ** Math.max(0, deaths - 1));
}

export class Supervisor {
  private readonly kept: ManagedProcess[] = [];
  private readonly stopping = new AbortController();
  private readonly backoff: Backoff;
  /** Restarts under way, which a stop must wait for. */
  private readonly restarts = new Set<Promise<void>>();

  constructor(private readonly options: SupervisorOptions) {
    this.backoff = options.backoff ?? usualBackoff;
  }

  get processes(): readonly ManagedProcess[] {
    return this.kept;
  }

  /** Starts a process and keeps it running. */
  async launch(process: ManagedProcess): Promise<void> {
    this.kept.push(process);
    await process.start();
    this.keep(process);
  }

  /** Starts a process that runs once, stopped with the others if it hasn't ended by then. */
  async launchOnce(process: ManagedProcess): Promise<void> {
    this.kept.push(process);
    await process.start();
  }

  /** From now on the process, which runs already, is started again when it dies. */
  keep(process: ManagedProcess): void {
    if (!this.kept.includes(process)) this.kept.push(process);
    let deaths = 0;
    let startedAt = Date.now();
    process.onUnexpectedEnd = (end) => {
      this.options.onChange?.();
      if (Date.now() - startedAt > this.backoff.forgottenAfterMs) deaths = 0;
      const restart = this.restart(process, end, () => (deaths += 1)).then(() => {
        startedAt = Date.now();
      });
      this.restarts.add(restart);
      void restart.finally(() => this.restarts.delete(restart));
    };
  }

  /** Stops everything, the services before the servers that they need. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const of = (kind: 'server' | 'service'): ManagedProcess[] =>
      this.kept.filter(({ spec }) => spec.kind === kind);
    await Promise.all(of('service').map((process) => process.stop()));
    for (const process of of('server').reverse()) await process.stop();
    await Promise.all(this.restarts);
    // A restart that was under way when the stop began may have brought one up after its turn.
    await Promise.all(this.kept.map((process) => process.stop()));
  }

  private async restart(process: ManagedProcess, end: ProcessEnd, died: () => number): Promise<void> {
    let what = `stopped unexpectedly (${describeEnd(end)})`;
    while (!this.stopping.signal.aborted) {
      const deaths = died();
      const wait = backoffAfter(deaths, this.backoff);
      const times = deaths === 1 ? '' : ` (time ${deaths})`;
      this.options.say(`${process.name} ${what}; starting it again in ${wait / 1_000} s${times}`);
      if (!(await this.waited(wait))) return;
      try {
        await process.start();
        this.options.say(`${process.name} is up again (pid ${process.pid})`);
        this.options.onChange?.();
        return;
      } catch (error) {
        what = error instanceof Error ? `failed to start: ${error.message}\n` : 'failed to start';
      }
    }
  }

  private async waited(ms: number): Promise<boolean> {
    return delay(ms, true, { signal: this.stopping.signal }).catch(() => false);
  }
}
