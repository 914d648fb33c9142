// The hot path against a model without partitions: whatever happens to customers, however it is cut into batches, held,
// deferred, drained, fired by idle clocks and lost at its commit, states and journals are those of the model, byte by byte.
import { writeFileSync } from 'node:fs';
import { drawHistory } from './history.js';
import { Partitions, type Draw } from './partitions.js';

const firstSeed = Number(process.env['VERIFY_SEED'] ?? process.env['SEED'] ?? Date.now() % 2 ** 31);
const wanted = Number(process.env['VERIFY_STEPS'] ?? 10_000);

/** Draws that a seed repeats (mulberry32). */
function seeded(seed: number): Draw {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (end) => Math.floor(next() * end) };
}

interface Sum {
  seeds: number;
  steps: number;
  markers: number;
  deferred: number;
  waited: number;
  lost: number;
  ticks: number;
  instances: number;
}

function play(seed: number, sum: Sum): void {
  const draw = seeded(seed);
  const history = drawHistory(draw);
  const partitions = new Partitions(history.streams, history.homes, draw);
  let turns = 0;
  for (; !partitions.isDone; turns += 1) {
    if (turns > 20_000) throw new Error('the hot path does not come to an end');
    partitions.step();
  }
  partitions.finish();
  const [found, expected] = [partitions.outcome(), history.model.outcome()];
  if (found !== expected) throw new Error(`unlike the model:\n${difference(found, expected)}`);
  sum.seeds += 1;
  sum.steps += history.items + turns;
  sum.markers += history.markers;
  sum.deferred += partitions.deferred;
  sum.waited += partitions.waited;
  sum.lost += partitions.lost;
  sum.ticks += partitions.ticks;
  sum.instances += history.model.journals.size;
}

function difference(found: string, expected: string): string {
  const [a, b] = [found.split('\n'), expected.split('\n')];
  const at = a.findIndex((line, n) => line !== b[n]);
  return `hot path: ${a[at] ?? 'nothing'}\nmodel:    ${b[at] ?? 'nothing'}`;
}

test(`is the model, from seed ${firstSeed} on (VERIFY_SEED, VERIFY_STEPS)`, () => {
  const sum: Sum = {
    seeds: 0,
    steps: 0,
    markers: 0,
    deferred: 0,
    waited: 0,
    lost: 0,
    ticks: 0,
    instances: 0,
  };
  let seed = firstSeed;
  try {
    for (; sum.steps < wanted; seed += 1) play(seed, sum);
  } catch (error) {
    throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  } finally {
    const result = process.env['VERIFY_RESULT'];
    if (result !== undefined) writeFileSync(result, JSON.stringify({ firstSeed, nextSeed: seed, ...sum }));
    process.stdout.write(`hot path: seeds ${firstSeed} to ${seed - 1}, ${JSON.stringify(sum)}\n`);
  }
  // A run in which nothing of it happened proves nothing.
  for (const count of [sum.markers, sum.deferred, sum.waited, sum.lost, sum.ticks, sum.instances])
    expect(count).toBeGreaterThan(sum.seeds / 4);
});
