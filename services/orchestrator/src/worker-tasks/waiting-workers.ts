// Workers that wait for something to do: one look at the database for all of them, however many wait.
import type { Database } from '@continuo/persistence';
import type { WorkerTasksStore } from './worker-tasks.store.js';

const LOOK_EVERY_MS = 50;
const MAX_WAITING = 1_000;

interface Waiter {
  readonly kinds: ReadonlySet<string>;
  /** Something may be there (true), or the wait is over. */
  readonly wake: (isThere: boolean) => void;
}

export class WaitingWorkers {
  /** In the order in which they came: whoever waits longest is woken first. */
  readonly #waiting = new Set<Waiter>();
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly store: Pick<WorkerTasksStore, 'available'>,
  ) {}

  get count(): number {
    return this.#waiting.size;
  }

  get isFull(): boolean {
    return this.count >= MAX_WAITING;
  }

  /** True when something of these kinds may be there; false after `ms`, when the caller is gone, or at the end. */
  wait(kinds: readonly string[], ms: number, gone: AbortSignal): Promise<boolean> {
    if (this.#isStopping || gone.aborted || ms <= 0) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (): void => waiter.wake(false);
      const timeout = setTimeout(end, ms);
      const waiter: Waiter = {
        kinds: new Set(kinds),
        wake: (isThere) => {
          clearTimeout(timeout);
          gone.removeEventListener('abort', end);
          this.#waiting.delete(waiter);
          resolve(isThere);
        },
      };
      gone.addEventListener('abort', end);
      this.#waiting.add(waiter);
      this.#lookSoon();
    });
  }

  stop(): void {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    for (const waiter of [...this.#waiting]) waiter.wake(false);
  }

  #lookSoon(): void {
    if (this.#timer !== undefined || this.#isStopping || this.#waiting.size === 0) return;
    this.#timer = setTimeout(() => void this.#look(), LOOK_EVERY_MS);
  }

  /** Wakes one waiter of each kind that has something; a look that fails is made again. */
  async #look(): Promise<void> {
    const kinds = [...new Set([...this.#waiting].flatMap((waiter) => [...waiter.kinds]))];
    const available = await this.store.available(this.database, kinds).catch(() => []);
    for (const kind of available) [...this.#waiting].find((waiter) => waiter.kinds.has(kind))?.wake(true);
    this.#timer = undefined;
    this.#lookSoon();
  }
}
