// Partitions that are due at the same moment tick in a few transactions: one for each costs more than what it fires.
import type { ConsumerContext } from './consumer-options.js';
import { tickAlone, tickTogether, type Tick, type TickOutcome } from './tick-transaction.js';

/** Partitions of one transaction: few enough that several transactions share the database's cores. */
const AT_MOST = 8;

interface Waiting {
  readonly tick: Tick;
  readonly resolve: (outcome: TickOutcome) => void;
  readonly reject: (thrown: unknown) => void;
}

export class TickGroups {
  private waiting: Waiting[] = [];

  constructor(private readonly context: ConsumerContext) {}

  /**
   * Ticks beside those that come in the same turn of the event loop. One that fails costs no other its tick: then each
   * goes alone, as does one whose row somebody else holds, or owns; what it throws is its own.
   */
  tick(tick: Tick): Promise<TickOutcome> {
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) setImmediate(() => this.begin());
      this.waiting.push({ tick, resolve, reject });
    });
  }

  private begin(): void {
    const waiting = this.waiting.splice(0);
    for (const topic of new Set(waiting.map(({ tick }) => tick.id.topic))) {
      const own = waiting.filter(({ tick }) => tick.id.topic === topic);
      const size = Math.ceil(own.length / Math.ceil(own.length / AT_MOST));
      while (own.length > 0) void this.run(own.splice(0, size));
    }
  }

  private async run(group: readonly Waiting[]): Promise<void> {
    const none: ReadonlyMap<Tick, TickOutcome> = new Map();
    const ticks = group.map(({ tick }) => tick);
    const done = ticks.length === 1 ? none : await tickTogether(this.context, ticks).catch(() => none);
    for (const { tick, resolve, reject } of group) {
      const outcome = done.get(tick);
      if (outcome === undefined) void tickAlone(this.context, tick).then(resolve, reject);
      else resolve(outcome);
    }
  }
}
