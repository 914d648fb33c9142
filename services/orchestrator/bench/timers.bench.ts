// Timers among a million that are pending: a thousand a second for a while, and then, in a service that is warm as one is that
// has run for a day, five hundred due at once, several times; how long each takes from when it is due to its committed effect,
// beside a bare loop that executes the same statements, as warm.
import type { Column, Database } from '@continuo/persistence';
import type { Measure, TestDatabase } from '@continuo/testing';
import { setTimeout as delay } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { OrchestratorRig, tracked } from '../test/orchestrator-rig.js';
import { telling } from './committed-instances.js';
import { fillTimers } from './many-instances.js';
import { execute, rawDatabase, recording, rehearse, sideBySide, type Recorded } from './raw-transactions.js';

const PENDING = Number(process.env['BENCH_TIMERS'] ?? 1_000_000);
const AT_ONCE = 500;
const TIMES = 5;
const PER_SECOND = 1_000;
const SECONDS = 10;

/** Long enough that all of them are started before the first is due. */
const WAITS_MS = 15_000;

const DEFINITION = `
journey: timers
title: A cart
owner: bench
objective: to be measured
metrics: [measured]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Checkout Started", key: event.properties.cart_id }
steps:
  thinking: { office: front, wait: [{ after: PT${WAITS_MS / 1_000}S }] }
  over: { end: over }
`;

export async function bench(): Promise<Measure[]> {
  const transactions: Recorded[] = [];
  const committedAt = new Map<string, number>();
  const rig = await OrchestratorRig.open({
    around: (database) =>
      telling(recording(database, transactions), (instances) => {
        for (const { id } of instances) committedAt.set(id, Date.now());
      }),
  });
  try {
    await rig.publish(DEFINITION);
    await fillTimers(rig.testDatabase, PENDING);
    await rig.consumer.start();
    // Everything has run once before it is measured.
    await fired(rig, committedAt, () => rig.send(...starts(50)));
    const sustained = await fired(rig, committedAt, () => steadily(rig));
    const late: number[] = [];
    let last: ReadonlySet<string> = new Set();
    for (let time = 0; time < TIMES; time += 1) {
      // What is written down is the bench's own: kept for longer, it would be collected in the midst of what is measured.
      transactions.length = 0;
      const once = await fired(rig, committedAt, () => rig.send(...starts(AT_ONCE)));
      late.push(...once.late);
      last = once.ids;
    }
    const bare = await bareLoop(rig.database, transactionsOf(transactions, last));
    return [
      measure(`${AT_ONCE} timers due at once among ${PENDING}`, sorted(late), 100, bare),
      measure(`${PER_SECOND} timers a second among ${PENDING}`, sustained.late, 1_000),
    ];
  } finally {
    await rig.close();
  }
}

function starts(count: number) {
  return Array.from({ length: count }, () => {
    const profileId = uuidv7();
    return tracked(profileId, 'Checkout Started', { cart_id: profileId });
  });
}

async function steadily(rig: OrchestratorRig): Promise<void> {
  const began = performance.now();
  for (let second = 0; second < SECONDS * 10; second += 1) {
    await delay(Math.max(0, began + second * 100 - performance.now()));
    await rig.send(...starts(PER_SECOND / 10));
  }
}

interface Fired {
  readonly ids: ReadonlySet<string>;
  /** Milliseconds after they were due, sorted. */
  readonly late: readonly number[];
}

/** Starts instances, waits until their timers have fired. */
async function fired(
  rig: OrchestratorRig,
  committedAt: ReadonlyMap<string, number>,
  start: () => Promise<void>,
): Promise<Fired> {
  const known = new Set(committedAt.keys());
  await start();
  await rig.settled();
  const rows = await rig.testDatabase.query<{ id: string; due: string }>(
    `select i.id, t.due from instance i join timer t on t.instance_id = i.id where i.open`,
  );
  const due = new Map(rows.filter(({ id }) => !known.has(id)).map((row) => [row.id, Number(row.due)]));
  const deadline = Date.now() + 120_000;
  while ((await open(rig.testDatabase)) > 0) {
    if (Date.now() > deadline) throw new Error('not all timers fired');
    await delay(200);
  }
  const late = [...due].map(([id, at]) => (committedAt.get(id) ?? Number.NaN) - at);
  return { ids: new Set(due.keys()), late: sorted(late) };
}

async function open(database: TestDatabase): Promise<number> {
  const [row] = await database.query<{ n: number }>('select count(*)::int as n from instance where open');
  return row?.n ?? 0;
}

/** Those that fired these timers: the last that wrote each instance. */
function transactionsOf(all: readonly Recorded[], ids: ReadonlySet<string>): readonly Recorded[] {
  const seen = new Set<string>();
  const found: Recorded[] = [];
  for (const each of [...all].reverse()) {
    const own = writtenBy(each).filter((id) => ids.has(id) && !seen.has(id));
    for (const id of own) seen.add(id);
    if (own.length > 0) found.push(each);
  }
  return found;
}

function writtenBy({ statements }: Recorded): readonly string[] {
  return statements.flatMap(([query]) => {
    const { name, values } = (query ?? {}) as { name?: string; values?: readonly unknown[] };
    if (name !== 'write-instances') return [];
    const ids = values?.[1] as Column<'uuid'> | undefined;
    return (ids?.values ?? []).filter((id) => id !== null);
  });
}

/** How often the bare loop executes and takes back everything before it is measured: a database plans a statement anew at first. */
const REHEARSALS = 6;

/** The same statements, all partitions at once, as soon as they are due: milliseconds until each instance is committed. */
async function bareLoop(like: Database, transactions: readonly Recorded[]): Promise<readonly number[]> {
  const raw = await rawDatabase(like);
  try {
    for (let time = 0; time < REHEARSALS; time += 1)
      await sideBySide(transactions, (each) => rehearse(raw.database, each));
    const took: number[] = [];
    const began = performance.now();
    await sideBySide(transactions, async (each) => {
      await execute(raw.database, each);
      for (const _ of writtenBy(each)) took.push(performance.now() - began);
    });
    return sorted(took);
  } finally {
    await raw.close();
  }
}

function measure(name: string, late: readonly number[], limit: number, bare?: readonly number[]): Measure {
  const value = at(late, 0.99);
  const raw = bare === undefined ? undefined : at(bare, 0.99);
  const target = `p99 within ${limit} ms`;
  const against = raw === undefined ? {} : { raw, ratio: value / raw };
  return { name, value, unit: 'ms', ...against, target, met: value <= limit };
}

function sorted(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b);
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}
