// Runs a candidate over a stretch of the timeline beside the live path: reads only, writes nothing and sends nothing.
import { Fault } from '@continuo/kernel';
import { partitionOf, readLog, type KafkaRecord } from '@continuo/messaging';
import { TIMELINE } from '../definitions/contract-catalogue.js';
import type { Change } from '../domain/engine/profile.js';
import { compareCustomer, differs, kindsOf } from '../domain/simulation/comparison.js';
import { Totals } from '../domain/simulation/totals.js';
import { comparedDeeds } from '../domain/simulation/compared-deeds.js';
import { answerSamples, usualAnswers } from '../domain/simulation/usual-answers.js';
import { Assumptions } from './simulation-assumptions.js';
import { clockMarks, comparedSamples, readMarks, type Marks } from './simulation-baseline.store.js';
import { readEditions, type Editions } from './simulation-editions.js';
import { Breath } from './simulation-breath.js';
import type { Finished } from './simulation-customer.js';
import { listeningOf, type Listening } from './simulation-listening.js';
import { SimulatedPartition } from './simulation-partition.js';
import { notesFor, type SimulatedCustomer, type SimulationReport } from './simulation-report.js';
import { AHEAD, type SimulationParts, type SimulationRequest } from './simulation-request.js';
import { HEADERS } from '../timeline/timeline-record.js';
import { halves, WHOLE, type Slice } from './simulation-slice.js';

export interface SimulationSink {
  /** Read so far, of all. */
  progress(read: number, all: number): void;
  keep(customers: readonly SimulatedCustomer[]): Promise<void>;
  /** Everything that the candidate and the journeys beside it did, for tests. */
  changed?(change: Change): void;
}

/** Journal entries that usual answers are learnt from. */
const SAMPLES = 5_000;
const ROWS = 200;

interface Stretch {
  readonly partition: number;
  readonly from: bigint;
  readonly end: bigint;
}

/** Some customers of a partition: all of them, where there are not too many. */
interface Part {
  readonly stretch: Stretch;
  readonly slice: Slice;
}

/** What all partitions have in common. */
interface Shared {
  readonly marks: Marks;
  readonly editions: Editions;
  readonly assumptions: Assumptions;
  readonly listening: Listening;
}

/** One run from its start to its report. */
export class SimulationRun {
  readonly #totals: Totals;
  readonly #leftOut = new Map<string, number>();
  readonly #breath = new Breath();
  readonly #reading = new AbortController();
  #rows: SimulatedCustomer[] = [];
  #kept = 0;
  #records = 0;
  #all = 0;
  #inputs = 0;

  constructor(
    private readonly parts: SimulationParts,
    private readonly request: SimulationRequest,
    private readonly sink: SimulationSink,
    private readonly signal: AbortSignal,
  ) {
    this.#totals = new Totals(request.candidate.journey, request.profiles === null ? request.sample : 0);
  }

  async run(): Promise<SimulationReport> {
    const began = performance.now();
    const { database } = this.parts;
    const { window } = this.request;
    const marks = await readMarks(database);
    const samples = await comparedSamples(database, window, SAMPLES);
    const assumptions = new Assumptions(usualAnswers(answerSamples(comparedDeeds(samples))));
    const stretches = await this.#stretches();
    this.#all = stretches.reduce((sum, { from, end }) => sum + Number(end - from), 0);
    const editions = await readEditions(this.parts, marks, this.request.candidate);
    const listening = listeningOf(this.parts.contract, editions, this.request.candidate);
    const shared = { marks, editions, assumptions, listening };
    await this.#partitions(stretches, shared);
    if (this.signal.aborted)
      throw new Fault('the simulation was ended', { code: 'simulation-ended', retriable: false });
    await this.#flush();
    return {
      totals: this.#totals.value,
      leftOut: Object.fromEntries(this.#leftOut),
      assumedAnswers: assumptions.made,
      notes: notesFor(editions.partlyPlayed),
      records: this.#records,
      inputs: this.#inputs,
      kept: this.#kept,
      seconds: (performance.now() - began) / 1_000,
    };
  }

  /** Where each partition's records of the window lie; named profiles need theirs only. */
  async #stretches(): Promise<readonly Stretch[]> {
    const { window, profiles } = this.request;
    const admin = this.parts.kafka.admin();
    const [ranges, starts, ends] = await Promise.all([
      admin.logRanges(TIMELINE),
      admin.offsetsAt(TIMELINE, window.from),
      admin.offsetsAt(TIMELINE, window.to + 1),
    ]);
    const wanted =
      profiles === null
        ? null
        : new Set([...profiles].map((id) => partitionOf(Buffer.from(id), ranges.size)));
    return [...ranges]
      .filter(([partition]) => wanted?.has(partition) ?? true)
      .map(([partition, { start, end }]) => {
        const from = starts.get(partition) ?? start;
        return { partition, from: from < 0n ? end : from, end: minimum(ends.get(partition), end) };
      })
      .filter(({ from, end }) => from < end);
  }

