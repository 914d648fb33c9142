// Resolves the records of all source topics to profiles and puts them on the timeline: the timeline's one writer.
import { Inject, Injectable } from '@nestjs/common';
import { contract, type cdp } from '@continuo/contracts';
import {
  BatchHandler,
  type HandlerResult,
  type IncomingRecord,
  type Outgoing,
  type ParkRequest,
  type PartitionHandler,
  type PartitionScope,
} from '@continuo/messaging';
import { attribute, count as countMetric } from '@continuo/telemetry';
import { uuidv7 } from 'uuidv7';
import { ConsentStore } from '../consent/consent.store.js';
import type { GraphChanges, KnownGraph, ProfileMerge, Subject } from '../identity/domain/identity-graph.js';
import { IdentityResolution } from '../identity/domain/identity-resolution.js';
import type { IdentityRules } from '../identity/domain/identity-rules.js';
import {
  IdentityChangesStore,
  type RecordPlace,
  type UnresolvedRecord,
} from '../identity/identity-changes.store.js';
import { IdentityStore } from '../identity/identity.store.js';
import { IDENTITY_RULES } from '../identity/identity.tokens.js';
import { factsOf, traitsOf } from '../profiles/domain/identify.js';
import { ProfilesStore, type NewTrait } from '../profiles/profiles.store.js';
import { isToldByMerge } from '../segments/domain/membership.js';
import { suppressionsTopic } from './domain/address-words.js';
import { FactsOfBatch } from './domain/facts-of-batch.js';
import { envelopeOf, timelineHeaders } from './domain/timeline-record.js';
import { Reachability } from './reachability.js';
import { factsChanged, profileCreated, profileMerged } from './timeline-events.js';

const timeline = 'cdp.timeline';
const tracking = 'cdp.tracking';
const segments = 'cdp.segments';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The topics whose records belong on the timeline, by the contract. */
export const sourceTopics: readonly string[] = contract.topic(timeline)?.forwards ?? [];
const identified = 'continuo.cdp.CustomerIdentified.v1';
const granted = 'continuo.cdp.ConsentGranted.v1';
const withdrawn = 'continuo.cdp.ConsentWithdrawn.v1';

/** A record with whom it names, and where it went once that is known. */
interface Pending {
  readonly record: IncomingRecord;
  readonly subject: Subject;
  profileId?: string;
}

/** What one batch gathers on its way. */
interface Gathered {
  readonly outgoing: Outgoing[];
  readonly park: ParkRequest[];
  readonly ignored: Record<string, number>;
  readonly unresolved: UnresolvedRecord[];
  readonly places: Map<ProfileMerge, RecordPlace>;
  /** Events about somebody who was erased since: what was kept for them goes too. */
  readonly forgotten: string[];
}

@Injectable()
@BatchHandler({ topics: sourceTopics, batchSize: 1_000 })
export class TimelineResolver implements PartitionHandler {
  constructor(
    @Inject(IDENTITY_RULES) private readonly rules: IdentityRules,
    @Inject(IdentityStore) private readonly identity: IdentityStore,
    @Inject(IdentityChangesStore) private readonly changesStore: IdentityChangesStore,
    @Inject(ProfilesStore) private readonly profiles: ProfilesStore,
    @Inject(ConsentStore) private readonly consents: ConsentStore,
    @Inject(Reachability) private readonly reachability: Reachability,
  ) {}

