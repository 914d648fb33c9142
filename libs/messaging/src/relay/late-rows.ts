// From which id on the relay must look, so that no row that becomes visible late is skipped. Pure.
//
// Ids are drawn in another order than transactions commit: a row may appear below ids that were read long ago. Looking
// from the lowest id every time would find it, but walks over every row that was sent and deleted and is not vacuumed
// yet (an old snapshot keeps them all). So the relay remembers, for every transaction that it saw in progress, the
// lowest id which that transaction can have drawn, and looks from there once the transaction has ended.
//
// It rests on two facts. A transaction has its number before it draws an id (`outbox/insert-rows.ts` makes sure), and
// a number below a snapshot's `xmax` that the snapshot does not list as in progress belongs to an ended transaction.
// Then for every look, with H the highest id known before its snapshot S was taken:
//   - a transaction that got its number after S draws ids above H;
//   - any other one is either ended, and its rows are visible to a read after S, or listed in S, and watched.

/** What `pg_current_snapshot()` says. */
export interface Snapshot {
  readonly xmax: number;
  /** Numbers below xmax that are in progress. */
  readonly inProgress: ReadonlySet<number>;
}

export interface LateRows {
  /** Transactions that were in progress at the last look, each with an id that is below all it can have drawn. */
  readonly watched: ReadonlyMap<number, number>;
  /** The highest id that was known when the last snapshot was taken. */
  readonly bound: number;
  /** The highest id read so far. */
  readonly highest: number;
  /** Topics whose rows were not read, or not all taken, at the last look: from which id on they must be read. */
  readonly behind: ReadonlyMap<string, number>;
}

/** Before the first look: everything above the low-water mark that was stored may be there. */
export function lateRowsFrom(lowWater: number): LateRows {
  return { watched: new Map(), bound: lowWater, highest: lowWater, behind: new Map() };
}

/** Reads the text of a `pg_snapshot`: `xmin:xmax:xid,xid,…`. */
export function parseSnapshot(text: string): Snapshot {
  const [, xmax = '', list = ''] = text.split(':');
  return { xmax: Number(xmax), inProgress: new Set(list === '' ? [] : list.split(',').map(Number)) };
}

/** One look: its snapshot was just taken, and rows will be read after it. */
export interface Look {
  /** Rows of a topic are to be read above this id. */
  from(topic: string): number;
  /** What to remember if the look is followed through; until then nothing has changed. */
  readonly next: LateRows;
}

/** Takes note of a snapshot. Topics in `skipped` (a batch of theirs is in flight) will not be read by this look. */
export function look(state: LateRows, snapshot: Snapshot, skipped: Iterable<string>): Look {
  let floor = state.bound;
  const watched = new Map<number, number>();
  for (const [transaction, lowest] of state.watched) {
    if (snapshot.inProgress.has(transaction)) watched.set(transaction, lowest);
    else floor = Math.min(floor, lowest);
  }
  for (const transaction of snapshot.inProgress) {
    if (!watched.has(transaction)) watched.set(transaction, state.bound);
  }
  const from = (topic: string): number => Math.min(floor, state.behind.get(topic) ?? floor);
  const behind = new Map<string, number>();
  for (const topic of state.behind.keys()) behind.set(topic, from(topic));
  for (const topic of skipped) behind.set(topic, from(topic));
  return { from, next: { watched, bound: state.highest, highest: state.highest, behind } };
}

/** What a look found in a topic that it read. */
export interface Found {
  readonly topic: string;
  /** The highest id that was read; undefined when there was no row. */
  readonly highest: number | undefined;
  /** The lowest id that is or may be there and was not taken; undefined when all there is was taken. */
  readonly firstLeft: number | undefined;
}

/** What to remember after the look's rows were read and its batches stored. */
export function afterReading(next: LateRows, found: readonly Found[]): LateRows {
  const behind = new Map(next.behind);
  let { highest } = next;
  for (const { topic, highest: read, firstLeft } of found) {
    if (read !== undefined) highest = Math.max(highest, read);
    if (firstLeft === undefined) behind.delete(topic);
    else behind.set(topic, firstLeft - 1);
  }
  return { ...next, highest, behind };
}

/** The id up to which no row will ever have to be read again: where another owner may begin. */
export function lowWater(state: LateRows): number {
  return Math.min(state.bound, ...state.watched.values(), ...state.behind.values());
}
