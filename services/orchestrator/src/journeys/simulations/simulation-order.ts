// A partition's log as the live path took it: duplicates dropped, its clock, and the marks of what came beside it.
import type { Glance, KafkaRecord } from '@continuo/messaging';
import type { Mark } from './simulation-baseline.store.js';

/** What was marked last, up to a place in the log. */
class Marked {
  #next = 0;
  value: number | undefined;

  constructor(private readonly marks: readonly Mark[]) {
    // What came before the first mark was there already when the marks began.
    this.value = marks[0]?.value;
  }

  /** Whether any is left: a record's place is asked for only then. */
  get isMore(): boolean {
    return this.#next < this.marks.length;
  }

  upTo(offset: bigint): void {
    for (let mark = this.marks[this.#next]; mark !== undefined && mark.offset <= offset;) {
      this.value = mark.value;
      this.#next += 1;
      mark = this.marks[this.#next];
    }
  }
}

/** The marks of one partition. */
export interface PartitionMarks {
  readonly publications: readonly Mark[];
  readonly guardrails: readonly Mark[];
  readonly clocks: readonly Mark[];
}

export class LogOrder {
  /** The idle clock that was marked last. */
  marked = 0;
  readonly #publications: Marked;
  readonly #guardrails: Marked;
  #clock = 0;
  #clocks = 0;
  readonly #sequences = new Map<string, number>();

  constructor(private readonly marks: PartitionMarks) {
    this.#publications = new Marked(marks.publications);
    this.#guardrails = new Marked(marks.guardrails);
  }

  /** The publication that is in force; undefined where none was marked. */
  get publication(): number | undefined {
    return this.#publications.value;
  }

  get guardrails(): number | undefined {
    return this.#guardrails.value;
  }

  /** The time at which a record was applied; null for one that was not: a duplicate, or one that is not ours. */
  next(record: KafkaRecord, { publisher, sequence }: Glance): number | null {
    if (this.#clocks < this.marks.clocks.length || this.#publications.isMore || this.#guardrails.isMore)
      this.#upTo(record.offset);
    this.#clock = Math.max(this.#clock, this.marked, record.timestamp);
    return this.#isNew(publisher, sequence) ? this.#clock : null;
  }

  #upTo(offset: bigint): void {
    const { clocks } = this.marks;
    for (let mark = clocks[this.#clocks]; mark !== undefined && mark.offset <= offset;) {
      this.marked = Math.max(this.marked, mark.value);
      this.#clocks += 1;
      mark = clocks[this.#clocks];
    }
    this.#publications.upTo(offset);
    this.#guardrails.upTo(offset);
  }

  #isNew(publisher: string | undefined, sequence: number): boolean {
    if (publisher === undefined || !Number.isSafeInteger(sequence)) return false;
    if (sequence <= (this.#sequences.get(publisher) ?? 0)) return false;
    this.#sequences.set(publisher, sequence);
    return true;
  }
}
