// The orchestrator's one way in: batches of the timeline, and the timers of its partitions.
import type { Contract } from '@continuo/contracts';
import { isSome } from '@continuo/kernel';
import { Inject, Injectable } from '@nestjs/common';
import {
  BatchHandler,
  type HandlerResult,
  type IncomingRecord,
  type PartitionHandler,
  type PartitionScope,
  type PartitionScopes,
  type PartitionTimers,
} from '@continuo/messaging';
import type { Database } from '@continuo/persistence';
import { TIMELINE } from '../definitions/contract-catalogue.js';
import type { Input } from '../domain/engine/input.js';
import { tellsOfMatter } from '../domain/engine/matters.js';
import { loadAllOf } from '../instances/instances.store.js';
import { readMarker } from './merging.js';
import type { TimelineBatch } from './timeline-batch.js';
import { TimelineTurns, type TimelineTurnsParts } from './timeline-turns.js';
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
import { partitionsWithDue, profilesDue } from './timers.store.js';

/** The consumer group. */
export const GROUP = 'orchestrator';
/** Records of one profile that a batch applies at most; what it has beyond is deferred. */
export const RECORDS_PER_PROFILE = 200;
/** Profiles whose timers one transaction fires, in each of its partitions and in all of them. */
const PROFILES_PER_TICK = { ofOne: 500, ofAll: 2_000 };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface TimelineConsumerParts extends TimelineTurnsParts {
  readonly database: Database;
  readonly contract: Contract;
  /** The time (ms) up to which every source record is on the timeline; null when the platform does not say. */
  lowWaterMark(): Promise<number | null>;
}

/** Token of the parts. */
export const TIMELINE_CONSUMER_PARTS = Symbol('TIMELINE_CONSUMER_PARTS');

/** Runs the engine over the timeline: one transaction per batch, a fixed number of statements in it. */
@Injectable()
@BatchHandler({ topics: [TIMELINE], group: GROUP, recordsPerKey: RECORDS_PER_PROFILE })
export class TimelineConsumer implements PartitionHandler {
  readonly timers: PartitionTimers;
  readonly lastWords: ReadonlySet<string> = new Set([ERASED]);
  readonly #turns: TimelineTurns;

  constructor(@Inject(TIMELINE_CONSUMER_PARTS) private readonly parts: TimelineConsumerParts) {
    this.#turns = new TimelineTurns(parts, parts.contract.topic(TIMELINE)?.partitions ?? 1);
    this.timers = {
      due: (clocks, topic) => partitionsWithDue(parts.database, GROUP, topic, clocks),
      tick: (scopes) => this.#tick(scopes),
      apart: () => this.#turns.startsLimited,
      lowWaterMark: () => parts.lowWaterMark(),
    };
  }

  async handle(records: readonly IncomingRecord[], scope: PartitionScope): Promise<HandlerResult> {
    const profiles = new Set(records.map(profileOf));
    // Ids of commands that others have sent may look otherwise.
    const commands = records.flatMap(({ headers }) =>
      UUID.test(headers['commandid'] ?? '') ? (headers['commandid'] ?? []) : [],
    );
    const from = beginningOf(records) ?? scope.nextOffset;
    const types = records.map(({ type }) => type);
    const turn = await this.#turns.open([{ scope, profiles: [...profiles], types, from }], commands);
    const [{ batch }] = turn;
    const stopped = new Set<string>();
    let at = scope.clockBefore;
    for (const record of records) {
      at = Math.max(at, record.timestamp);
      if (stopped.has(record.key)) continue;
      const goesOn = await this.#applyRecord(record, record.redriven ? record.timestamp : at, batch, scope);
      if (!goesOn) stopped.add(record.key);
    }
    return this.#turns.close(turn);
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
    // Nothing is sent any more to whom an erasure forgets.
    if (meaning.is !== 'erasure' && !batch.reach(profileId, at, record)) return false;
    switch (meaning.is) {
      case 'facts':
        batch.learn(profileId, meaning.facts);
        return true;
      case 'event':
        return this.#applyEvent(record, at, meaning.commandId, batch);
      case 'action':
      case 'migration':
      case 'entry': {
        const input = inputOfRequest(record, meaning, at);
        if (input !== null) return this.#applyRequest(record, meaning.request.requestId, input, batch);
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

  #applyRequest(record: IncomingRecord, requestId: string, input: Input, batch: TimelineBatch): boolean {
    const before = batch.journalled;
    const goesOn = batch.apply(profileOf(record), input, record);
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

  async #tick(scopes: PartitionScopes): Promise<HandlerResult> {
    const [first] = scopes;
    const due = await profilesDue(first.tx, first, scopes, PROFILES_PER_TICK);
    const concerned = scopes.flatMap((scope) => {
      const own = due.get(scope.partition);
      if (own === undefined) return [];
      const profiles = [...new Set([...own.fired, ...own.released])];
      return [{ scope, profiles, types: profiles.map(() => ''), from: scope.nextOffset }];
    });
    if (!isSome(concerned)) return {};
    const turn = await this.#turns.open(concerned);
    for (const { scope, batch } of turn) {
      for (const profileId of due.get(scope.partition)?.fired ?? []) {
        batch.fireTimers(profileId, scope.clock + 1);
        scope.progress();
      }
      for (const profileId of due.get(scope.partition)?.released ?? []) {
        batch.release(profileId, scope.clock);
        scope.progress();
      }
      if (batch.fired > 0 && scope.clock > scope.clockBefore)
        batch.mark('clock', scope.clock, scope.nextOffset);
    }
    return this.#turns.close(turn);
  }
}

/** Where the batch's own records begin: what was put aside before counts for an earlier place. */
function beginningOf(records: readonly IncomingRecord[]): bigint | undefined {
  return records.find(({ redriven }) => !redriven)?.offset;
}
