// Keeps how long steps take: reads the journal behind the writers, a minute at a time, and adds up what it finds.
import type { Database, Transaction } from '@continuo/persistence';
import type { JournalEntry } from '../domain/engine/output.js';
import { passesOf, type Pass } from '../domain/stays/passes.js';
import { addPasses, entriesBetween, forgetStays, lockWatermark, moveWatermark } from './stays.store.js';

/** What a batch writes has its time from before: it is there this long after. */
const BEHIND_MS = 10_000;
const LONGEST_WINDOW_MS = 60_000;
const SHORTEST_WINDOW_MS = 1_000;
const MOST_ENTRIES = 20_000;
/** One round reads for so long at most; the rest waits for the next. */
const ROUND_MS = 10_000;
/** Of an outage longer than that the older part is let go: what is usual does not depend on it. */
const LONGEST_GAP_MS = 86_400_000;
/** Days that are kept. */
const KEPT_DAYS = 35;

export class StayKeeper {
  constructor(
    private readonly database: Database,
    private readonly behindMs = BEHIND_MS,
  ) {}

  /** Reads on until it has caught up, or its time is over. Answers how many passes it found. */
  async round(): Promise<number> {
    const until = performance.now() + ROUND_MS;
    let found = 0;
    for (let goesOn = true; goesOn && performance.now() < until;) {
      const step = await this.database.transaction((tx) => this.#readOn(tx));
      found += step.found;
      goesOn = step.goesOn;
    }
    await forgetStays(this.database, KEPT_DAYS);
    return found;
  }

  async #readOn(tx: Transaction): Promise<{ readonly found: number; readonly goesOn: boolean }> {
    const mark = await lockWatermark(tx);
    if (mark === undefined) return { found: 0, goesOn: false };
    const end = Date.now() - this.behindMs;
    const from = Math.max(mark.getTime(), end - LONGEST_GAP_MS);
    if (from >= end) return { found: 0, goesOn: false };
    const read = await readWindow(tx, from, end);
    const passes = addedUp(read.entries.flatMap((entry) => passesOf(JSON.parse(entry) as JournalEntry)));
    await addPasses(tx, new Date(from), passes);
    await moveWatermark(tx, new Date(read.to));
    const found = passes.reduce((sum, { count }) => sum + count, 0);
    return { found, goesOn: read.to < end };
  }
}

/** As long a window as can be held; of the shortest as much as can be. A window ends with its day. */
async function readWindow(
  tx: Transaction,
  from: number,
  end: number,
): Promise<{ readonly entries: readonly string[]; readonly to: number }> {
  const midnight = (Math.floor(from / 86_400_000) + 1) * 86_400_000 - 1;
  const last = from < midnight ? Math.min(end, midnight) : end;
  let window = Math.min(LONGEST_WINDOW_MS, last - from);
  for (;;) {
    const to = from + window;
    const entries = await entriesBetween(tx, new Date(from), new Date(to), MOST_ENTRIES);
    if (entries.length < MOST_ENTRIES || window <= SHORTEST_WINDOW_MS) return { entries, to };
    window = Math.max(SHORTEST_WINDOW_MS, Math.floor(window / 2));
  }
}

function addedUp(passes: readonly Pass[]): readonly (Pass & { readonly count: number })[] {
  const sums = new Map<string, Pass & { count: number }>();
  for (const pass of passes) {
    const key = JSON.stringify(Object.values(pass));
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { ...pass, count: 1 });
    else sum.count += 1;
  }
  return [...sums.values()];
}
