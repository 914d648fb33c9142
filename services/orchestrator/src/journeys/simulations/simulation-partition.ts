// One partition in a simulation: which customers come into it, and their records in order, with what was in force at each.
import { Glancing, type Glance, type KafkaRecord } from '@continuo/messaging';
import { deriveId } from '../timeline/derive-id.js';
import type { Change, Surroundings } from '../domain/engine/profile.js';
import type { Assumptions } from './simulation-assumptions.js';
import { knownOf, type KnownRow } from './simulation-baseline.store.js';
import type { Breath } from './simulation-breath.js';
import {
  LoggedCustomer,
  playTogether,
  type Finished,
  type InForce,
  type PartitionStage,
  type Placed,
} from './simulation-customer.js';
import type { Editions } from './simulation-editions.js';
import type { Listening } from './simulation-listening.js';
import { LogOrder, type PartitionMarks } from './simulation-order.js';
import type { SimulationParts, SimulationRequest } from './simulation-request.js';
import { inSample, inSlice, type Slice } from './simulation-slice.js';
import { CHANGED, MERGED, SPLIT } from '../timeline/timeline-record.js';

export interface PartitionRun {
  readonly parts: SimulationParts;
  readonly request: SimulationRequest;
  readonly assumptions: Assumptions;
  readonly editions: Editions;
  readonly listening: Listening;
  readonly marks: PartitionMarks;
  readonly breath: Breath;
  readonly slice: Slice;
  /** There are too many customers: which of them stay; the others come later. */
  split(own: Slice): Slice;
  readonly changed?: ((change: Change) => void) | undefined;
}

/** Facts of customers that have not come in yet are kept for this many of them. */
const MAX_FACTS = 6_000;

/** Customers who are played together: a few milliseconds, and what they are in the making fits beside the code. */
const TOGETHER = 64;
/** Fewer of them where each has many records: nobody else gets a turn meanwhile. */
const RECORDS_TOGETHER = 256;

/** A customer that is left out. Counted at the end: who belongs to another slice is left out, and counted, there. */
interface LeftOut {
  readonly why: string;
  readonly inputs: number;
}

export class SimulatedPartition {
  readonly leftOut = new Map<string, number>();
  inputs = 0;
  readonly #customers = new Map<string, LoggedCustomer | LeftOut>();
  readonly #asked = new Set<string>();
  readonly #facts = new Map<string, KafkaRecord>();
  readonly #glancing = new Glancing();
  readonly #schemas = new Set<number>();
  readonly #order: LogOrder;
  readonly #stage: PartitionStage;
  /** What is in force, with the clock of the customer whose turn it is: asked for at every input, and kept by nobody. */
  #around: Writable<Surroundings>;
  /** Of the customer whose turn it is, the own part of what all share. */
  #limits: Parameters<PartitionStage['around']>[1];
  #slice: Slice;
  #waiting = 0;
  /** By what is taken up, and by what is only prepared: the same object as long as nothing changes. */
  #inForce: InForce;
  #prepared: InForce;

