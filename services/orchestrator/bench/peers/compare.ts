// Runs the same journey on each engine, one after the other on the same servers, and prints what each did.
import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { openOurs } from './ours.js';
import type { OpenPeer, Peer } from './peer.js';

const SECONDS = Number(process.env['PEER_SECONDS'] ?? 10);
/** Journeys that are under way at once while throughput is measured: of these, what each engine does best with. */
const IN_FLIGHT = (process.env['PEER_IN_FLIGHT'] ?? '200,1000,8000').split(',').map(Number);
/** Journeys under way at once while answers are timed: neither engine is full then. */
const EASY = Number(process.env['PEER_EASY'] ?? 20);
/** Journeys a second while answers are timed at the same load for all. */
const STEADY = Number(process.env['PEER_STEADY'] ?? 150);
const TIMERS = Number(process.env['PEER_TIMERS'] ?? 200);
const TIMER_MS = 10_000;
const WARM_UP_MS = 5_000;
const LEAST = 30;

interface Result {
  readonly name: string;
  readonly perSecond: number;
  /** Milliseconds from the second event's sending to the effect's commit, with few under way. */
  readonly p99: number;
  /** The same at the same number of journeys a second for each engine, none of which is full then. */
  readonly steadyP99: number;
  /** The same while it is full, and with how many that was. */
  readonly fullP99: number;
  readonly inFlight: number;
  /** Milliseconds that effects of timers come after they were due. */
  readonly timerP99: number;
}

const { openDbos } = (await import(new URL('./dbos.mjs', import.meta.url).href)) as { openDbos: OpenPeer };
const asked = process.argv.slice(2);
const peers: readonly (readonly [string, OpenPeer])[] = [
  ['continuo', openOurs],
  ['dbos', openDbos],
];
const results: Result[] = [];
for (const [name, open] of peers)
  if (asked.length === 0 || asked.includes(name)) results.push(await measure(open));
print(results);
process.exit(0);

async function measure(open: OpenPeer): Promise<Result> {
  const waiting = new Map<string, (at: number) => void>();
  const peer = await open(TIMER_MS, (id) => {
    waiting.get(id)?.(performance.now());
    waiting.delete(id);
  });
  try {
    // While nothing else is under way.
    const late = await Promise.all(await startTimers(peer, waiting));
    const steady = await steadily(peer, waiting, STEADY, WARM_UP_MS / 2, SECONDS * 1_000);
    const easy = await load(peer, waiting, EASY, WARM_UP_MS / 2, 5_000);
    const runs = [];
    for (const inFlight of IN_FLIGHT)
      runs.push({ inFlight, ...(await load(peer, waiting, inFlight, WARM_UP_MS, SECONDS * 1_000)) });
    const full = runs.reduce((best, run) => (run.perSecond > best.perSecond ? run : best));
    const { name } = peer;
    const { perSecond, inFlight } = full;
    return {
      name,
      perSecond,
      inFlight,
      p99: at99(easy.took),
      steadyP99: at99(steady),
      fullP99: at99(full.took),
      timerP99: at99(late),
    };
  } finally {
    await peer.close();
  }
}

type Waiting = Map<string, (at: number) => void>;

async function startTimers(peer: Peer, waiting: Waiting): Promise<Promise<number>[]> {
  const ids = Array.from({ length: TIMERS }, () => uuidv7());
  const begun = performance.now();
  const late = ids.map((id) => effect(waiting, id).then((at) => at - begun - TIMER_MS));
  await peer.start(ids);
  return late;
}

/** Keeps so many under way for a while. */
async function load(
  peer: Peer,
  waiting: Waiting,
  inFlight: number,
  warmUpMs: number,
  forMs: number,
): Promise<{ readonly perSecond: number; readonly took: number[] }> {
  const took: number[] = [];
  let [underWay, done] = [0, 0];
  const begun = performance.now();
  const isOver = (): boolean => performance.now() - begun > warmUpMs + forMs;
  const one = (id: string, sent: number): void => {
    void effect(waiting, id).then((at) => {
      underWay -= 1;
      if (at - begun < warmUpMs || isOver()) return;
      done += 1;
      took.push(at - sent);
    });
  };
  const lane = async (share: number): Promise<void> => {
    while (!isOver()) {
      const count = Math.min(share, inFlight - underWay);
      if (count <= 0) {
        await delay(1);
        continue;
      }
      underWay += count;
      const ids = Array.from({ length: count }, () => uuidv7());
      await peer.start(ids);
      const sent = performance.now();
      for (const id of ids) one(id, sent);
      await peer.second(ids);
    }
  };
  await Promise.all(Array.from({ length: peer.lanes }, () => lane(Math.ceil(inFlight / peer.lanes))));
  while (underWay > 0) await delay(20);
  return { perSecond: (done * 1_000) / forMs, took };
}

/** Begins so many a second, however many are still under way. */
async function steadily(
  peer: Peer,
  waiting: Waiting,
  perSecond: number,
  warmUpMs: number,
  forMs: number,
): Promise<number[]> {
  const took: number[] = [];
  const begun = performance.now();
  const running: Promise<void>[] = [];
  const one = async (): Promise<void> => {
    const id = uuidv7();
    await peer.start([id]);
    const sent = performance.now();
    const done = effect(waiting, id);
    await peer.second([id]);
    const at = await done;
    if (sent - begun >= warmUpMs) took.push(at - sent);
  };
  for (let nth = 0; (nth * 1_000) / perSecond < warmUpMs + forMs; nth += 1) {
    const due = begun + (nth * 1_000) / perSecond;
    if (due > performance.now()) await delay(due - performance.now());
    running.push(one());
  }
  const inTime = await Promise.race([
    Promise.all(running).then(() => true),
    delay(60_000, false, { ref: false }),
  ]);
  if (!inTime) throw new Error(`${waiting.size} effects did not come within a minute`);
  return took;
}

function effect(waiting: Waiting, id: string): Promise<number> {
  return new Promise((resolve) => waiting.set(id, resolve));
}

function at99(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(0.99 * sorted.length) - 1] ?? Number.NaN;
}

function print(all: readonly Result[]): void {
  const ms = (value: number): string => `${value.toFixed(0)} ms`;
  for (const { name, perSecond, inFlight, p99, steadyP99, fullP99, timerP99 } of all)
    console.log(
      `${name.padEnd(10)} ${perSecond.toFixed(0).padStart(7)} journeys/s; event to effect p99 ${ms(steadyP99)} ` +
        `(${STEADY} a second), ${ms(p99)} (${EASY} under way), ${ms(fullP99)} (${inFlight} under way); ` +
        `timer to effect p99 ${ms(timerP99)}`,
    );
  const [ours, ...others] = all;
  for (const other of others) {
    const ratio = (ours?.perSecond ?? 0) / other.perSecond;
    const noWorse = (ours?.steadyP99 ?? Number.NaN) <= other.steadyP99 ? 'no worse' : 'WORSE';
    console.log(
      `${ours?.name} does ${ratio.toFixed(1)} times the journeys of ${other.name} (target: at least ${LEAST}); its p99 at the same load is ${noWorse}`,
    );
  }
}
