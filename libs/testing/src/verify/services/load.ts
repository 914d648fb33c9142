// The load: so many requests a second, whatever becomes of them, from a mix that the seed draws.
import { setTimeout as delay } from 'node:timers/promises';
import * as customers from './customer-acts.js';
import * as staff from './staff-acts.js';
import type { World } from './world.js';

type Act = (world: World) => Promise<void>;

/** In requests a second of 200. */
const mix: readonly (readonly [weight: number, act: Act])[] = [
  [92, customers.browses],
  [22, customers.writes],
  [5, customers.calls],
  [5, customers.hangsUp],
  [8, customers.moves],
  [6, (world) => customers.says(world)],
  [14, customers.looksUp],
  [9, staff.orders],
  [8, staff.makesReady],
  [5, staff.handsOver],
  [3, staff.cancels],
  [8, staff.meets],
  [5, staff.opensCase],
  [4, staff.notes],
  [4, staff.closesCase],
  [2, staff.takesAlertOn],
];
const total = mix.reduce((sum, [weight]) => sum + weight, 0);

const TICK_MS = 10;
/** A process that stood still for a while does not make up for more than this at once. */
const MOST_AT_ONCE = 100;
/** More callers than this are not there: when nobody is answered, nobody new comes, and the rate falls. */
const MOST_CALLERS = 4_000;

export class Load {
  private readonly running = new Set<Promise<void>>();
  private readonly failures: string[] = [];
  private ending = false;
  private issuing: Promise<void> | undefined;
  /** How long it has been going, and how many requests began in that time. */
  seconds = 0;
  requests = 0;

  constructor(
    private readonly world: World,
    private readonly perSecond: number,
  ) {}

  start(): void {
    this.issuing = this.issue();
  }

  /** Begins nothing more and waits for the last answer. */
  async end(): Promise<readonly string[]> {
    this.ending = true;
    await this.issuing;
    await Promise.all(this.running);
    return this.failures;
  }

  get inFlight(): number {
    return this.running.size;
  }

  private async issue(): Promise<void> {
    const { counts } = this.world.client;
    const before = counts.asked;
    const began = performance.now();
    while (!this.ending) {
      this.seconds = (performance.now() - began) / 1_000;
      this.requests = counts.asked - before;
      const due = Math.min(MOST_AT_ONCE, Math.floor(this.seconds * this.perSecond) - this.requests);
      for (const end = counts.asked + due; counts.asked < end && this.running.size < MOST_CALLERS;)
        this.begin(this.draw());
      await delay(TICK_MS);
    }
  }

  private begin(act: Act): void {
    const work = act(this.world)
      .catch((error: unknown) => {
        this.failures.push(`the load itself failed: ${error instanceof Error ? error.stack : String(error)}`);
      })
      .finally(() => this.running.delete(work));
    this.running.add(work);
  }

  private draw(): Act {
    let left = this.world.draws.next() * total;
    for (const [weight, act] of mix) {
      left -= weight;
      if (left < 0) return act;
    }
    return customers.browses;
  }
}
