// One partition's customers in a simulation: who comes into it, what really happened to them, and their records in order.
import { incomingRecord, type IncomingRecord, type KafkaRecord } from '@continuo/messaging';
import { deriveId } from '../timeline/derive-id.js';
import { tellsOfMatter } from '../domain/engine/matters.js';
import type { Input } from '../domain/engine/input.js';
import type { Change } from '../domain/engine/profile.js';
import type { CustomerRecord } from '../domain/simulation/customer-record.js';
import { HistoryCustomer, type HistoryStage } from '../domain/simulation/history-customer.js';
import type { Assumptions } from './simulation-assumptions.js';
import { commandsOf, recordOf } from './simulation-history.js';
import type { Breath } from './simulation-breath.js';
import type { Editions } from './simulation-editions.js';
import { readKnown, type Known } from './simulation-known.js';
import { LogOrder, type PartitionMarks } from './simulation-order.js';
import type { SimulationParts, SimulationRequest } from './simulation-request.js';
import { inSample, inSlice, type Slice } from './simulation-slice.js';
import {
  CHANGED,
  eventInput,
  inputOfRequest,
  meaningOf,
  MERGED,
  SPLIT,
} from '../timeline/timeline-record.js';

export interface PartitionRun {
  readonly parts: SimulationParts;
  readonly request: SimulationRequest;
  readonly assumptions: Assumptions;
  readonly editions: Editions;
  readonly marks: PartitionMarks;
  readonly breath: Breath;
  readonly slice: Slice;
  /** There are too many customers: which of them stay; the others come later. */
  split(own: Slice): Slice;
  readonly changed?: ((change: Change) => void) | undefined;
}

export interface Finished {
  readonly profileId: string;
  readonly before: CustomerRecord;
  readonly after: CustomerRecord;
}

interface Customer {
  readonly simulated: HistoryCustomer;
  readonly before: CustomerRecord;
}

/** Facts of customers that have not come in yet are kept for this many of them. */
const MAX_FACTS = 20_000;
const ENTRY_REQUESTED = 'continuo.orchestrator.InstanceEntryRequested.v1';

export class SimulatedPartition {
  readonly leftOut = new Map<string, number>();
  inputs = 0;
  readonly #customers = new Map<string, Customer | null>();
  readonly #asked = new Set<string>();
  readonly #facts = new Map<string, KafkaRecord>();
  readonly #order: LogOrder;
  readonly #stage: HistoryStage;
  readonly #entering: ReadonlySet<string>;
  readonly #heard: ReadonlySet<string>;
  #slice: Slice;
  /** Numbers of what is in force. */
  #inForce: { readonly publication: number; readonly guardrails: number };

