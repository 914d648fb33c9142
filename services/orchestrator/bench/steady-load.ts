// A steady stream of other customers' events, and how long each takes from when it was due to be sent to its commit.
import type { PartitionConsumerOptions } from '@continuo/messaging';
import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { OrchestratorRig, profileIn, TIMELINE_PARTITIONS, tracked } from '../test/orchestrator-rig.js';

type Observer = NonNullable<PartitionConsumerOptions['observer']>;
type Seam = NonNullable<PartitionConsumerOptions['seams']>;

export interface Load {
  readonly perSecond: number;
  /** Half of the events go there. */
  readonly partition: number;
}

interface Sent {
  readonly due: number;
  readonly phase: string;
  readonly where: 'same' | 'other';
}

const TICK_MS = 5;

export class SteadyLoad {
  readonly #sent = new Map<string, Sent>();
  /** What the running transaction of a partition was given. */
  readonly #inHand = new Map<number, readonly string[]>();
  readonly #took = new Map<string, number[]>();
  #phase = 'warm-up';
  #running: Promise<void> | undefined;
  #stopping = false;

  /** For the consumer that is measured. */
  get observer(): Observer {
    return {
      around: (place, records, run) => {
        this.#inHand.set(
          place.partition,
          records.map(({ id }) => id),
        );
        return run();
      },
    };
  }

  get seam(): Seam {
    return (seam, { partition }) => {
      if (seam !== 'after-commit') return;
      const now = performance.now();
      for (const id of this.#inHand.get(partition) ?? []) this.#arrived(id, now);
      this.#inHand.delete(partition);
    };
  }

  /** What is due from now on belongs to this phase. */
  begin(phase: string): void {
    this.#phase = phase;
  }

  start(rig: OrchestratorRig, load: Load): void {
    this.#running = this.#send(rig, load);
  }

  /** Ends when everything that was sent has arrived. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
    for (let n = 0; this.#sent.size > 0; n += 1) {
      if (n > 600) throw new Error(`${this.#sent.size} events never had an effect`);
      await delay(100);
    }
  }

  p99(phase: string, where: 'same' | 'other'): number {
    const sorted = [...(this.#took.get(`${phase} ${where}`) ?? [])].sort((a, b) => a - b);
    return sorted[Math.ceil(0.99 * sorted.length) - 1] ?? Number.NaN;
  }

  #arrived(id: string, now: number): void {
    const sent = this.#sent.get(id);
    if (sent === undefined) return;
    this.#sent.delete(id);
    const name = `${sent.phase} ${sent.where}`;
    const took = this.#took.get(name) ?? [];
    took.push(now - sent.due);
    this.#took.set(name, took);
  }

  /** All that is due in one call: a call that takes long is no excuse for what became due meanwhile. */
  async #send(rig: OrchestratorRig, { perSecond, partition }: Load): Promise<void> {
    const began = performance.now();
    let count = 0;
    while (!this.#stopping) {
      const events = [];
      for (; began + (count * 1_000) / perSecond <= performance.now(); count += 1) {
        const isSame = count % 2 === 0;
        const others = (partition + 1 + (count % (TIMELINE_PARTITIONS - 1))) % TIMELINE_PARTITIONS;
        const id = uuidv7();
        const due = began + (count * 1_000) / perSecond;
        this.#sent.set(id, { due, phase: this.#phase, where: isSame ? 'same' : 'other' });
        const event = tracked(profileIn(isSame ? partition : others), 'Checkout Started', { cart_id: id });
        events.push({ ...event, id });
      }
      if (events.length > 0) await rig.send(...events);
      await delay(TICK_MS);
    }
  }
}