  /**
   * One part's customers are told while the next ones are read: broker and database have something to do meanwhile. They are
   * told in a fixed order, so that the same simulation keeps the same customers.
   */
  async #partitions(stretches: readonly Stretch[], shared: Shared): Promise<void> {
    const parts = stretches.map((stretch): Part => ({ stretch, slice: WHOLE }));
    const reads = new Map<Part, Promise<SimulatedPartition>>();
    const readFrom = (at: number): void => {
      for (const part of parts.slice(at, at + AHEAD)) {
        if (reads.has(part)) continue;
        // What is too much for the memory is a part of its own, right behind it.
        const read = this.#part(part, shared, (rest) => parts.splice(parts.indexOf(part) + 1, 0, rest));
        read.catch(() => undefined); // looked at when its turn comes
        reads.set(part, read);
      }
    };
    try {
      for (let at = 0; !this.signal.aborted; at += 1) {
        readFrom(at);
        const part = parts[at];
        const simulated = part && (await reads.get(part));
        if (part === undefined || simulated === undefined) return;
        reads.delete(part);
        readFrom(at + 1);
        await this.#finish(simulated);
      }
    } finally {
      // After an error nobody waits for what is still being read.
      this.#reading.abort();
      await Promise.allSettled(reads.values());
    }
  }

  async #part(
    { stretch, slice }: Part,
    { marks, editions, assumptions, listening }: Shared,
    later: (rest: Part) => void,
  ): Promise<SimulatedPartition> {
    const { partition, from, end } = stretch;
    const simulated: SimulatedPartition = new SimulatedPartition({
      parts: this.parts,
      request: this.request,
      assumptions,
      editions,
      listening,
      marks: {
        publications: marks.publications.get(partition) ?? [],
        guardrails: marks.guardrails.get(partition) ?? [],
        clocks: await clockMarks(this.parts.database, partition, this.request.window),
      },
      breath: this.#breath,
      slice,
      split: (own) => {
        const [stays, other] = halves(own);
        later({ stretch, slice: other });
        return stays;
      },
      changed: this.sink.changed?.bind(this.sink),
    });
    let ahead: Promise<() => Promise<void>> | undefined;
    const signal = AbortSignal.any([this.signal, this.#reading.signal]);
    const log = { topic: TIMELINE, partition, from, end, headers: HEADERS, signal };
    for await (const records of readLog(this.parts.kafka.log(), log)) {
      const prepared = simulated.prepare(records);
      prepared.catch(() => undefined); // looked at when its turn comes
      if (ahead !== undefined) await (await ahead)();
      ahead = prepared;
      if (slice === WHOLE) this.#read(records);
    }
    if (ahead !== undefined) await (await ahead)();
    return simulated;
  }

  #read(records: readonly KafkaRecord[]): void {
    this.#records += records.length;
    this.sink.progress(this.#records, this.#all);
  }

  async #finish(simulated: SimulatedPartition): Promise<void> {
    for (const finished of simulated.finish()) {
      this.#compare(finished.profileId, finished);
      if (this.#rows.length >= ROWS) await this.#flush();
      if (this.#breath.isDue) await this.#breath.take();
      if (this.signal.aborted) return;
    }
    for (const [why, count] of simulated.leftOut)
      this.#leftOut.set(why, (this.#leftOut.get(why) ?? 0) + count);
    this.#inputs += simulated.inputs;
  }

  #compare(profileId: string, { before, after }: Finished): void {
    const comparison = compareCustomer(before, after);
    this.#totals.add(before, after, comparison);
    if (this.#kept >= this.request.keep || !differs(comparison)) return;
    this.#kept += 1;
    const differences = kindsOf(comparison);
    const { gained, lost, moved, outcomes } = comparison;
    this.#rows.push({ profileId, differences, gained, lost, moved, outcomes });
  }

  async #flush(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    if (rows.length > 0) await this.sink.keep(rows);
  }
}

function minimum(offset: bigint | undefined, end: bigint): bigint {
  return offset === undefined || offset < 0n || offset > end ? end : offset;
}
