// What is applied beside the stream gives way to it: while fresh records wait, it takes a part of a partition's time only.

/** What took longer has waited for something else, and is no measure of the work. */
const LONGEST_MS = 250;
/** Enough for a thousand held records a second where a slice of fifty takes ten milliseconds. */
const SHARE = 0.2;

export class DrainShare {
  private free = 0;

  /** When (ms) the next turn may begin if records wait. */
  get freeAt(): number {
    return this.free;
  }

  /** Counts a turn that lasted from one moment (ms) to another. */
  took(from: number, to: number): void {
    this.free = to + Math.min(to - from, LONGEST_MS) * (1 / SHARE - 1);
  }
}
