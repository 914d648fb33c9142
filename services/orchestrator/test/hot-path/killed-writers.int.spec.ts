// kill -9 at each statement of either writer, one after the other on the same customers: what is left in the end is what
// an undisturbed reading of the same timeline makes, entry by entry and message by message.
import { canonicalJson } from '@continuo/kernel';
import { eventually } from '@continuo/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TIMELINE } from '../../src/journeys/definitions/contract-catalogue.js';
import { OrchestratorRig, profileIn, tracked } from '../orchestrator-rig.js';
import type { KillPoint, Writer } from './killing-database.js';

const seed = Number(process.env['VERIFY_SEED'] ?? process.env['SEED'] ?? Date.now() % 2 ** 31);
const all = process.env['VERIFY_KILLS'] === 'all';
/** More than either writer has; beyond the last one nothing is killed. */
const MOST = 30;

const DEFINITION = `
journey: killed
title: A cart
owner: tests
objective: nothing lost and nothing twice
metrics: [carts]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Checkout Started", key: event.properties.cart_id }
steps:
  thinking:
    office: front
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Order Completed" && event.properties.cart_id == key, next: thank }
      - { after: PT1S, next: remind }
  remind:
    office: front
    act: collaboration.SendMessage
    with: { template: "'cart'", purpose: "'service'", channel: "'email'" }
    next: over
  thank: { office: middle, set: { bought: "true" } }
  waiting: { office: front, wait: [{ after: P1D }] }
  over: { end: over }
`;

let rig: OrchestratorRig;
const profiles: string[] = [];

beforeAll(async () => {
  rig = await OrchestratorRig.open({ relay: false, sessionTimeoutMs: 6_000, limits: { maxAttempts: 1_000 } });
  await rig.publish(DEFINITION);
}, 60_000);

afterAll(async () => {
  await rig.close();
}, 60_000);

/** New customers, one of whom buys, all at once. */
async function load(): Promise<void> {
  for (const partition of [3, 3, 3, 4]) {
    const profileId = profileIn(partition);
    profiles.push(profileId);
    const events = [tracked(profileId, 'Checkout Started', { cart_id: 'c-1' })];
    if (profiles.length % 3 === 0) events.push(tracked(profileId, 'Order Completed', { cart_id: 'c-1' }));
    await rig.send(...events);
  }
}

/** True when it was killed where it should be; false when it has nothing left to do and lives. */
async function isKilled(point: KillPoint): Promise<boolean> {
  const order = { databaseUrl: rig.testDatabase.url, prefix: rig.prefix, point };
  const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const hooks = here('../../../../libs/messaging/test/typescript-hooks.mjs');
  const args = ['--import', hooks, here('victim.ts'), JSON.stringify(order)];
  const { NODE_OPTIONS: _options, ...env } = process.env;
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  try {
    const fired = eventually(async () => (await isIdle()) && (await noneDue()), {
      within: 60_000,
      every: 100,
    });
    const how = await Promise.race([ended, fired.then(() => 'idle' as const)]);
    if (how === 'idle') return false;
    void fired.catch(() => undefined);
    expect(how).toEqual([null, 'SIGKILL']);
    return true;
  } finally {
    await gone(child, ended);
  }
}

async function gone(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await ended;
}

/** Everything that is on the timeline was read. */
async function isIdle(): Promise<boolean> {
  const ranges = await rig.kafka.admin().logRanges(TIMELINE);
  const rows = await rig.testDatabase.query<{ partition: number; next_offset: string }>(
    'select partition, next_offset from messaging.partition_position where topic = $1',
    [TIMELINE],
  );
  const read = new Map(rows.map((row) => [row.partition, BigInt(row.next_offset)]));
  return [...ranges].every(([partition, { end }]) => (read.get(partition) ?? 0n) >= end);
}

async function noneDue(): Promise<boolean> {
  const [row] = await rig.testDatabase.query<{ n: number }>(
    'select count(*)::int as n from timer where due < $1',
    [Date.now() + 60_000],
  );
  return row?.n === 0;
}

/** Its points in order until there is no statement of that number any more. */
async function killAt(writer: Writer, points: Iterable<number>): Promise<number[]> {
  const met: number[] = [];
  for (const statement of points) {
    await load();
    if (await isKilled({ writer, statement })) met.push(statement);
    else if (statement > 3) break;
  }
  return met;
}

interface Seen {
  readonly journals: readonly string[];
  readonly published: readonly string[];
}

type Query = <Row extends Record<string, unknown>>(
  sql: string,
  values?: readonly unknown[],
) => Promise<Row[]>;

/** What can be compared: real time is another one when it is read again. */
async function seenBy(query: Query): Promise<Seen> {
  const entries = await query<{ entry: string }>('select entry from journal order by instance_id, seq');
  const journals = entries.map(({ entry }) => {
    const { facts, ...rest } = JSON.parse(entry) as { facts?: { real?: number } };
    const { real: _real, ...others } = facts ?? {};
    return canonicalJson({ ...rest, facts: others });
  });
  const rows = await query<{ topic: string; key: Buffer; headers: string }>(
    'select topic, key, headers from messaging.outbox',
  );
  const published = rows.map(({ topic, key, headers }) => {
    const { ce_type, commandid } = JSON.parse(headers) as Record<string, string>;
    return [topic, key.toString(), ce_type, commandid ?? ''].join(' ');
  });
  return { journals, published: published.sort() };
}

test(`nothing is lost and nothing is twice (seed ${seed})`, async () => {
  const points = (writer: number): Iterable<number> =>
    all ? Array.from({ length: MOST }, (_, n) => n + 2) : [2 + ((seed + 5 * writer) % 10)];
  const batch = await killAt('batch', points(0));
  const timers = await killAt('timers', points(1));
  process.stdout.write(`killed at statements ${batch.join(' ')} of batches, ${timers.join(' ')} of timers\n`);
  await rig.consumer.start();
  await eventually(async () => (await isIdle()) && (await noneDue()), { within: 60_000 });
  // What lets the timers of the other reading come: a record of each customer after them.
  for (const profileId of profiles) await rig.send(tracked(profileId, 'Page Viewed', { page: '/' }));
  await eventually(isIdle, { within: 30_000 });
  expect(await rig.testDatabase.query('select code from messaging.parked_record')).toEqual([]);
  expect(await rig.testDatabase.query('select from messaging.held_batch')).toEqual([]);
  const lived = await seenBy((sql, values) => rig.testDatabase.query(sql, values));
  const again = await rig.readAgain([DEFINITION]);
  try {
    const whole = `select count(*)::int as n from journal`;
    await eventually(
      async () => {
        const [row] = await again.database.query<{ n: number }>(whole);
        return (row?.n ?? 0) >= lived.journals.length;
      },
      { within: 60_000 },
    );
    const read = await seenBy((sql, values) => again.database.query(sql, values));
    expect(lived.journals).toEqual(read.journals);
    expect(lived.published).toEqual(read.published);
  } finally {
    await again.close();
  }
  const started = lived.published.filter((line) => line.includes('JourneyStarted'));
  expect(started.length).toBe(profiles.length);
  if (all) expect(Math.min(batch.length, timers.length)).toBeGreaterThan(6);
  const result = process.env['VERIFY_RESULT'];
  if (result !== undefined)
    writeFileSync(
      result,
      JSON.stringify({ batch, timers, profiles: profiles.length, entries: lived.journals.length }),
    );
}, 600_000);
