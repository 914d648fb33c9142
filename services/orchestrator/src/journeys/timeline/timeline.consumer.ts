// The orchestrator's one way in: batches of the timeline, and the timers of its partitions.
import type { Contract } from '@continuo/contracts';
import { Inject, Injectable } from '@nestjs/common';
import {
  BatchHandler,
  partitionOf,
  type HandlerResult,
  type IncomingRecord,
  type PartitionHandler,
  type PartitionScope,
  type PartitionTimers,
} from '@continuo/messaging';
import type { Database } from '@continuo/persistence';
import type { Erasures } from '@continuo/service-kit';
import { TIMELINE } from '../definitions/contract-catalogue.js';
import { writeDecisions } from '../entries/decisions.store.js';
import { deriveId } from './derive-id.js';
import type { Input } from '../domain/engine/input.js';
import { tellsOfMatter } from '../domain/engine/matters.js';
import { StartedBefore, write } from '../instances/batch.store.js';
import { loadAllOf, loadProfiles, type Loaded } from '../instances/instances.store.js';
import { KnownStarts } from './known-starts.js';
import { PartitionLeases, wantedBy } from './leases.js';
import { readMarker } from './merging.js';
import type { PlanBook } from '../definitions/plan-book.js';
import { TimelineBatch } from './timeline-batch.js';
import {
  envelopeOf,
  ERASED,
  eventInput,
  FORWARDED,
  inputOfRequest,
  meaningOf,
  profileOf,
  type Meaning,
} from './timeline-record.js';
import type { GuardrailsBook } from '../guardrails/guardrails-book.js';
import { openPace, settlePace } from './pace.store.js';
import { countOnCommit } from './published-counts.js';
import { partitionsWithDue, profilesDue } from './timers.store.js';

/** The consumer group. */
export const GROUP = 'orchestrator';
/** Records of one profile that a batch applies at most; what it has beyond is deferred. */
export const RECORDS_PER_PROFILE = 200;
/** Profiles whose timers one transaction fires. */
const PROFILES_PER_TICK = 500;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface TimelineConsumerParts {
  readonly database: Database;
  readonly contract: Contract;
  readonly plans: PlanBook;
  readonly guardrails: GuardrailsBook;
  readonly erasures: Pick<Erasures, 'count' | 'erase'>;
  /** The time (ms) up to which every source record is on the timeline; null when the platform does not say. */
  lowWaterMark(): Promise<number | null>;
  /** From 0 up to 1. @default Math.random */
  random?(): number;
}

/** Token of the parts. */
export const TIMELINE_CONSUMER_PARTS = Symbol('TIMELINE_CONSUMER_PARTS');

/** Runs the engine over the timeline: one transaction per batch, a fixed number of statements in it. */
@Injectable()
@BatchHandler({ topics: [TIMELINE], group: GROUP, recordsPerKey: RECORDS_PER_PROFILE })
export class TimelineConsumer implements PartitionHandler {
  readonly timers: PartitionTimers;
  readonly lastWords: ReadonlySet<string> = new Set([ERASED]);
  readonly #partitions: number;
  /** By partition, journeys whose places the next transaction has to look up. */
  readonly #short = new Map<number, Set<string>>();
  readonly #startedBefore = new KnownStarts();

  constructor(@Inject(TIMELINE_CONSUMER_PARTS) private readonly parts: TimelineConsumerParts) {
    this.#partitions = parts.contract.topic(TIMELINE)?.partitions ?? 1;
    this.timers = {
      due: (clocks, topic) => partitionsWithDue(parts.database, GROUP, topic, clocks),
      tick: (scope) => this.#tick(scope),
      lowWaterMark: () => parts.lowWaterMark(),
    };
  }

