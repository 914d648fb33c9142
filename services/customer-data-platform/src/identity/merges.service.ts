// Shows why profiles were merged, and undoes a merge for an operator: for good, the two are kept apart from then on.
import { Inject, Injectable } from '@nestjs/common';
import type { cdp } from '@continuo/contracts';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Outbox, type OutgoingEvent } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { changedFacts, noFacts, withFact, type Facts } from '../profiles/domain/facts.js';
import { onBothTopics, profileChanged } from '../profiles/profile-events.js';
import { membershipChange } from '../segments/domain/membership.js';
import { segmentEvents } from '../segments/segment-events.js';
import type { IdentityRules } from './domain/identity-rules.js';
import { recounted } from './domain/split.js';
import { IdentityStore } from './identity.store.js';
import { IDENTITY_RULES } from './identity.tokens.js';
import { MergesStore, type StoredMerge, type StoredRefusal } from './merges.store.js';

export type UndoRefusal = 'merge-unknown' | 'merge-undone-already';

export interface Undone {
  readonly mergeId: string;
  readonly restoredId: string;
  /** The profile it was split from: the survivor, or the one that the survivor was merged into since. */
  readonly survivorId: string;
}

@Injectable()
export class MergesService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(IdentityStore) private readonly identity: IdentityStore,
    @Inject(MergesStore) private readonly store: MergesStore,
    @Inject(IDENTITY_RULES) private readonly rules: IdentityRules,
  ) {}

  /** Merges of a profile and links that its limits refused. */
  async history(
    profileId: string,
  ): Promise<
    Result<
      { readonly merges: readonly StoredMerge[]; readonly refused: readonly StoredRefusal[] },
      'profile-unknown'
    >
  > {
    return this.database.transaction(async (tx) => {
      const root = (await this.identity.lockProfiles(tx, [profileId])).roots.get(profileId);
      if (root === undefined) return refuse('profile-unknown', 'no profile has this id', { field: 'id' });
      return ok({
        merges: await this.store.ofFamily(tx, root),
        refused: await this.store.refusalsOf(tx, root),
      });
    });
  }

  /**
   * Makes the loser a profile of its own again, with its identifiers, consents, segments and what was merged into it before. What
   * was said while they were one stays with the survivor.
   */
  async undo(mergeId: string, by: string): Promise<Result<Undone, UndoRefusal>> {
    return this.outbox.transact<Result<Undone, UndoRefusal>>(async (tx) => {
      const found = await this.store.find(tx, mergeId);
      if (found === undefined)
        return { result: refuse('merge-unknown', 'no merge has this id', { field: 'id' }), outgoing: [] };
      const root =
        (await this.identity.lockProfiles(tx, [found.loserId])).roots.get(found.loserId) ?? found.survivorId;
      const family = await this.store.lockFamily(tx, root);
      // Read again under the lock: somebody else may have undone it since.
      if ((await this.store.find(tx, mergeId))?.undoneAt !== null || !family.get(found.loserId)) {
        return {
          result: refuse('merge-undone-already', 'the profiles are apart', { field: 'id' }),
          outgoing: [],
        };
      }
      const now = new Date();
      const restored = membersUnder(found.loserId, family);
      await this.store.detach(tx, found.loserId, restored);
      await this.store.markUndone(tx, mergeId, by, now);
      const left = [...family.keys()].filter((id) => !restored.includes(id));
      const undone: Undone = { mergeId, restoredId: found.loserId, survivorId: root };
      const outgoing = [...splitEvents(undone, now)];
      outgoing.push(...(await this.recount(tx, found.loserId, restored, now, true)));
      outgoing.push(...(await this.recount(tx, root, left, now, false)));
      return { result: ok(undone), outgoing };
    });
  }

  /** Counts a side's limits, consents, segments and reachability anew, and announces its facts. */
  private async recount(
    tx: Transaction,
    id: string,
    members: readonly string[],
    now: Date,
    always: boolean,
  ): Promise<OutgoingEvent[]> {
    const addresses = await this.store.identifiersOf(tx, members);
    const keys = addresses.map(({ key }) => key);
    const { rank, held } = recounted(this.rules, keys, await this.store.undoneIn(tx, members));
    const stored = await this.store.factsOf(tx, id);
    const before: Facts = { ...noFacts, ...stored.facts };
    const segments = await this.store.segmentsOf(tx, members);
    let facts = withFact({ ...before, consents: {} }, { fact: 'addresses', addresses });
    facts = withFact(facts, { fact: 'segments', segments });
    for (const { purpose, channel, granted, version, saidAt } of await this.store.consentsOf(tx, members)) {
      facts = withFact(facts, {
        fact: 'consent',
        purpose,
        channel,
        said: { value: { granted, version }, at: saidAt.getTime() },
      });
    }
    const changed = changedFacts(before, facts);
    const announce = always || changed.length > 0;
    const factsVersion = stored.factsVersion + (announce ? 1 : 0);
    await this.store.write(tx, { id, rank, held, facts, factsVersion });
    if (!announce) return [];
    return [
      ...profileChanged({ profileId: id, version: factsVersion, changed, facts }, now),
      ...segmentEvents(id, membershipChange(before, facts), 'split', now),
    ];
  }
}

/** A profile and everything whose pointers lead to it. */
function membersUnder(id: string, family: ReadonlyMap<string, string | null>): readonly string[] {
  const members = new Set([id]);
  for (let grew = true; grew;) {
    const size = members.size;
    for (const [member, into] of family) if (into !== null && members.has(into)) members.add(member);
    grew = members.size > size;
  }
  return [...members].sort();
}

function splitEvents(undone: Undone, now: Date): OutgoingEvent[] {
  const value: cdp.ProfileSplit = { ...undone, splitAt: now.getTime() };
  return [undone.survivorId, undone.restoredId].flatMap((id) =>
    onBothTopics('continuo.cdp.ProfileSplit.v1', id, value, now),
  );
}
