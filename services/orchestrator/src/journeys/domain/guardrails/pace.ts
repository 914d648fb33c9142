// Pace: messages go out in slots, one behind the other. A partition has slots that it leased; what finds none waits for more.

/**
 * Slots one behind the other: the first at `start` (real time, ms), `count` of them. None: all slots before `start` were
 * given when more were asked for.
 */
export interface SlotBlock {
  readonly start: number;
  readonly count: number;
}

/** What a partition has of one rule. */
export interface Lease {
  readonly rule: string;
  readonly blocks: readonly SlotBlock[];
}

/**
 * Where a run takes a slot from: its time, or null when none is left. One that comes after `latest` is told and stays:
 * who cannot wait for it leaves it to others. A message that asks again before its slot was leased still wants one.
 */
export interface Pace {
  take(rule: string, latest: number, commandId: string): number | null;
}

/** Slots of a lease: as many as are wanted and come before `end`; and the first one that nobody has. */
export function grant(
  first: number,
  wanted: number,
  interval: number,
  end: number,
): { readonly count: number; readonly next: number } {
  const count = Math.max(0, Math.min(wanted, Math.ceil((end - first) / interval)));
  return { count, next: first + count * interval };
}

/** A slot that nobody took for so long is gone: what stood still must not come all at once. */
const STALE = 10_000;

/** One partition's slots for the length of a transaction. */
export class PaceLedger implements Pace {
  readonly #blocks = new Map<string, SlotBlock[]>();
  readonly #wanted = new Map<string, Set<string>>();
  readonly #changed = new Set<string>();

  constructor(
    leases: readonly Lease[],
    /** How far apart the messages of each rule are (ms). */
    readonly intervals: ReadonlyMap<string, number>,
    readonly real: number,
    /** How long a message waits at most (ms): slots beyond are leased to nobody. */
    readonly horizon: number,
  ) {
    for (const { rule, blocks } of leases) this.#blocks.set(rule, [...blocks]);
  }

  take(rule: string, latest: number, commandId: string): number | null {
    const interval = this.intervals.get(rule) ?? 0;
    const blocks = this.#blocks.get(rule) ?? [];
    while (blocks[0] !== undefined) {
      const [{ start, count }] = blocks as [SlotBlock];
      if (start > latest) return start;
      this.#changed.add(rule);
      if (count === 0) {
        blocks.shift();
        continue;
      }
      if (count <= 1) blocks.shift();
      else blocks[0] = { start: start + interval, count: count - 1 };
      if (start > this.real - STALE) return start;
    }
    const wanted = this.#wanted.get(rule) ?? new Set();
    this.#wanted.set(rule, wanted.add(commandId));
    return null;
  }

  /** How many messages asked for a slot of which rule that was not there. */
  get wanted(): ReadonlyMap<string, number> {
    return new Map([...this.#wanted].map(([rule, messages]) => [rule, messages.size]));
  }

  /** Takes in slots that were leased meanwhile. */
  add(rule: string, block: SlotBlock): void {
    this.#blocks.set(rule, [...(this.#blocks.get(rule) ?? []), block]);
    this.#changed.add(rule);
  }

  /** What has to be written. */
  get changed(): readonly Lease[] {
    return [...this.#changed].map((rule) => ({ rule, blocks: this.#blocks.get(rule) ?? [] }));
  }
}

/** The slots that a journal recorded, in their order. */
export function recordedPace(slots: readonly (number | null)[]): Pace {
  const left = [...slots];
  return {
    /** As it was then, whatever would be told now. */
    take() {
      const slot = left.shift();
      if (slot === undefined) throw new Error('the journal recorded fewer slots than are taken');
      return slot;
    },
  };
}
