// Faults of the consumer as functions: each loads a topic, does its worst, and answers what a checker then judges.
import { isTransient } from '@continuo/persistence';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ConsumerRig, RigRecord } from './consumer-rig.js';

/** What was loaded and what became of it. */
export interface Verdict {
  /** What is wrong, in words; empty when the consumer kept its promises. */
  readonly faults: readonly string[];
  /** Records that were to be applied, and those that were. */
  readonly expected: number;
  readonly applied: number;
}

/** A seeded stream of numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Records of a few entities over all partitions; numbers count per entity. */
export function load(rig: ConsumerRig, count: number, random: () => number, label = 'e'): RigRecord[] {
  const numbers = new Map<string, number>();
  return Array.from({ length: count }, () => {
    const which = Math.floor(random() * 12);
    const entity = `${label}${which}`;
    const number = (numbers.get(entity) ?? 0) + 1;
    numbers.set(entity, number);
    return { entity, number, act: 'fine', partition: which % rig.partitions };
  });
}

/**
 * Compares with the model: each record once, in its entity's order; what is parked may be missing. Also counts, so that a
 * run in which hardly anything got through is no success.
 */
export async function judge(
  rig: ConsumerRig,
  records: readonly RigRecord[],
  parked: ReadonlySet<string> = new Set(),
): Promise<Verdict> {
  const faults: string[] = [];
  const seen = new Map<string, number[]>();
  for (const { entity, number } of await rig.effects())
    seen.set(entity, [...(seen.get(entity) ?? []), number]);
  const wanted = new Map<string, number[]>();
  for (const { entity, number } of records) wanted.set(entity, [...(wanted.get(entity) ?? []), number]);
  let applied = 0;
  for (const [entity, numbers] of wanted) {
    const got = seen.get(entity) ?? [];
    applied += new Set(got).size;
    if (got.length !== new Set(got).size) faults.push(`${entity}: applied twice: ${twice(got).join(', ')}`);
    if (got.some((number, at) => at > 0 && number < got[at - 1]!)) faults.push(`${entity}: out of order`);
    const missing = numbers.filter((number) => !got.includes(number) && !parked.has(`${entity}/${number}`));
    if (missing.length > 0) faults.push(`${entity}: lost: ${missing.join(', ')}`);
  }
  const expected = records.length - parked.size;
  if (applied < 0.95 * expected) faults.push(`only ${applied} of ${expected} were applied`);
  return { faults, expected, applied };
}

function twice(numbers: readonly number[]): number[] {
  return numbers.filter((number, at) => numbers.indexOf(number) !== at);
}

/** Waits until so many records were applied, or until nothing happened for long. */
export async function untilApplied(rig: ConsumerRig, count: number, withinMs = 30_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    if ((await countedOrCut(rig)) >= count) return;
    await delay(50);
  }
}

/** A fault that cuts connections may cut this one too: then nothing was counted, and the next look tells. */
async function countedOrCut(rig: ConsumerRig): Promise<number> {
  try {
    return await countEffects(rig);
  } catch (error) {
    if (isTransient(error)) return 0;
    throw error;
  }
}

export interface ChildOptions {
  readonly sessionTimeoutMs?: number;
  readonly batchSize?: number;
  readonly maxAttempts?: number;
  readonly recordsPerKey?: number;
  readonly dieAt?: { readonly seam: string; readonly passing: number };
  /** Killed when it was silent for longer. */
  readonly answersWithinMs?: number;
}

/** Consumers in processes of their own. `close` leaves none behind. */
export class Children {
  private readonly all: ChildProcess[] = [];

  constructor(private readonly rig: ConsumerRig) {}

