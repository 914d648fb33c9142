// Makes the calls that intents ask for, kind by kind, until it is told to stop.
import { IntentLane, type IntentWorkerOptions } from './intent-lane.js';

export class IntentWorker {
  readonly #options: IntentWorkerOptions;
  readonly #lanes: IntentLane[] = [];

  constructor(options: IntentWorkerOptions) {
    this.#options = options;
  }

  /** Begins to work on every kind that is registered. */
  start(): void {
    for (const handler of this.#options.intents.handlers) {
      const lane = new IntentLane(this.#options, handler);
      this.#lanes.push(lane);
      lane.start();
    }
  }

  /** Takes no more, waits for calls in hand as long as it is told, aborts the rest and gives them back. */
  async stop(patienceMs = 5_000): Promise<void> {
    await Promise.all(this.#lanes.splice(0).map((lane) => lane.stop(patienceMs)));
  }
}