  /** A fixed number of statements whatever the batch's size; most of them only when there is something to write. */
  async handle(records: readonly IncomingRecord[], scope: PartitionScope): Promise<HandlerResult> {
    const gathered: Gathered = {
      outgoing: [],
      park: [],
      ignored: {},
      unresolved: [],
      places: new Map(),
      forgotten: [],
    };
    const pending = this.pendingOf(records, gathered);
    if (pending.length === 0) return { park: gathered.park, ignored: gathered.ignored };
    const graph = await this.identity.lock(scope.tx, this.wantedBy(pending));
    const resolution = new IdentityResolution(this.rules, graph, uuidv7);
    const facts = new FactsOfBatch(graph.profiles);
    for (const each of pending) {
      if (isOfNobody(each, graph)) this.leaveOut(each.record, 'customer-unknown', gathered);
      else this.place(each, resolution, facts, gathered);
    }
    const changes = resolution.changes();
    const owner = (id: string): string => resolution.rootOf(id);
    facts.attached(changes.attached, owner);
    await this.reachability.apply(scope.tx, pending, changes, { facts, owner });
    await this.applyConsents(scope, pending, facts, owner);
    await this.consents.forget(scope.tx, gathered.forgotten);
    await this.applyPrivate(scope, pending, owner);
    await this.applyIdentifies(scope, pending, facts, owner);
    const { created, changed, announced } = facts.outcome(changes);
    await this.changesStore.write(scope.tx, { created, changed }, changes, gathered.places);
    await this.changesStore.recordUnresolved(scope.tx, gathered.unresolved);
    scope.tx.afterCommit(() => countLinks(changes));
    const last = pending.at(-1)?.record;
    if (last !== undefined) for (const each of announced) gathered.outgoing.push(...factsChanged(each, last));
    return { outgoing: gathered.outgoing, park: gathered.park, ignored: gathered.ignored };
  }

  /** Reads the envelopes; what can't be read is parked before any SQL, and its key's later records wait behind it. */
  private pendingOf(records: readonly IncomingRecord[], gathered: Gathered): Pending[] {
    const held = new Set<string>();
    const pending: Pending[] = [];
    for (const record of records) {
      if (held.has(record.key)) continue;
      if (record.bytes === null) {
        count(gathered.ignored, 'tombstone');
        continue;
      }
      const envelope = envelopeOf(record.headers);
      if (envelope.ok) {
        pending.push({ record, subject: { ...envelope.value, at: record.timestamp } });
      } else if (envelope.refusal.code === 'customer-missing') {
        this.leaveOut(record, envelope.refusal.code, gathered);
      } else {
        held.add(record.key);
        gathered.park.push({ record, code: envelope.refusal.code, reason: envelope.refusal.message });
      }
    }
    return pending;
  }

  /** The identifiers and profiles to lock, sorted, each once. */
  private wantedBy(pending: readonly Pending[]): { readonly keys: string[]; readonly profileIds: string[] } {
    const keys = new Set<string>();
    const profileIds = new Set<string>();
    for (const { subject } of pending) {
      if (subject.profileId !== undefined) profileIds.add(subject.profileId);
      for (const { kind, key } of subject.identifiers) {
        if (this.rules.ruleOf(kind) !== undefined && !this.rules.isBlocked(kind, key)) keys.add(key);
      }
    }
    return { keys: [...keys].sort(), profileIds: [...profileIds] };
  }

  /** Puts one record on its profile's timeline, behind what its identifiers caused. */
  private place(
    each: Pending,
    resolution: IdentityResolution,
    facts: FactsOfBatch,
    gathered: Gathered,
  ): void {
    const { record, subject } = each;
    const resolved = resolution.resolve(subject);
    if ('ignored' in resolved) {
      if (resolved.ignored === 'profile-erased') gathered.forgotten.push(record.id);
      return this.leaveOut(record, resolved.ignored, gathered);
    }
    const { profileId } = resolved;
    if (record.topic === segments && profileId !== subject.profileId) {
      if (
        isToldByMerge(record.type, record.value<cdp.SegmentEntered & cdp.SegmentLeft>(), facts.of(profileId))
      )
        return this.leaveOut(record, 'told-by-merge', gathered);
    }
    for (const step of resolved.steps) {
      if (step.step === 'created') {
        gathered.outgoing.push(...profileCreated(step, record));
      } else {
        facts.merged(step);
        gathered.places.set(step, record);
        gathered.outgoing.push(...profileMerged(step, record));
      }
    }
    each.profileId = resolved.profileId;
    gathered.outgoing.push({
      topic: timeline,
      key: resolved.profileId,
      bytes: record.bytes,
      headers: timelineHeaders(record.headers, resolved.profileId),
    });
  }

