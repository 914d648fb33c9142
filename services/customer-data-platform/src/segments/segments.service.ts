// Puts customers into segments and takes them out: the change, the facts that tell of it and its events are one transaction.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Outbox, type OutgoingEvent } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import type { IdentityRules } from '../identity/domain/identity-rules.js';
import { IdentityChangesStore } from '../identity/identity-changes.store.js';
import { IdentityStore, type StoredProfile } from '../identity/identity.store.js';
import { IDENTITY_RULES } from '../identity/identity.tokens.js';
import { changedFacts, withFact } from '../profiles/domain/facts.js';
import { profileChanged } from '../profiles/profile-events.js';
import { ProfilesService, type NamedCustomer, type Reader } from '../profiles/profiles.service.js';
import {
  judgeMembers,
  membershipChange,
  type JudgedMembers,
  type NamedMember,
  type RefusedMember,
} from './domain/membership.js';
import { segmentEvents } from './segment-events.js';
import { SegmentsStore, type FoundMember, type SegmentCount } from './segments.store.js';

export type { FoundMember, SegmentCount };

/** A customer by a profile's id, or by an identifier in the clear, which stays inside this service. */
export type Member = { readonly profileId: string } | NamedCustomer;

export interface ChangedMembers {
  readonly segment: string;
  readonly entered: number;
  readonly left: number;
  /** Who was in it, or not in it, already. */
  readonly unchanged: number;
  readonly refused: readonly RefusedMember[];
}

@Injectable()
export class SegmentsService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(SegmentsStore) private readonly store: SegmentsStore,
    @Inject(IdentityStore) private readonly identity: IdentityStore,
    @Inject(IdentityChangesStore) private readonly changes: IdentityChangesStore,
    @Inject(ProfilesService) private readonly profiles: ProfilesService,
    @Inject(IDENTITY_RULES) private readonly rules: IdentityRules,
  ) {}

  /**
   * Adds and removes members. What was so already is no change and is not published again; an item that can't be applied
   * is refused alone. A segment begins with the first who is added to it.
   */
  async change(
    segment: string,
    { add, remove }: { readonly add: readonly Member[]; readonly remove: readonly Member[] },
    by: Reader,
  ): Promise<Result<ChangedMembers, 'segment-unknown'>> {
    const items = [...(await this.named('add', add, by)), ...(await this.named('remove', remove, by))];
    const ids = items.flatMap(({ profile }) => ('id' in profile ? profile.id : []));
    return this.outbox.transact<Result<ChangedMembers, 'segment-unknown'>>(async (tx) => {
      const isNew = add.length > 0 && ids.length > 0 && (await this.store.create(tx, segment, by.subject));
      if (add.length === 0 && !(await this.store.exists(tx, segment)))
        return { result: segmentUnknown(), outgoing: [] };
      const judged = judgeMembers(segment, items, await this.identity.lockProfiles(tx, [...new Set(ids)]));
      const { entering, leaving, staying, unchanged, refused } = judged;
      if (isNew && entering.length + staying.length === 0) await this.store.drop(tx, segment);
      const answer = { segment, entered: entering.length, left: leaving.length, unchanged, refused };
      return { result: ok(answer), outgoing: await this.write(tx, segment, judged, by.subject) };
    });
  }

  /** Segments by name, with how many persons are in each, or how many at least. */
  page(page: Parameters<SegmentsStore['page']>[1]): Promise<readonly SegmentCount[]> {
    return this.database.transaction((tx) => this.store.page(tx, page));
  }

  members(
    segment: string,
    page: Parameters<SegmentsStore['members']>[2],
  ): Promise<Result<readonly FoundMember[], 'segment-unknown'>> {
    return this.database.transaction(async (tx) =>
      (await this.store.exists(tx, segment))
        ? ok(await this.store.members(tx, segment, page))
        : segmentUnknown(),
    );
  }

  /** Whom the items of a list name. Who is looked up by an address is written down, as for any other lookup. */
  private async named(
    list: NamedMember['list'],
    members: readonly Member[],
    reader: Reader,
  ): Promise<readonly NamedMember[]> {
    const linking = members.filter(
      (member): member is NamedCustomer => 'kind' in member && this.rules.ruleOf(member.kind)?.links === true,
    );
    const ids = linking.length === 0 ? [] : await this.profiles.lookUp(linking, reader);
    const found = new Map<Member, string | null>(linking.map((member, at) => [member, ids[at] ?? null]));
    return members.map((member, at) => {
      const id = 'profileId' in member ? member.profileId : found.get(member);
      const refused = id === undefined ? 'kind-does-not-link' : 'customer-unknown';
      return { list, field: `${list}[${at}]`, profile: id ? { id } : { refused } };
    });
  }

  private async write(
    tx: Transaction,
    segment: string,
    { entering, leaving, staying }: JudgedMembers<StoredProfile>,
    by: string,
  ): Promise<readonly OutgoingEvent[]> {
    const at = new Date();
    // Who is in it by a profile that was merged stays when the merge is undone: it was asked for, though it is no news now.
    await this.store.enter(tx, segment, idsOf([...entering, ...staying]), { at, by });
    await this.store.leave(tx, segment, idsOf(leaving));
    const changed = [...entering, ...leaving].map((before) => ({ before, after: toggled(before, segment) }));
    await this.changes.updateProfiles(
      tx,
      changed.map(({ after }) => after),
    );
    return changed.flatMap(({ before, after: { id: profileId, factsVersion: version, facts } }) => [
      ...profileChanged({ profileId, version, changed: changedFacts(before.facts, facts), facts }, at),
      ...segmentEvents(profileId, membershipChange(before.facts, facts), 'request', at),
    ]);
  }
}

/** In it when they were not, out of it when they were. */
function toggled(profile: StoredProfile, segment: string): StoredProfile {
  const others = profile.facts.segments.filter((name) => name !== segment);
  const segments = others.length < profile.facts.segments.length ? others : [...others, segment];
  const facts = withFact(profile.facts, { fact: 'segments', segments });
  return { ...profile, facts, factsVersion: profile.factsVersion + 1 };
}

function idsOf(profiles: readonly StoredProfile[]): readonly string[] {
  return profiles.map(({ id }) => id);
}

function segmentUnknown(): ReturnType<typeof refuse<'segment-unknown'>> {
  return refuse('segment-unknown', 'there is no segment of this name', { field: 'segment' });
}