  constructor(private readonly run: PartitionRun) {
    const { assumptions, marks, parts, request } = run;
    this.#slice = run.slice;
    this.#order = new LogOrder(marks);
    this.#prepared = this.#inForce = this.#marked();
    this.#around = this.#surroundings();
    this.#stage = {
      around: (clock, limits) => {
        this.#around.real = clock;
        this.#limits = limits;
        return this.#around;
      },
      usualAnswer: (call) => assumptions.answer(call),
      records: parts.records,
      window: request.window,
      candidate: request.candidate,
      ...(run.changed === undefined ? {} : { changed: run.changed }),
    };
  }

  /** Asks for what is known of customers that come in with these records; the answer takes them up. One after the other. */
  async prepare(records: readonly KafkaRecord[]): Promise<() => Promise<void>> {
    const coming = new Set<string>();
    const values: Buffer[] = [];
    const placed: Placed[] = [];
    for (const source of records) {
      const glance = this.#glancing.at(source);
      const at = this.#order.next(source, glance);
      if (at === null) continue;
      const record = this.#place(source, glance, at);
      placed.push(record);
      if (record.isHeard) this.#mustBeReadable(glance, source, values);
      const { profileId, type } = record;
      if (this.run.listening.entering.has(type) && !this.#asked.has(profileId) && this.#concerns(profileId))
        coming.add(profileId);
    }
    for (const id of coming) this.#asked.add(id);
    const { parts, request } = this.run;
    const [known] = await Promise.all([
      knownOf(parts.database, [...coming], request.window),
      parts.records.prepare(values),
    ]);
    return () => this.#takeUp(placed, known);
  }

  /** Schemas are made ready once each: with the first value that is written in it. */
  #mustBeReadable({ schemaId }: Glance, source: KafkaRecord, values: Buffer[]): void {
    if (schemaId < 0 || this.#schemas.has(schemaId) || source.value === null) return;
    this.#schemas.add(schemaId);
    values.push(source.value);
    source.forget?.();
  }

  #surroundings(): Surroundings {
    const { editions, parts } = this.run;
    const plans = editions.plans.get(this.#inForce.publication);
    if (plans === undefined) throw new Error('a simulation without plans');
    const guardrails = editions.guardrails.get(this.#inForce.guardrails) ?? null;
    const random = parts.random ?? (() => 0.5);
    const pace: Surroundings['pace'] = { take: (...asked) => this.#limits?.pace.take(...asked) ?? null };
    const places: Surroundings['places'] = {
      take: (...asked) => this.#limits?.places.take(...asked) ?? true,
    };
    return { plans, guardrails, real: 0, derive: deriveId, random, pace, places, inPlace: true };
  }

  #place(source: KafkaRecord, { key: profileId, type, hasCommand }: Glance, at: number): Placed {
    if (this.#isChanged()) this.#prepared = this.#marked();
    return {
      source,
      profileId,
      type,
      at,
      marked: this.#order.marked,
      inForce: this.#prepared,
      isHeard: this.run.listening.heard.has(type) || hasCommand,
    };
  }

  /** What each customer went through, before and after; customers are forgotten as they are told. */
  *finish(): Generator<Finished & { readonly profileId: string }> {
    for (const group of groupsOf(this.#leaving())) {
      playTogether(group);
      const finished = group.map((customer) => customer.finish());
      for (const [at, { profileId, leftOut, inputs }] of group.entries()) {
        this.inputs += inputs;
        const own = finished[at];
        if (leftOut !== undefined) this.#countLeftOut(leftOut);
        else if (own !== undefined && hasLived(own)) {
          this.run.assumptions.count(own.assumed);
          yield { profileId, ...own };
        }
      }
    }
  }

  /** Everybody; who was left out before is counted. */
  *#leaving(): Generator<LoggedCustomer> {
    for (const [profileId, customer] of this.#customers) {
      this.#customers.delete(profileId);
      if (customer instanceof LoggedCustomer) yield customer;
      else {
        this.inputs += customer.inputs;
        this.#countLeftOut(customer.why);
      }
    }
  }

  #countLeftOut(why: string): void {
    this.leftOut.set(why, (this.leftOut.get(why) ?? 0) + 1);
  }

  #concerns(profileId: string): boolean {
    const { profiles, sample } = this.run.request;
    return (
      (profiles?.has(profileId) ?? true) && inSlice(this.#slice, profileId) && inSample(sample, profileId)
    );
  }

  async #takeUp(records: readonly Placed[], known: ReadonlyMap<string, KnownRow>): Promise<void> {
    const { breath, request } = this.run;
    for (const record of records) {
      if (breath.isDue) await breath.take();
      if (record.inForce !== this.#inForce) await this.#change(record);
      const customer = this.#customers.get(record.profileId) ?? this.#comesIn(record, known);
      if (!(customer instanceof LoggedCustomer) || !record.isHeard) continue;
      customer.add(record);
      this.#waiting += 1;
      if (this.#waiting >= request.inMemory) await this.#playAll();
    }
  }

  #marked(): InForce {
    const { newest } = this.run.editions;
    const { publication = newest.publication, guardrails = newest.guardrails } = this.#order;
    return { publication, guardrails };
  }

  /** Whether what is marked is other than what was prepared last. */
  #isChanged(): boolean {
    const { newest } = this.run.editions;
    const { publication, guardrails } = this.#prepared;
    return (
      (this.#order.publication ?? newest.publication) !== publication ||
      (this.#order.guardrails ?? newest.guardrails) !== guardrails
    );
  }

  /** Something else is in force from here on: what was due before goes by the old, what is held looks at the new. */
  async #change({ at, marked, inForce: now }: Placed): Promise<void> {
    await this.#playAll();
    const was = this.#inForce;
    for (const customer of this.#logged()) customer.pass(at, marked);
    this.#inForce = now;
    this.#around = this.#surroundings();
    if (now.publication !== was.publication) for (const customer of this.#logged()) customer.resume(at);
    if (now.guardrails === was.guardrails) return;
    for (const customer of this.#logged()) customer.release(now.guardrails, at);
  }

  *#logged(): Generator<LoggedCustomer> {
    for (const customer of this.#customers.values()) if (customer instanceof LoggedCustomer) yield customer;
  }

  /** Plays what waits. */
  async #playAll(): Promise<void> {
    const { breath } = this.run;
    this.#waiting = 0;
    for (const group of groupsOf(this.#logged())) {
      playTogether(group);
      for (const { profileId, leftOut: why, inputs } of group) {
        if (why !== undefined) this.#customers.set(profileId, { why, inputs });
        if (breath.isDue) await breath.take();
      }
    }
  }

  /** Who is not in yet comes in with the first record that could matter; null where it is not that, or they are left out. */
  #comesIn({ source, profileId, type }: Placed, known: ReadonlyMap<string, KnownRow>): LoggedCustomer | null {
    // Stands under both keys: who gets another one's journeys is merged too, also before the first of their own.
    if ((type === MERGED || type === SPLIT) && this.#concerns(profileId)) {
      this.#customers.set(profileId, { why: 'merged', inputs: 0 });
      this.#mind();
      return null;
    }
    if (type === CHANGED) this.#keepFacts(profileId, source);
    const own = known.get(profileId);
    if (own === undefined || !this.run.listening.entering.has(type) || !this.#concerns(profileId))
      return null;
    const customer = new LoggedCustomer(profileId, own, this.#facts.get(profileId), this.#stage);
    this.#facts.delete(profileId);
    this.#customers.set(profileId, customer);
    this.#mind();
    return this.#customers.has(profileId) ? customer : null;
  }

  /** The newest that was told of a customer who has not come in. */
  #keepFacts(profileId: string, source: KafkaRecord): void {
    if (!this.#concerns(profileId)) return;
    source.forget?.();
    this.#facts.delete(profileId);
    this.#facts.set(profileId, source);
    if (this.#facts.size <= MAX_FACTS) return;
    const [oldest] = this.#facts.keys();
    if (oldest !== undefined) this.#facts.delete(oldest);
  }

  /** With too many customers half of them go, and come again in a reading of their own. */
  #mind(): void {
    while (this.#customers.size > this.run.request.inMemory) {
      this.#slice = this.run.split(this.#slice);
      for (const map of [this.#customers, this.#facts])
        for (const id of map.keys()) if (!inSlice(this.#slice, id)) map.delete(id);
    }
  }
}

function* groupsOf(customers: Iterable<LoggedCustomer>): Generator<readonly LoggedCustomer[]> {
  let group: LoggedCustomer[] = [];
  let records = 0;
  for (const customer of customers) {
    group.push(customer);
    records += customer.waiting;
    if (group.length < TOGETHER && records < RECORDS_TOGETHER) continue;
    yield group;
    group = [];
    records = 0;
  }
  if (group.length > 0) yield group;
}

type Writable<Of> = { -readonly [Field in keyof Of]: Of[Field] };

function hasLived({ before, after }: Finished): boolean {
  return before.lives.length > 0 || after.lives.length > 0;
}
