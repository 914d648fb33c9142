// Work that is done again and again beside everything else: never twice at once, and a failure only waits for the next time.
import { Logger } from '@nestjs/common';

export class RepeatedWork {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> | undefined;
  readonly #log = new Logger('RepeatedWork');

  constructor(
    private readonly everyMs: number,
    private readonly work: () => Promise<unknown>,
  ) {}

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#once().finally(() => (this.#running = undefined));
    }, this.everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  async #once(): Promise<void> {
    try {
      await this.work();
    } catch (error) {
      this.#log.warn({ err: error }, 'repeated work failed; it is tried again');
    }
  }
}