  private leaveOut(record: IncomingRecord, reason: string, gathered: Gathered): void {
    count(gathered.ignored, reason);
    const { topic, partition, offset, id, type } = record;
    const time = new Date(record.timestamp);
    gathered.unresolved.push({ topic, partition, offset, eventId: id, eventType: type, reason, time });
  }

  private async applyConsents(
    scope: PartitionScope,
    pending: readonly Pending[],
    facts: FactsOfBatch,
    owner: (id: string) => string,
  ): Promise<void> {
    const profilesByEvent = new Map<string, string>();
    for (const { record, profileId } of pending) {
      if (profileId === undefined || (record.type !== granted && record.type !== withdrawn)) continue;
      const said = record.value<cdp.ConsentGranted & cdp.ConsentWithdrawn>();
      const isGranted = record.type === granted;
      profilesByEvent.set(record.id, owner(profileId));
      facts.change(owner(profileId), {
        fact: 'consent',
        purpose: said.purpose,
        channel: said.channel,
        said: {
          value: { granted: isGranted, version: said.version },
          at: isGranted ? said.grantedAt : said.withdrawnAt,
        },
      });
    }
    await this.consents.assign(scope.tx, profilesByEvent);
  }

  /** The private part of a call is told whose it is, so that it can be erased with them. */
  private async applyPrivate(
    scope: PartitionScope,
    pending: readonly Pending[],
    owner: (id: string) => string,
  ): Promise<void> {
    const profilesByEvent = new Map<string, string>();
    for (const { record, profileId } of pending) {
      if (profileId !== undefined && record.topic === tracking && uuid.test(record.id))
        profilesByEvent.set(record.id, owner(profileId));
    }
    await this.profiles.ownPrivate(scope.tx, profilesByEvent);
  }

  /** The traits stay in the store: the record only says that there are some. */
  private async applyIdentifies(
    scope: PartitionScope,
    pending: readonly Pending[],
    facts: FactsOfBatch,
    owner: (id: string) => string,
  ): Promise<void> {
    const calls = pending.filter(
      ({ record, profileId }) => profileId !== undefined && record.type === identified,
    );
    if (calls.length === 0) return;
    const bodies = new Map(
      (
        await this.profiles.privateBodies(
          scope.tx,
          calls.map(({ record }) => record.id),
        )
      ).map((each) => [each.eventId, each.body]),
    );
    const traits = new Map<string, NewTrait>();
    for (const { record, profileId } of calls) {
      const body = bodies.get(record.id);
      if (body === undefined || profileId === undefined) continue;
      const saidAt = Date.parse(record.headers.ce_time ?? '') || record.timestamp;
      const id = owner(profileId);
      for (const change of factsOf(body, saidAt)) facts.change(id, change);
      for (const trait of traitsOf(body)) {
        const before = traits.get(`${id} ${trait.name}`);
        if (
          before !== undefined &&
          (before.saidAt > saidAt || (before.saidAt === saidAt && before.eventId > record.id))
        )
          continue;
        traits.set(`${id} ${trait.name}`, { ...trait, profileId: id, saidAt, eventId: record.id });
      }
    }
    await this.profiles.sayTraits(scope.tx, [...traits.values()]);
  }
}

/** An address that must not be written to says nothing of who has it: it makes nobody. */
function isOfNobody({ record, subject }: Pending, { identifiers }: KnownGraph): boolean {
  return record.topic === suppressionsTopic && !subject.identifiers.some(({ key }) => identifiers.has(key));
}

function count(counts: Record<string, number>, reason: string): void {
  counts[reason] = (counts[reason] ?? 0) + 1;
}

function countLinks({ merges, refused }: GraphChanges): void {
  countMetric('continuo.identity.merges', merges.length);
  for (const { limit } of refused) {
    // The pseudo-kind of an undone merge carries its id, which would make a series of its own.
    const reason = limit.startsWith('apart.') ? 'apart' : limit;
    countMetric('continuo.identity.refusals', 1, { [attribute.continuoReason]: reason });
  }
}