  constructor(private readonly run: PartitionRun) {
    const { assumptions, editions, marks, parts, request } = run;
    this.#slice = run.slice;
    this.#order = new LogOrder(marks);
    this.#inForce = this.#marked();
    const random = parts.random ?? (() => 0.5);
    this.#stage = {
      around: (clock) => {
        const plans = editions.plans.get(this.#inForce.publication);
        if (plans === undefined) throw new Error('a simulation without plans');
        const guardrails = editions.guardrails.get(this.#inForce.guardrails) ?? null;
        return { plans, guardrails, real: clock, derive: deriveId, random };
      },
      derive: deriveId,
      usualAnswer: (call) => assumptions.answer(call),
      ...(run.changed === undefined ? {} : { changed: run.changed }),
    };
    const types = parts.contract.typesOn('cdp.timeline').map(({ type }) => type);
    const all = [...editions.plans.values()];
    this.#entering = new Set([
      ENTRY_REQUESTED,
      ...types.filter((type) => tellsOfMatter(type) || all.some((plans) => plans.startedBy(type).length > 0)),
    ]);
    const listened = all.flatMap((plans) => types.flatMap((type) => plans.startedBy(type)));
    this.#heard = new Set([...listened, request.candidate].flatMap((plan) => [...plan.listensTo]));
  }

  /** Asks for what is known of customers that come in with these records; the answer plays them. */
  async prepare(records: readonly KafkaRecord[]): Promise<() => Promise<void>> {
    const coming = new Set<string>();
    for (const record of records) {
      if (!this.#entering.has(record.headers['ce_type'] ?? '')) continue;
      const id = record.key?.toString('latin1') ?? '';
      if (!this.#asked.has(id) && this.#concerns(id)) coming.add(id);
    }
    for (const id of coming) this.#asked.add(id);
    const [known] = await Promise.all([
      readKnown(this.run.parts.database, [...coming], this.run.request.window),
      this.run.parts.records.prepare(records.flatMap(({ value }) => value ?? [])),
    ]);
    return () => this.#play(records, known);
  }

  /** What each customer went through, before and after; customers are forgotten as they are told. */
  *finish(): Generator<Finished> {
    const { to } = this.run.request.window;
    for (const [profileId, customer] of this.#customers) {
      this.#customers.delete(profileId);
      if (customer === null) continue;
      const after = this.#attempt(profileId, () => customer.simulated.finish(to));
      this.inputs += customer.simulated.inputs;
      if (after === undefined) continue;
      if (customer.before.lives.length > 0 || after.lives.length > 0)
        yield { profileId, before: customer.before, after };
    }
  }

  #concerns(profileId: string): boolean {
    const { profiles, sample } = this.run.request;
    return (
      (profiles?.has(profileId) ?? true) && inSlice(this.#slice, profileId) && inSample(sample, profileId)
    );
  }

  async #play(records: readonly KafkaRecord[], known: ReadonlyMap<string, Known>): Promise<void> {
    const { breath, parts } = this.run;
    for (const source of records) {
      if (breath.isDue) await breath.take();
      const at = this.#order.next(source);
      if (at === null) continue;
      this.#takeUp(at);
      const profileId = source.key?.toString('latin1') ?? '';
      const customer = this.#customers.get(profileId);
      if (customer === undefined && isMarker(source) && this.#concerns(profileId))
        this.#leaveOut(profileId, 'merged');
      if (customer === null || (customer === undefined && !this.#comesIn(source, profileId, known))) continue;
      const { simulated } = this.#customers.get(profileId) ?? {};
      if (simulated === undefined) continue;
      this.#attempt(profileId, () =>
        this.#apply(incomingRecord(source, parts.records), profileId, simulated, at),
      );
    }
  }

  #marked(): { readonly publication: number; readonly guardrails: number } {
    const { newest } = this.run.editions;
    const { publication = newest.publication, guardrails = newest.guardrails } = this.#order;
    return { publication, guardrails };
  }

  /** Something else is in force from here on: what was due before goes by the old, what is held looks at the new. */
  #takeUp(at: number): void {
    const now = this.#marked();
    const was = this.#inForce;
    if (now.publication === was.publication && now.guardrails === was.guardrails) return;
    const { marked } = this.#order;
    for (const [id, customer] of this.#customers)
      this.#attempt(id, () => customer?.simulated.pass(at, marked));
    this.#inForce = now;
    if (now.guardrails === was.guardrails) return;
    for (const [id, customer] of this.#customers)
      this.#attempt(id, () => customer?.simulated.release(now.guardrails, at));
  }

  /** Who is not in yet comes in with the first record that could matter; true when the record is theirs to see. */
  #comesIn(source: KafkaRecord, profileId: string, known: ReadonlyMap<string, Known>): boolean {
    const type = source.headers['ce_type'] ?? '';
    if (type === CHANGED) this.#keepFacts(profileId, source);
    const own = known.get(profileId);
    if (own === undefined || !this.#entering.has(type) || !this.#concerns(profileId)) return false;
    const { candidate, window } = this.run.request;
    if (
      own.instances.some(({ journey, startedAt }) => journey === candidate.journey && startedAt < window.from)
    ) {
      this.#leaveOut(profileId, 'running-before');
      return false;
    }
    this.#customers.set(profileId, this.#open(profileId, own));
    this.#mind();
    return this.#customers.has(profileId);
  }

  #open(profileId: string, { instances, declined, facts, memory }: Known): Customer {
    const { window } = this.run.request;
    const lives = instances.filter(({ startedAt }) => startedAt >= window.from);
    const lived = recordOf(lives, this.#stage.around(window.to).plans, window.to);
    const before = declined.length === 0 ? lived : { ...lived, reasons: [...lived.reasons, ...declined] };
    const commands = commandsOf(lives);
    const clock = window.from;
    const told = this.#facts.get(profileId);
    this.#facts.delete(profileId);
    const simulated = new HistoryCustomer({ profileId, facts, memory, commands, clock }, this.#stage);
    if (told !== undefined) {
      const meaning = meaningOf(incomingRecord(told, this.run.parts.records));
      if (meaning.is === 'facts') simulated.learn(meaning.facts, clock, clock);
    }
    return { simulated, before };
  }

  /** The newest that was told of a customer who has not come in. */
  #keepFacts(profileId: string, source: KafkaRecord): void {
    if (!this.#concerns(profileId)) return;
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

  #apply(record: IncomingRecord, profileId: string, simulated: HistoryCustomer, at: number): void {
    const marked = this.#order.marked;
    if (!this.#isHeard(record)) return;
    const meaning = meaningOf(record);
    switch (meaning.is) {
      case 'facts':
        simulated.learn(meaning.facts, at, marked);
        return;
      case 'merge':
        this.#leaveOut(profileId, 'merged');
        return;
      case 'erasure':
        this.#leaveOut(profileId, 'erased');
        return;
      case 'event':
        simulated.apply(eventInput(record, at) as Input & { readonly at: number }, marked);
        return;
      default: {
        const input = inputOfRequest(record, meaning, at);
        if (input !== null) simulated.apply(input, marked);
      }
    }
  }

  /** The same rule as the live path's: what nobody listens to is not decoded. */
  #isHeard({ type, headers }: IncomingRecord): boolean {
    return (
      headers['commandid'] !== undefined ||
      this.#heard.has(type) ||
      !isPlainEvent(type) ||
      tellsOfMatter(type)
    );
  }

  /** An engine error is the customer's own: they are left out, the others go on. */
  #attempt<Result>(profileId: string, action: () => Result): Result | undefined {
    try {
      return action();
    } catch (error) {
      if ((error as { retriable?: unknown }).retriable === true) throw error;
      this.#leaveOut(profileId, 'engine-error');
      return undefined;
    }
  }

  #leaveOut(profileId: string, why: string): void {
    if (this.#customers.get(profileId) === null) return;
    const was = this.#customers.get(profileId);
    if (was !== undefined) this.inputs += was?.simulated.inputs ?? 0;
    this.#customers.set(profileId, null);
    this.leftOut.set(why, (this.leftOut.get(why) ?? 0) + 1);
  }
}

/** Stands under both keys: who gets another one's journeys is merged too, also before the first of their own. */
function isMarker({ headers }: KafkaRecord): boolean {
  return headers['ce_type'] === MERGED || headers['ce_type'] === SPLIT;
}

function isPlainEvent(type: string): boolean {
  return !type.startsWith('continuo.cdp.Profile') && !type.startsWith('continuo.orchestrator.');
}
