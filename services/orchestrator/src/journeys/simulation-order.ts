// A partition's log as the live path took it: duplicates dropped, its clock, and the marks of what came beside it.
import type { KafkaRecord } from '@continuo/messaging';
import type { Mark } from './simulation-baseline.store.js';

export class LogOrder {
  /** The idle clock that was marked last. */
  marked = 0;
  /** The publication that was in force; undefined where none was marked. */
  publication: number | undefined;
  #clock = 0;
  #publications = 0;
  #clocks = 0;
  readonly #sequences = new Map<string, number>();

  constructor(
    private readonly publications: readonly Mark[],
    private readonly clocks: readonly Mark[],
  ) {
    this.publication = publications[0]?.value;
  }

  /** The time at which a record was applied; null for one that was not: a duplicate, or one that is not ours. */
  next({ offset, timestamp, headers }: KafkaRecord): number | null {
    for (let mark = this.clocks[this.#clocks]; mark !== undefined && mark.offset <= offset;) {
      this.marked = Math.max(this.marked, mark.value);
      this.#clocks += 1;
      mark = this.clocks[this.#clocks];
    }
    for (let mark = this.publications[this.#publications]; mark !== undefined && mark.offset <= offset;) {
      this.publication = mark.value;
      this.#publications += 1;
      mark = this.publications[this.#publications];
    }
    this.#clock = Math.max(this.#clock, this.marked, timestamp);
    return this.#isNew(headers['publisher'], Number(headers['publisher-sequence'])) ? this.#clock : null;
  }

  #isNew(publisher: string | undefined, sequence: number): boolean {
    if (publisher === undefined || !Number.isSafeInteger(sequence)) return false;
    if (sequence <= (this.#sequences.get(publisher) ?? 0)) return false;
    this.#sequences.set(publisher, sequence);
    return true;
  }
}
