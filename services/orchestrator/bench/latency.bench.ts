// How long one event takes on an idle system, from its sending to the timeline to the committed effect.
import { randomUUID } from 'node:crypto';
import { partitionOf } from '@continuo/messaging';
import { uuidv7 } from 'uuidv7';
import { OrchestratorRig, TIMELINE_PARTITIONS, tracked } from '../test/orchestrator-rig.js';
import type { Measure } from './engine.bench.js';

const EVENTS = 300;
const WARM_UP = 50;

const DEFINITION = `
journey: latency
title: A cart
owner: bench
objective: to be measured
metrics: [measured]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Checkout Started", key: event.properties.cart_id }
steps:
  thinking: { office: front, wait: [{ after: P1D }] }
  over: { end: over }
`;

export async function bench(): Promise<Measure[]> {
  const commits = new Commits();
  const rig = await OrchestratorRig.open({
    seams: (seam, place) => (seam === 'after-commit' ? commits.seen(place.partition) : undefined),
  });
  try {
    await rig.publish(DEFINITION);
    await rig.consumer.start();
    const durations: number[] = [];
    for (let n = 0; n < WARM_UP + EVENTS; n += 1) {
      const took = await one(rig, commits);
      if (n >= WARM_UP) durations.push(took);
    }
    durations.sort((a, b) => a - b);
    return [measure('idle, p50', durations, 0.5, 10), measure('idle, p99', durations, 0.99, 30)];
  } finally {
    await rig.close();
  }
}

function measure(name: string, sorted: readonly number[], share: number, limit: number): Measure {
  const value = sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
  return {
    name: `event to effect, ${name}`,
    value,
    unit: 'ms',
    target: `under ${limit} ms`,
    met: value < limit,
  };
}

/** One event of a new customer; the time until its partition's next commit. */
async function one(rig: OrchestratorRig, commits: Commits): Promise<number> {
  const profileId = uuidv7();
  const partition = partitionOf(Buffer.from(profileId), TIMELINE_PARTITIONS);
  const committed = commits.next(partition);
  const begin = performance.now();
  await rig.send(tracked(profileId, 'Checkout Started', { cart_id: randomUUID() }));
  await committed;
  return performance.now() - begin;
}

/** Waits for commits by partition. */
class Commits {
  readonly #waiting = new Map<number, () => void>();

  next(partition: number): Promise<void> {
    return new Promise((resolve) => this.#waiting.set(partition, resolve));
  }

  seen(partition: number): void {
    this.#waiting.get(partition)?.();
    this.#waiting.delete(partition);
  }
}
