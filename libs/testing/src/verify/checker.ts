// Compares what was observed with the model: every committed change published in order, every event applied once.
import type { History } from './history.js';
import { bucketOf } from './pipeline-contract.js';

/** A record of the log as an honest reader sees it. */
export interface LoggedRecord {
  readonly partition: number;
  readonly publisher: string;
  readonly sequence: number;
  readonly key: string;
  readonly version: number;
  /** The operation on the first hop, `item/version` on the second. */
  readonly about: string;
}

/** A row that a consumer's handler left, in the order of its commits per key. */
export interface AppliedRow {
  readonly hop: 1 | 2;
  readonly key: string;
  readonly version: number;
}

export interface Observation {
  readonly history: History;
  /** Operations whose transaction committed, with their item. */
  readonly committed: ReadonlyMap<string, string>;
  /** The last version of each item and of each bucket, as the database has it. */
  readonly items: ReadonlyMap<string, number>;
  readonly buckets: ReadonlyMap<string, number>;
  readonly firstLog: readonly LoggedRecord[];
  readonly secondLog: readonly LoggedRecord[];
  readonly applied: readonly AppliedRow[];
  /** Records that were parked or held: there was nothing to park. */
  readonly parked: number;
}

export interface Verdict {
  /** In words; empty when every promise was kept. */
  readonly faults: readonly string[];
  readonly asked: number;
  readonly acknowledged: number;
  readonly published: number;
  readonly repeated: number;
  readonly applied: number;
}

/** The share of what was asked that must have been acknowledged, so that a run in which little happened is no success. */
export const LEAST_ACKNOWLEDGED = 0.95;

export function check(seen: Observation): Verdict {
  const first = readAsConsumer(seen.firstLog);
  const second = readAsConsumer(seen.secondLog);
  const faults = [
    ...acknowledgements(seen),
    ...changes(seen),
    ...published('item', seen.items, first.versions),
    ...published('bucket', seen.buckets, second.versions),
    ...appliedOnce('item', seen.items, rowsOf(seen, 1)),
    ...appliedOnce('bucket', seen.buckets, rowsOf(seen, 2)),
    ...counted(seen),
  ];
  if (seen.parked > 0) faults.push(`${seen.parked} records were parked or held without a cause`);
  const ends = [...seen.history.ends.values()];
  return {
    faults,
    asked: seen.history.asked.size,
    acknowledged: ends.filter((end) => end !== 'gave-up').length,
    published: seen.firstLog.length + seen.secondLog.length,
    repeated: first.repeated + second.repeated,
    applied: seen.applied.length,
  };
}

function acknowledgements({ history, committed }: Observation): string[] {
  const faults: string[] = [];
  for (const [operation, end] of history.ends) {
    if (end === 'acknowledged' && !committed.has(operation))
      faults.push(`${operation} was acknowledged and is not in the database`);
    if (end === 'rolled-back' && committed.has(operation))
      faults.push(`${operation} was rolled back and is in the database`);
  }
  for (const operation of committed.keys())
    if (!history.asked.has(operation)) faults.push(`${operation} was never asked for`);
  const answered = [...history.ends.values()].filter((end) => end !== 'gave-up').length;
  if (history.asked.size === 0) faults.push('nothing was asked for');
  if (answered < LEAST_ACKNOWLEDGED * history.asked.size)
    faults.push(`only ${answered} of ${history.asked.size} operations were acknowledged`);
  return faults;
}

/** Each committed operation is one version of its item, and one record names it. */
function changes({ committed, items, firstLog }: Observation): string[] {
  const faults: string[] = [];
  const perItem = new Map<string, number>();
  for (const item of committed.values()) perItem.set(item, (perItem.get(item) ?? 0) + 1);
  for (const [item, version] of items)
    if (version !== (perItem.get(item) ?? 0))
      faults.push(`${item} is at version ${version} after ${perItem.get(item) ?? 0} changes`);
  const versions = new Map<string, string>();
  for (const { key, version, about } of firstLog) {
    const name = `${key}/${version}`;
    const before = versions.get(about);
    if (before !== undefined && before !== name)
      faults.push(`${about} was published as ${before} and ${name}`);
    versions.set(about, name);
    if (!committed.has(about)) faults.push(`${about} was published and not committed`);
  }
  for (const operation of committed.keys())
    if (!versions.has(operation)) faults.push(`${operation} was committed and never published`);
  return faults;
}

