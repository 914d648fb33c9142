// What a run started is written down, so that the next run can clear up after one that was killed.
import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { writePrivately } from './private-files.js';
import { identify, isStillThere, signal, type ProcessIdentity } from './process-identity.js';

export interface PidRecord extends ProcessIdentity {
  readonly name: string;
  readonly stopSignal: NodeJS.Signals;
  /** Services stop before the servers that they need. */
  readonly rank: number;
}

/** Lower ranks stop first. */
export const ranks = { owner: 0, service: 1, server: 2 } as const;

/** Writes down a process that was just started; undefined when it is gone already. */
export async function recordPid(
  directory: string,
  name: string,
  pid: number,
  stop: { stopSignal: NodeJS.Signals; rank: number },
): Promise<PidRecord | undefined> {
  const identity = await identify(pid);
  if (identity === undefined) return undefined;
  const record: PidRecord = { ...identity, name, stopSignal: stop.stopSignal, rank: stop.rank };
  await writePrivately(join(directory, `${name}.json`), JSON.stringify(record));
  return record;
}

export async function forgetPid(directory: string, name: string): Promise<void> {
  await rm(join(directory, `${name}.json`), { force: true });
}

export async function readPids(directory: string): Promise<PidRecord[]> {
  const names = await readdir(directory).catch(() => []);
  const records: PidRecord[] = [];
  for (const file of names.filter((name) => name.endsWith('.json'))) {
    const record = await readRecord(join(directory, file));
    if (record !== undefined) records.push(record);
  }
  return records;
}

async function readRecord(path: string): Promise<PidRecord | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as PidRecord;
  } catch {
    return undefined; // half written by a killed run: it names nobody
  }
}

/** Stops processes, each only if it is still the one that was written down; answers the names of those stopped. */
export async function stopRecorded(records: readonly PidRecord[], graceMs: number): Promise<string[]> {
  const stopped: string[] = [];
  for (const rank of [...new Set(records.map((record) => record.rank))].sort((a, b) => a - b)) {
    const alive: PidRecord[] = [];
    for (const record of records.filter((candidate) => candidate.rank === rank)) {
      if (await isStillThere(record)) alive.push(record);
    }
    await Promise.all(alive.map((record) => stopOne(record, graceMs)));
    stopped.push(...alive.map((record) => record.name));
  }
  return stopped;
}

async function stopOne(record: PidRecord, graceMs: number): Promise<void> {
  signal(record.pid, record.stopSignal);
  if (await goneWithin(record, graceMs)) return;
  signal(record.pid, 'SIGKILL', true);
  signal(record.pid, 'SIGKILL');
  await goneWithin(record, 5_000);
}

async function goneWithin(record: ProcessIdentity, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (await isStillThere(record)) {
    if (performance.now() > deadline) return false;
    await delay(50);
  }
  return true;
}