  async handle(records: readonly IncomingRecord[], scope: PartitionScope): Promise<HandlerResult> {
    const profiles = new Set(records.map(profileOf));
    // Ids of commands that others have sent may look otherwise.
    const commands = records.flatMap(({ headers }) =>
      UUID.test(headers['commandid'] ?? '') ? (headers['commandid'] ?? []) : [],
    );
    const batch = await this.#open(
      scope,
      { profiles: [...profiles], commands, types: records.map(({ type }) => type) },
      beginningOf(records) ?? scope.nextOffset,
    );
    const stopped = new Set<string>();
    let at = scope.clockBefore;
    for (const record of records) {
      at = Math.max(at, record.timestamp);
      if (stopped.has(record.key)) continue;
      const goesOn = await this.#applyRecord(record, record.redriven ? record.timestamp : at, batch, scope);
      if (!goesOn) stopped.add(record.key);
    }
    return this.#close(batch, scope);
  }

  async #open(
    scope: PartitionScope,
    { profiles, commands, types }: Concerned,
    from: bigint,
  ): Promise<TimelineBatch> {
    const { plans, guardrails, random = Math.random } = this.parts;
    const loaded: Loaded = await loadProfiles(scope.tx, profiles, commands, scope.partition);
    const published = await plans.at(scope.tx, loaded.publication);
    const short = this.#short.get(scope.partition) ?? new Set();
    this.#short.set(scope.partition, short);
    const here = { partition: scope.partition, partitions: this.#partitions, short };
    const wanted = wantedBy(types, published);
    const leases = await PartitionLeases.open(scope.tx, here, published.limited, wanted);
    const inForce = await guardrails.at(scope.tx, loaded.guardrails);
    const pace = await openPace(scope, inForce);
    const around = {
      places: leases,
      plans: published,
      guardrails: inForce,
      pace,
      real: scope.now.getTime(),
      derive: deriveId,
      random,
      startedBefore: (id: string) => batch.holds(id) || this.#startedBefore.has(id),
    };
    const batch: TimelineBatch = new TimelineBatch(loaded, around, pace, leases);
    if (loaded.publication !== loaded.marked) batch.mark('publication', loaded.publication, from);
    if (loaded.guardrails !== loaded.guardrailsMarked) batch.mark('guardrails', loaded.guardrails, from);
    return batch;
  }

  /** False when the key's later records of this batch must not be applied. */
  async #applyRecord(
    record: IncomingRecord,
    at: number,
    batch: TimelineBatch,
    scope: PartitionScope,
  ): Promise<boolean> {
    let meaning: Meaning;
    try {
      meaning = meaningOf(record);
    } catch (thrown) {
      batch.parkFor(record, thrown);
      return false;
    }
    const profileId = profileOf(record);
    switch (meaning.is) {
      case 'facts':
        batch.fireTimers(profileId, at);
        batch.learn(profileId, meaning.facts);
        return true;
      case 'event':
        return this.#applyEvent(record, at, meaning.commandId, batch);
      case 'action':
      case 'migration':
      case 'entry': {
        const input = inputOfRequest(record, meaning, at);
        if (input !== null) return this.#applyRequest(record, at, meaning.request.requestId, input, batch);
        batch.ignore('unknown-action');
        return true;
      }
      case 'erasure':
        await this.#erase(record, at, meaning.erasureId, batch, scope);
        return true;
      case 'merge':
        return readMarker({ record, at, marker: meaning.marker, batch, scope });
    }
  }

  #applyRequest(
    record: IncomingRecord,
    at: number,
    requestId: string,
    input: Input,
    batch: TimelineBatch,
  ): boolean {
    const profileId = profileOf(record);
    batch.fireTimers(profileId, at);
    const before = batch.journalled;
    const goesOn = batch.apply(profileId, input, record);
    if (goesOn) batch.answerRequest(requestId, before);
    return goesOn;
  }

  /** Decoded only when somebody listens: most events concern no journey. */
  #applyEvent(
    record: IncomingRecord,
    at: number,
    commandId: string | undefined,
    batch: TimelineBatch,
  ): boolean {
    const profileId = profileOf(record);
    const { plans } = batch.around;
    const instances = [...batch.state(profileId).instances.values()];
    const isHeard =
      commandId !== undefined ||
      record.type === FORWARDED ||
      tellsOfMatter(record.type) ||
      plans.startedBy(record.type).length > 0 ||
      instances.some((each) => plans.version(each.journey, each.version)?.listensTo.has(record.type) ?? true);
    if (!isHeard) {
      batch.ignore('nobody-listens');
      return true;
    }
    try {
      const input = eventInput(record, at);
      const owner = input.commandId === undefined ? undefined : batch.ownerOf(input.commandId, profileId);
      if (owner === undefined) return batch.apply(profileId, input, record);
      this.#forward(record, input.commandId ?? '', owner, at, batch);
      return true;
    } catch (thrown) {
      batch.parkFor(record, thrown);
      return false;
    }
  }

  /**
   * The answer's instance belongs to another profile now: it follows by way of the requests. It is applied there and only
   * there: what it starts, satisfies or settles beside the command would else happen once for each of the two.
   */
  #forward(
    record: IncomingRecord,
    commandId: string,
    owner: { readonly id: string; readonly profileId: string },
    at: number,
    batch: TimelineBatch,
  ): void {
    const answer =
      record.type === FORWARDED
        ? record.value<object>()
        : {
            commandId,
            instanceId: owner.id,
            answerId: record.id,
            answerType: record.type,
            answer: record.bytes,
            answeredAt: at,
            answerValue: JSON.stringify(record.value()),
          };
    const { hops, correlationId } = envelopeOf(record);
    const { profileId } = owner;
    const envelope = { key: profileId, profileId, commandId, hops, correlationId, causationId: record.id };
    batch.outgoing.push({ ...envelope, type: FORWARDED, value: answer });
    batch.ignore('answer-forwarded');
  }

  async #erase(
    record: IncomingRecord,
    at: number,
    erasureId: string,
    batch: TimelineBatch,
    scope: PartitionScope,
  ): Promise<void> {
    const profileId = profileOf(record);
    const before = await this.parts.erasures.count(scope.tx, [profileId]);
    for (const stored of await loadAllOf(scope.tx, profileId)) batch.add(stored);
    for (const instance of batch.state(profileId).instances.values()) {
      batch.applyTo(instance, { kind: 'erased', id: record.id, at }, record);
    }
    batch.forget({ erasure: { erasureId, profileId }, before });
    await scope.discard(record.key);
  }

  async #tick(scope: PartitionScope): Promise<HandlerResult> {
    const { fired, released } = await profilesDue(scope.tx, scope, PROFILES_PER_TICK);
    if (fired.length + released.length === 0) return {};
    const profiles = [...new Set([...fired, ...released])];
    const batch = await this.#open(
      scope,
      { profiles, commands: [], types: profiles.map(() => '') },
      scope.nextOffset,
    );
    for (const profileId of fired) {
      batch.fireTimers(profileId, scope.clock + 1);
      scope.progress();
    }
    for (const profileId of released) {
      batch.release(profileId, scope.clock);
      scope.progress();
    }
    if (batch.fired > 0 && scope.clock > scope.clockBefore)
      batch.mark('clock', scope.clock, scope.nextOffset);
    return this.#close(batch, scope);
  }

  async #close(batch: TimelineBatch, scope: PartitionScope): Promise<HandlerResult> {
    const inPartition = (profileId: string): number => partitionOf(Buffer.from(profileId), this.#partitions);
    // Places before slots, as at the beginning: two partitions that want both never wait for each other.
    await batch.leases?.close(scope.tx);
    for (const { start } of await settlePace(scope, batch.pace))
      batch.mark('pace', Math.round(start), scope.nextOffset);
    const leased = batch.leases?.told ?? null;
    if (leased !== null) batch.mark('lease', scope.now.getTime(), scope.nextOffset, JSON.stringify(leased));
    await write(scope.tx, batch.written(scope.now, scope.partition, inPartition)).catch((thrown: unknown) => {
      if (thrown instanceof StartedBefore) this.#startedBefore.add(thrown.instanceIds);
      throw thrown;
    });
    if (batch.decisions.length > 0) await writeDecisions(scope.tx, batch.decisions);
    for (const { erasure, before } of batch.erased)
      await this.parts.erasures.erase(scope.tx, erasure, before);
    countOnCommit(scope.tx, batch);
    return { outgoing: batch.outgoing, park: batch.park, ignored: batch.ignored };
  }
}

/** What a transaction is about; a timer has no type. */
interface Concerned {
  readonly profiles: readonly string[];
  readonly commands: readonly string[];
  readonly types: readonly string[];
}

/** Where the batch's own records begin: what was put aside before counts for an earlier place. */
function beginningOf(records: readonly IncomingRecord[]): bigint | undefined {
  return records.find(({ redriven }) => !redriven)?.offset;
}
