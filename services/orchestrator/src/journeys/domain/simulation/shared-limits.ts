// Limits that all customers share, over all customers of a simulation: how many messages a pace would have put off, and how
// many entries would have found no place. It adds up to the same in whichever order customers are played.

/** A message that asked for a slot. */
export interface AskedSlot {
  readonly rule: string;
  /** Milliseconds. */
  readonly at: number;
  readonly perMinute: number;
}

/** An instance of a limited journey. */
export interface TakenPlace {
  readonly journey: string;
  readonly total: number;
  /** Milliseconds; Infinity while it runs. */
  readonly from: number;
  readonly to: number;
}

export interface SharedAsks {
  readonly slots: readonly AskedSlot[];
  readonly places: readonly TakenPlace[];
}

interface Minute {
  asked: number;
  perMinute: number;
}

export class SharedLimits {
  readonly #slots = new Map<string, Map<number, Minute>>();
  readonly #places = new Map<string, TakenPlace[]>();

  /** `share`: of all customers so many are played, and so much of each limit is theirs; 0: not known, nothing is counted. */
  constructor(private readonly share: number) {}

  add({ slots, places }: SharedAsks): void {
    if (this.share === 0) return;
    for (const { rule, at, perMinute } of slots) {
      const minutes = this.#slots.get(rule) ?? new Map<number, Minute>();
      this.#slots.set(rule, minutes);
      const minute = minutes.get(minuteOf(at)) ?? { asked: 0, perMinute };
      minutes.set(minuteOf(at), minute);
      minute.asked += 1;
    }
    for (const place of places) {
      const taken = this.#places.get(place.journey) ?? [];
      this.#places.set(place.journey, taken);
      taken.push(place);
    }
  }

  /** What was beyond its limit, by rule; a rule that held nothing back is left out. */
  get beyond(): ReadonlyMap<string, number> {
    const beyond = new Map([...this.#slots].map(([rule, minutes]) => [rule, putOff(minutes, this.share)]));
    const entries = [...this.#places.values()].map((taken) => turnedAway(taken, this.share));
    beyond.set(
      'concurrency',
      entries.reduce((sum, count) => sum + count, 0),
    );
    return new Map([...beyond].filter(([, count]) => count > 0));
  }
}

/** Since 1970. */
export function minuteOf(time: number): number {
  return Math.floor(time / 60_000);
}

/** Messages that do not go in the minute in which they ask, when those go first that asked first. */
function putOff(minutes: ReadonlyMap<number, Minute>, share: number): number {
  let late = 0;
  let waiting = 0;
  let left = 0;
  let before = 0;
  for (const [minute, { asked, perMinute }] of [...minutes].sort(([a], [b]) => a - b)) {
    waiting = Math.max(0, waiting - left * (minute - before));
    left = perMinute * share;
    late += Math.min(asked, Math.max(0, waiting + asked - left));
    waiting += asked;
    before = minute;
  }
  return Math.round(late);
}

/** Entries that find as many of the journey as there may be, when those before them were turned away too. */
function turnedAway(taken: readonly TakenPlace[], share: number): number {
  const moments = taken.flatMap((place) => [
    { at: place.to, place, isEnd: true },
    { at: place.from, place, isEnd: false },
  ]);
  // Who ends makes room for who comes at the same moment.
  moments.sort((a, b) => (a.at === b.at ? Number(b.isEnd) - Number(a.isEnd) : a.at - b.at));
  const inside = new Set<TakenPlace>();
  let away = 0;
  for (const { place, isEnd } of moments) {
    if (isEnd) inside.delete(place);
    else if (inside.size < place.total * share) inside.add(place);
    else away += 1;
  }
  return away;
}
