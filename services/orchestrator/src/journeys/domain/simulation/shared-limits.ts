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
  readonly #places = new Map<string, TakenPlaces>();

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
      const taken = this.#places.get(place.journey) ?? new TakenPlaces();
      this.#places.set(place.journey, taken);
      taken.add(place);
    }
  }

  /** What was beyond its limit, by rule; a rule that held nothing back is left out. */
  get beyond(): ReadonlyMap<string, number> {
    const beyond = new Map([...this.#slots].map(([rule, minutes]) => [rule, putOff(minutes, this.share)]));
    const entries = [...this.#places.values()].map((taken) => taken.turnedAway(this.share));
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

/** Of one journey. As numbers side by side: there may be millions, and a simulation's thread has little room for objects. */
class TakenPlaces {
  #count = 0;
  #from = new Float64Array(64);
  #to = new Float64Array(64);
  #total = new Float64Array(64);

  add({ from, to, total }: TakenPlace): void {
    if (this.#count === this.#from.length)
      [this.#from, this.#to, this.#total] = [grown(this.#from), grown(this.#to), grown(this.#total)];
    [this.#from[this.#count], this.#to[this.#count], this.#total[this.#count]] = [from, to, total];
    this.#count += 1;
  }

  /** Entries that find as many of the journey as there may be, when those before them were turned away too. */
  turnedAway(share: number): number {
    const [from, to] = [this.#from, this.#to];
    const order = Uint32Array.from({ length: this.#count }, (_none, nth) => nth);
    order.sort((a, b) => from[a]! - from[b]! || (to[a]! < to[b]! ? -1 : Number(to[a]! > to[b]!)));
    const inside = new Ends();
    let away = 0;
    for (const nth of order) {
      // Who ends makes room for who comes at the same moment.
      while (inside.first <= from[nth]!) inside.shift();
      if (inside.size < this.#total[nth]! * share) inside.add(to[nth]!);
      else away += 1;
    }
    return away;
  }
}

function grown(numbers: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const more = new Float64Array(numbers.length * 2);
  more.set(numbers);
  return more;
}

/** When those who are inside end, the first one at the top of a heap. */
class Ends {
  readonly #ends: number[] = [];

  get size(): number {
    return this.#ends.length;
  }

  get first(): number {
    return this.#ends[0] ?? Infinity;
  }

  add(end: number): void {
    const ends = this.#ends;
    let at = ends.push(end) - 1;
    for (let up = (at - 1) >> 1; at > 0 && ends[up]! > end; up = (at - 1) >> 1) {
      ends[at] = ends[up]!;
      at = up;
    }
    ends[at] = end;
  }

  shift(): void {
    const ends = this.#ends;
    const end = ends.pop() ?? Infinity;
    if (ends.length === 0) return;
    let at = 0;
    for (let low = 1; low < ends.length; low = at * 2 + 1) {
      if ((ends[low + 1] ?? Infinity) < ends[low]!) low += 1;
      if (ends[low]! >= end) break;
      ends[at] = ends[low]!;
      at = low;
    }
    ends[at] = end;
  }
}
