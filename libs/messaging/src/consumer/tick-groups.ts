// Partitions that are due at the same moment tick in a few transactions: one for each costs more than what it fires.
import type { ConsumerContext } from './consumer-options.js';
import { failureCode } from './failure.js';
import { tickAlone, tickTogether, type Tick, type TickOutcome } from './tick-transaction.js';

/** Partitions of one transaction: with 8 the last of 500 timers over 32 partitions was a quarter later. */
const AT_MOST = 16;

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
      const atMost = this.context.handler.timers?.apart?.() === true ? 1 : AT_MOST;
      const size = Math.ceil(own.length / Math.ceil(own.length / atMost));
      while (own.length > 0) void this.run(own.splice(0, size));
    }
  }

  private async run(group: readonly Waiting[]): Promise<void> {
    const done = await this.together(group.map(({ tick }) => tick));
    for (const { tick, resolve, reject } of group) {
      const outcome = done.get(tick);
      if (outcome === undefined) void tickAlone(this.context, tick).then(resolve, reject);
      else resolve(outcome);
    }
  }

  /** The answer leaves out who goes alone. */
  private async together(ticks: readonly Tick[]): Promise<ReadonlyMap<Tick, TickOutcome>> {
    const none: ReadonlyMap<Tick, TickOutcome> = new Map();
    const [first] = ticks;
    if (first === undefined || ticks.length === 1) return none;
    return tickTogether(this.context, ticks).catch((thrown: unknown) => {
      this.context.observer.count('ticked-apart', ticks.length, first.id, failureCode(thrown));
      return none;
    });
  }
}