interface Read {
  /** By key, in the order in which a reader that drops repetitions is given them. */
  readonly versions: ReadonlyMap<string, readonly number[]>;
  readonly repeated: number;
}

/** Of each publisher nothing that is not above its last sequence in the partition. */
export function readAsConsumer(records: readonly LoggedRecord[]): Read {
  const last = new Map<string, number>();
  const versions = new Map<string, number[]>();
  let repeated = 0;
  for (const { partition, publisher, sequence, key, version } of records) {
    const of = `${partition}/${publisher}`;
    if (sequence <= (last.get(of) ?? 0)) {
      repeated += 1;
      continue;
    }
    last.set(of, sequence);
    versions.set(key, [...(versions.get(key) ?? []), version]);
  }
  return { versions, repeated };
}

function published(
  what: string,
  states: ReadonlyMap<string, number>,
  versions: ReadonlyMap<string, readonly number[]>,
): string[] {
  return [...states].flatMap(([key, last]) => {
    const wrong = unlikeUpTo(last, versions.get(key) ?? []);
    return wrong === undefined ? [] : [`published of ${what} ${key}: ${wrong}`];
  });
}

function appliedOnce(
  what: string,
  states: ReadonlyMap<string, number>,
  rows: ReadonlyMap<string, readonly number[]>,
): string[] {
  return [...states].flatMap(([key, last]) => {
    const wrong = unlikeUpTo(last, rows.get(key) ?? []);
    return wrong === undefined ? [] : [`applied of ${what} ${key}: ${wrong}`];
  });
}

function rowsOf({ applied }: Observation, hop: 1 | 2): ReadonlyMap<string, readonly number[]> {
  const rows = new Map<string, number[]>();
  for (const row of applied)
    if (row.hop === hop) rows.set(row.key, [...(rows.get(row.key) ?? []), row.version]);
  return rows;
}

/** What the second hop counted is exactly what the first hop has, each in its bucket. */
function counted({ items, buckets, secondLog }: Observation): string[] {
  const faults: string[] = [];
  const wanted = new Map<string, string>();
  for (const [item, last] of items)
    for (let version = 1; version <= last; version += 1)
      wanted.set(`${item}/${version}`, bucketOf({ item, version }));
  const total = [...buckets.values()].reduce((sum, version) => sum + version, 0);
  if (total !== wanted.size) faults.push(`the buckets counted ${total} of ${wanted.size} changes`);
  const seen = new Map<string, string>();
  for (const { key, version, about } of secondLog) {
    if (wanted.get(about) !== key) faults.push(`${about} was counted by ${key}`);
    const name = `${key}/${version}`;
    const before = seen.get(about);
    if (before !== undefined && before !== name)
      faults.push(`${about} was counted as ${before} and as ${name}`);
    seen.set(about, name);
  }
  for (const about of wanted.keys()) if (!seen.has(about)) faults.push(`${about} was never counted`);
  return faults;
}

/** Says how a list differs from 1, 2, 3 … last; undefined when it doesn't. */
function unlikeUpTo(last: number, versions: readonly number[]): string | undefined {
  const there = new Set(versions);
  const missing = Array.from({ length: last }, (_, at) => at + 1).filter((version) => !there.has(version));
  if (missing.length > 0) return `missing ${shortened(missing)} of ${last}`;
  const at = versions.findIndex((version, index) => version !== index + 1);
  if (at === -1) return undefined;
  const before = versions.slice(0, at);
  const version = versions[at] ?? 0;
  if (version > last) return `${version}, which was never committed`;
  return before.includes(version) ? `${version} twice` : `${version} in the place of ${at + 1}`;
}

function shortened(numbers: readonly number[]): string {
  return numbers.length > 6
    ? `${numbers.slice(0, 6).join(', ')} and ${numbers.length - 6} more`
    : numbers.join(', ');
}
