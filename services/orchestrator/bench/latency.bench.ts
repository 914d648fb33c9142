// How long one event takes on an idle system, from its sending to the timeline to the committed effect; and how long the
// same bytes and statements take through a bare loop, since most of it is the broker's and the disk's.
import { randomUUID } from 'node:crypto';
import { partitionOf, type KafkaConsumer } from '@continuo/messaging';
import type { Measure } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { TIMELINE } from '../src/journeys/definitions/contract-catalogue.js';
import { OrchestratorRig, profileIn, TIMELINE_PARTITIONS, tracked } from '../test/orchestrator-rig.js';
import { execute, rawDatabase, recording, type Recorded } from './raw-transactions.js';

const EVENTS = 500;
const WARM_UP = 200;

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
  const transactions: Recorded[] = [];
  const rig = await OrchestratorRig.open({
    around: (database) => recording(database, transactions),
    seams: (seam, place) => (seam === 'after-commit' ? commits.seen(place.partition) : undefined),
  });
  try {
    await rig.publish(DEFINITION);
    await rig.consumer.start();
    const recorded: Recorded[] = [];
    const real = await durations(async () => {
      const took = await one(rig, commits);
      recorded.push(transactions.at(-1) as Recorded);
      return took;
    });
    await rig.consumer.stop();
    const bare = await BareLoop.open(rig);
    const raw = await durations(() => bare.one(recorded.shift() as Recorded));
    await bare.close();
    return [measure('p50', real, raw, 0.5, 10), measure('p99', real, raw, 0.99, 30)];
  } finally {
    await rig.close();
  }
}

/** Sorted, without those of the warm-up. */
async function durations(next: () => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (let n = 0; n < WARM_UP + EVENTS; n += 1) all.push(await next());
  return all.slice(WARM_UP).sort((a, b) => a - b);
}

function measure(
  which: string,
  real: readonly number[],
  bare: readonly number[],
  share: number,
  limit: number,
): Measure {
  const value = at(real, share);
  const raw = at(bare, share);
  return {
    name: `event to effect, idle, ${which}`,
    value,
    unit: 'ms',
    raw,
    ratio: value / raw,
    target: `under ${limit} ms`,
    met: value < limit,
  };
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
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

/** The same way with nothing of ours on it: a record through the broker, and then what was executed, as it was. */
class BareLoop {
  #arrived: (() => void) | undefined;

  private constructor(
    private readonly rig: OrchestratorRig,
    private readonly consumer: KafkaConsumer,
    private readonly raw: Awaited<ReturnType<typeof rawDatabase>>,
  ) {}

  static async open(rig: OrchestratorRig): Promise<BareLoop> {
    const ends = await rig.kafka.admin().logRanges(TIMELINE);
    const consumer = rig.kafka.consumer({ group: 'bare', topics: [TIMELINE], maxWaitMs: 100 });
    const loop = new BareLoop(rig, consumer, await rawDatabase(rig.database));
    await new Promise<void>((resolve, reject) => {
      consumer
        .start({
          assigned: (partitions) => {
            for (const each of partitions) consumer.resume(each, ends.get(each.partition)?.end ?? 0n);
            resolve();
          },
          revoked: () => undefined,
          batch: ({ records }) => (records.length > 0 ? loop.#arrived?.() : undefined),
          positionLost: () => reject(new Error('a position was lost')),
          crashed: (error, restarts) => restarts || reject(error),
        })
        .catch(reject);
    });
    return loop;
  }

  async one(recorded: Recorded): Promise<number> {
    const arrived = new Promise<void>((resolve) => {
      this.#arrived = resolve;
    });
    const begin = performance.now();
    await this.rig.send(
      tracked(profileIn(recorded.partitions[0] ?? 0), 'Checkout Started', { cart_id: randomUUID() }),
    );
    await arrived;
    await execute(this.raw.database, recorded);
    return performance.now() - begin;
  }

  async close(): Promise<void> {
    await this.consumer.stop();
    await this.raw.close();
  }
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