  /** Starts one and waits until it has connected. */
  async start(options: ChildOptions = {}): Promise<ChildProcess> {
    const { servers, topics, partitions } = this.rig;
    const order = {
      servers,
      topics,
      partitions,
      sessionTimeoutMs: 2_000,
      batchSize: 20,
      maxAttempts: 3,
      ...options,
    };
    const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
    const args = ['--import', here('typescript-hooks.mjs'), here('consumer-child.ts'), JSON.stringify(order)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.all.push(child);
    await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')]);
    if (options.answersWithinMs !== undefined) killWhenSilent(child, options.answersWithinMs);
    return child;
  }

  async close(): Promise<void> {
    for (const child of this.all) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
}

function killWhenSilent(child: ChildProcess, withinMs: number): void {
  const kill = (): void => void child.kill('SIGKILL');
  let timer = setTimeout(kill, withinMs);
  child.stdout!.on('data', () => {
    clearTimeout(timer);
    timer = setTimeout(kill, withinMs);
  });
  child.on('exit', () => clearTimeout(timer));
}

/** Waits for a child's end. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** kill -9 at a seam, as often as asked; then a survivor finishes. */
export async function killedAtSeams(
  rig: ConsumerRig,
  seams: readonly string[],
  random: () => number,
  label = 'k',
): Promise<Verdict> {
  const records = load(rig, 60 * seams.length, random, label);
  const survived: string[] = [];
  const children = new Children(rig);
  const before = await countEffects(rig);
  try {
    await rig.send(records);
    for (const seam of seams) {
      const child = await children.start({ dieAt: { seam, passing: 1 + Math.floor(random() * 2) } });
      await Promise.race([ended(child), untilApplied(rig, before + records.length, 15_000)]);
      if (child.signalCode === null) survived.push(seam);
    }
    await children.start();
    await untilApplied(rig, before + records.length);
    const verdict = await judge(rig, records);
    // A run in which nothing was killed proves nothing.
    return { ...verdict, faults: [...verdict.faults, ...survived.map((seam) => `not killed at ${seam}`)] };
  } finally {
    await children.close();
  }
}

/**
 * A key floods, its owner is killed right after it has put most of that away, and its next owners while they drain; then a
 * survivor finishes. Nothing is held in the end.
 */
export async function killedWhileFlooded(
  rig: ConsumerRig,
  kills: number,
  random: () => number,
  label = 'f',
): Promise<Verdict> {
  const flood = upTo(1_000).map((number) => ({ entity: `${label}-flood`, number, act: 'fine' }));
  const records = [...flood, ...load(rig, 60, random, label)];
  const seams = ['locked', 'handled', 'before-commit', 'after-commit'];
  const children = new Children(rig);
  const flooded = { batchSize: 100, recordsPerKey: 20 };
  const before = await countEffects(rig);
  try {
    const first = await children.start(flooded);
    // What the log held when an owner came after a kill goes one by one, so the flood comes when there is one.
    await rig.send(records.slice(0, 1));
    await untilApplied(rig, before + 1);
    await rig.send(records.slice(1));
    const wasPutAway = await putAway(rig);
    first.kill('SIGKILL');
    for (let kill = 1; kill < kills; kill += 1) {
      const seam = seams[Math.floor(random() * seams.length)]!;
      const dieAt = { seam, passing: 1 + Math.floor(random() * 40) };
      const child = await children.start({ ...flooded, dieAt });
      await Promise.race([ended(child), untilApplied(rig, before + records.length, 20_000)]);
    }
    await children.start(flooded);
    await untilApplied(rig, before + records.length);
    const verdict = await judge(rig, records);
    const faults = wasPutAway ? await stillHeld(rig) : ['nothing was put away'];
    return { ...verdict, faults: [...faults, ...verdict.faults] };
  } finally {
    await children.close();
  }
}

/** Whether something is put away soon. */
async function putAway(rig: ConsumerRig): Promise<boolean> {
  for (let look = 0; look < 2_000; look += 1) {
    if ((await rig.database.query('select from messaging.held_batch limit 1')).length > 0) return true;
    await delay(5);
  }
  return false;
}

async function stillHeld(rig: ConsumerRig): Promise<readonly string[]> {
  const [row] = await rig.database.query<{ held: string }>(
    `select concat_ws(' ', (select count(*) from messaging.held_key), (select count(*) from messaging.held_batch),
       (select sum(held_keys) from messaging.partition_position),
       (select sum(held_bytes) from messaging.partition_position)) as held`,
  );
  return row?.held === '0 0 0 0' ? [] : [`keys, batches, keys and bytes that are still held: ${row?.held}`];
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);

/** Stops a process longer than its session, lets another take over, and wakes the first one up. */
export async function stoppedBeyondSession(
  rig: ConsumerRig,
  random: () => number,
  label = 's',
): Promise<Verdict> {
  const first = load(rig, 300, random, label);
  const second = load(rig, 100, random, `${label}2-`);
  const children = new Children(rig);
  const before = await countEffects(rig);
  try {
    const stopped = await children.start();
    await rig.send(first);
    await untilApplied(rig, before + 40);
    stopped.kill('SIGSTOP');
    const other = await children.start();
    await untilApplied(rig, before + first.length);
    stopped.kill('SIGCONT');
    await rig.send(second);
    await untilApplied(rig, before + first.length + second.length);
    other.kill('SIGTERM');
    await ended(other);
    return await judge(rig, [...first, ...second]);
  } finally {
    await children.close();
  }
}

/** Ends all connections of the consumers in the database, again and again, while they work. */
export async function connectionsKilled(
  rig: ConsumerRig,
  random: () => number,
  times: number,
  label = 'c',
): Promise<Verdict> {
  const before = await countEffects(rig);
  const records: RigRecord[] = load(rig, 400, random, label);
  for (let time = 0; time < times; time += 1) {
    const share = Math.ceil(records.length / times);
    await rig.send(records.slice(time * share, (time + 1) * share));
    await killConnections(rig);
    await delay(Math.floor(random() * 30));
    await killConnections(rig);
  }
  await untilApplied(rig, before + records.length);
  return judge(rig, records);
}

async function killConnections(rig: ConsumerRig): Promise<void> {
  await rig.database
    .query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name in ('consumer-rig', 'consumer-child')`,
    )
    .catch(() => undefined);
}

/** Sends the same batches again, as a relay does that was not told of their arrival; some of it twice at once. */
export async function publishedTwice(rig: ConsumerRig, random: () => number, label = 'd'): Promise<Verdict> {
  const before = await countEffects(rig);
  const records = load(rig, 200, random, label);
  const messages = records.map((record) => rig.messageOf(record));
  const producer = await rig.kafka.producer();
  try {
    for (let at = 0; at < messages.length; at += 40) {
      const batch = messages.slice(at, at + 40);
      for (let again = 0; again <= Math.floor(random() * 3); again += 1)
        await producer.send(rig.topics[0]!, batch);
    }
  } finally {
    await producer.close();
  }
  await untilApplied(rig, before + records.length);
  return judge(rig, records);
}

/**
 * A record that ends its process, or never comes to an end, whenever it is started: parked after as many starts as are
 * allowed. Processes that no longer answer are killed, as a liveness probe would.
 */
export async function recordThatEndsProcesses(
  rig: ConsumerRig,
  act: 'kill-process' | 'endless-loop',
  maxAttempts: number,
  label: string = act,
): Promise<Verdict> {
  const records = load(rig, 40, seeded(1), label);
  const killer: RigRecord = { entity: `${label}-killer`, number: 1, act, partition: 0 };
  const waits: RigRecord = { ...killer, number: 2, act: 'fine' };
  const children = new Children(rig);
  const before = await countEffects(rig);
  try {
    await rig.send([...records.slice(0, 20), killer, waits, ...records.slice(20)]);
    let deaths = 0;
    // One start in a batch, then those that are counted, then the owner that parks it.
    for (; deaths <= maxAttempts + 3; deaths += 1) {
      const child = await children.start({ maxAttempts, answersWithinMs: 1_500 });
      await Promise.race([ended(child), untilApplied(rig, before + records.length)]);
      if (child.signalCode === null) break;
    }
    const verdict = await judge(rig, records);
    const rows = await rig.database.query<{ code: string; state: string; attempts: number }>(
      `select code, state, attempts from messaging.parked_record where key = $1 order by record_offset`,
      [Buffer.from(killer.entity)],
    );
    const became = rows.map((row) => `${row.state}:${row.code}:${row.attempts}`).join(' ');
    const wanted = `parked:never-ended:${maxAttempts} held:key-held:0`;
    const faults = [...verdict.faults];
    if (became !== wanted) faults.push(`the rows are ${became || 'none'}, not ${wanted}`);
    if (deaths < maxAttempts) faults.push(`only ${deaths} processes ended`);
    return { ...verdict, faults };
  } finally {
    await children.close();
  }
}

async function countEffects(rig: ConsumerRig): Promise<number> {
  const [row] = await rig.database.query<{ n: number }>('select count(*)::int as n from effect');
  return row?.n ?? 0;
}
