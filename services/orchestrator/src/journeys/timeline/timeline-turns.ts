// A transaction of the timeline, in one partition or several: loaded at its beginning and written at its end. Instances and
// journals take as many statements for several as for one, limited places and paced slots some for each.
import type { Some } from '@continuo/kernel';
import { partitionOf, type HandlerResult, type PartitionScope } from '@continuo/messaging';
import type { Erasures } from '@continuo/service-kit';
import type { Edition, PlanBook } from '../definitions/plan-book.js';
import type { PaceLedger } from '../domain/guardrails/pace.js';
import type { Guardrails } from '../domain/guardrails/policy.js';
import { writeDecisions } from '../entries/decisions.store.js';
import type { GuardrailsBook } from '../guardrails/guardrails-book.js';
import { StartedBefore, write, type Written } from '../instances/batch.store.js';
import { loadProfiles, type Loaded } from '../instances/instances.store.js';
import { deriveId } from './derive-id.js';
import { KnownStarts } from './known-starts.js';
import { PartitionLeases, wantedBy } from './leases.js';
import { openPace, settlePace } from './pace.store.js';
import { countOnCommit } from './published-counts.js';
import { TimelineBatch } from './timeline-batch.js';

export interface TimelineTurnsParts {
  readonly plans: PlanBook;
  readonly guardrails: GuardrailsBook;
  readonly erasures: Pick<Erasures, 'count' | 'erase'>;
  /** From 0 up to 1. @default Math.random */
  random?(): number;
}

/** What a transaction is about in one partition. */
export interface Concerned {
  readonly scope: PartitionScope;
  readonly profiles: readonly string[];
  /** Of the records; a timer has none. */
  readonly types: readonly string[];
  /** The offset that what the transaction takes up counts for. */
  readonly from: bigint;
}

/** A partition in the midst of its transaction. */
export interface Opened {
  readonly scope: PartitionScope;
  readonly batch: TimelineBatch;
}

/** What is in force for all partitions, and what one of them has of what they share. */
interface InForce {
  readonly published: Edition;
  readonly guardrails: Guardrails | null;
  readonly leases: PartitionLeases;
  readonly pace: PaceLedger | null;
}

export class TimelineTurns {
  /** By partition, journeys whose places the next transaction has to look up. */
  readonly #short = new Map<number, Set<string>>();
  readonly #startedBefore = new KnownStarts();
  #startsLimited = false;

  constructor(
    private readonly parts: TimelineTurnsParts,
    private readonly partitions: number,
  ) {}

  /** Whether steps of what was last in force may start limited journeys: places are leased by one partition at a time. */
  get startsLimited(): boolean {
    return this.#startsLimited;
  }

  /** Loads what the transaction needs, in the order of the partitions. Only a single partition has commands. */
  async open(concerned: Some<Concerned>, commands: readonly string[] = []): Promise<Some<Opened>> {
    const [first, ...others] = concerned;
    const { tx } = first.scope;
    const asked = concerned.map(({ scope: { partition }, profiles }) => ({ partition, profiles }));
    const loaded = await loadProfiles(tx, asked, commands);
    const published = await this.parts.plans.at(tx, loaded[0]!.publication);
    this.#startsLimited = published.limitedBy('').length > 0;
    const shared = others.length === 0 ? undefined : new Set<string>();
    const leases = new Map<number, PartitionLeases>();
    for (const each of concerned)
      leases.set(each.scope.partition, await this.#leases(each, published, shared));
    const guardrails = await this.parts.guardrails.at(tx, loaded[0]!.guardrails);
    const paces = await openPace(
      tx,
      concerned.map(({ scope }) => scope),
      guardrails,
    );
    const opened = (each: Concerned, own: Loaded): Opened => {
      const { partition } = each.scope;
      const pace = paces.get(partition) ?? null;
      const inForce = { published, guardrails, leases: leases.get(partition)!, pace };
      return { scope: each.scope, batch: this.#batch(each, own, inForce) };
    };
    return [opened(first, loaded[0]!), ...others.map((each, nth) => opened(each, loaded[nth + 1]!))];
  }

  /** Writes everything of it; what it answers is published with its commit. */
  async close(turn: Some<Opened>): Promise<HandlerResult> {
    const [first, ...others] = turn;
    const { tx } = first.scope;
    // Places before slots, as at the beginning: two transactions that want both never wait for each other.
    for (const { batch } of turn) await batch.leases?.close(tx);
    await this.#settle(turn);
    await write(tx, [this.#written(first), ...others.map((each) => this.#written(each))]).catch(
      (thrown: unknown) => {
        if (thrown instanceof StartedBefore) this.#startedBefore.add(thrown.instanceIds);
        throw thrown;
      },
    );
    const decisions = turn.flatMap(({ batch }) => batch.decisions);
    if (decisions.length > 0) await writeDecisions(tx, decisions);
    for (const { erasure, before } of turn.flatMap(({ batch }) => batch.erased))
      await this.parts.erasures.erase(tx, erasure, before);
    for (const { batch } of turn) countOnCommit(tx, batch);
    // What is parked, deferred and ignored are records, which are of one partition.
    const { park, defer, ignored } = first.batch;
    return { outgoing: turn.flatMap(({ batch }) => batch.outgoing), park, defer, ignored };
  }

  /** `shared`: what several partitions of a transaction have locked. */
  #leases(
    { scope: { tx, partition }, types }: Concerned,
    published: Edition,
    shared: Set<string> | undefined,
  ): Promise<PartitionLeases> {
    const short = this.#short.get(partition) ?? new Set();
    this.#short.set(partition, short);
    const here = { partition, partitions: this.partitions, short, ...(shared && { shared }) };
    return PartitionLeases.open(tx, here, published.limited, wantedBy(types, published));
  }

  #batch(
    { scope, from }: Concerned,
    loaded: Loaded,
    { published, guardrails, leases, pace }: InForce,
  ): TimelineBatch {
    const around = {
      places: leases,
      plans: published,
      guardrails,
      pace,
      real: scope.now.getTime(),
      derive: deriveId,
      random: this.parts.random ?? Math.random,
      startedBefore: (id: string) => batch.holds(id) || this.#startedBefore.has(id),
    };
    const batch: TimelineBatch = new TimelineBatch(loaded, around, pace, leases);
    if (loaded.publication !== loaded.marked) batch.mark('publication', loaded.publication, from);
    if (loaded.guardrails !== loaded.guardrailsMarked) batch.mark('guardrails', loaded.guardrails, from);
    return batch;
  }

  /** Leases the slots that are wanted, and marks what each partition was given. */
  async #settle(turn: Some<Opened>): Promise<void> {
    const paces = turn.flatMap(({ scope, batch: { pace } }): [number, PaceLedger][] =>
      pace === null ? [] : [[scope.partition, pace]],
    );
    const slots = await settlePace(turn[0].scope.tx, new Map(paces));
    for (const { scope, batch } of turn) {
      for (const { partition, start } of slots)
        if (partition === scope.partition) batch.mark('pace', Math.round(start), scope.nextOffset);
      const leased = batch.leases?.told ?? null;
      if (leased !== null) batch.mark('lease', scope.now.getTime(), scope.nextOffset, JSON.stringify(leased));
    }
  }

  #written({ scope, batch }: Opened): Written {
    const home = (profileId: string): number => partitionOf(Buffer.from(profileId), this.partitions);
    return batch.written(scope.now, scope.partition, home);
  }
}
