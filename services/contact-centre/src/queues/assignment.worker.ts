// Keeps assignment going: at once when something happens in this process, at the next timer, and at least four times a
// second for what happens in others.
import { MESSAGING_OPTIONS, WakeUp, type MessagingOptions } from '@continuo/messaging';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AssignmentService } from './assignment.service.js';
import { RoutingSignal } from './routing-signal.js';

const POLL_MS = 250;

@Injectable()
export class AssignmentWorker implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #bell = new WakeUp();
  readonly #unlisten: () => void;
  #stopping = false;
  #running: Promise<void> | undefined;

  constructor(
    @Inject(AssignmentService) private readonly assignment: AssignmentService,
    @Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions,
    @Inject(RoutingSignal) signal: RoutingSignal,
  ) {
    this.#unlisten = signal.onRing(() => this.#bell.ring());
  }

  onApplicationBootstrap(): void {
    this.#running = this.#run();
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopping = true;
    this.#unlisten();
    this.#bell.ring();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) await this.#bell.wait(await this.#step());
  }

  /** Answers how long may be waited for the next one. */
  async #step(): Promise<number> {
    try {
      const { hasWork, nextMs } = await this.assignment.look();
      if (hasWork) await this.assignment.round();
      return Math.max(1, Math.min(POLL_MS, Math.ceil(nextMs ?? POLL_MS)));
    } catch (error) {
      this.options.logger?.warn({ error }, 'a round of assignment failed; it is tried again');
      return POLL_MS;
    }
  }
}
