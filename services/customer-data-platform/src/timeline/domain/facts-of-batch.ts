// The facts of the profiles of one batch: combined by merges, changed by records, announced at most once per profile.
import type { GraphChanges, ProfileMerge, RootProfile } from '../../identity/domain/identity-graph.js';
import {
  changedFacts,
  combined,
  kindOf,
  noFacts,
  reachedBy,
  withFact,
  type FactChange,
  type Facts,
} from '../../profiles/domain/facts.js';

export interface ProfileWithFacts extends RootProfile {
  readonly facts: Facts;
  readonly factsVersion: number;
}

/** A profile whose facts are to be published. */
export interface Announcement {
  readonly profile: ProfileWithFacts;
  /** Its facts before the batch. */
  readonly before: Facts;
  readonly changed: readonly string[];
}

export interface FactsOutcome {
  readonly created: readonly ProfileWithFacts[];
  readonly changed: readonly ProfileWithFacts[];
  readonly announced: readonly Announcement[];
}

export class FactsOfBatch {
  private readonly current = new Map<string, Facts>();

  constructor(private readonly known: ReadonlyMap<string, ProfileWithFacts>) {}

  /** A record says something of a profile (the root it has at that time or later). */
  change(profileId: string, change: FactChange): void {
    const before = this.of(profileId);
    const after = withFact(before, change);
    if (after !== before) this.current.set(profileId, after);
  }

  /** The survivor knows what the loser knew. */
  merged({ survivorId, loserId }: ProfileMerge): void {
    this.current.set(survivorId, combined(this.of(survivorId), this.of(loserId)));
  }

  /** New addresses open channels. */
  attached(identifiers: ReadonlyMap<string, string>, owner: (id: string) => string): void {
    for (const [key, profileId] of identifiers) {
      const change = reachedBy(kindOf(key));
      if (change !== undefined) this.change(owner(profileId), change);
    }
  }

  /** What has to be written and said: every root with its final facts, a version only where somebody can see a change. */
  outcome(changes: GraphChanges): FactsOutcome {
    const announced: Announcement[] = [];
    const final = (profile: RootProfile): ProfileWithFacts => {
      const known = this.known.get(profile.id);
      const before = known?.facts ?? noFacts;
      const facts = this.of(profile.id);
      const version = known?.factsVersion ?? 0;
      const changed = changedFacts(before, facts);
      const isRoot = !changes.finalRoots.has(profile.id);
      if (changed.length === 0 || !isRoot) return { ...profile, facts, factsVersion: version };
      const next = { ...profile, facts, factsVersion: version + 1 };
      announced.push({ profile: next, before, changed });
      return next;
    };
    const touched = new Map(changes.changed.map((profile) => [profile.id, profile as RootProfile]));
    const createdIds = new Set(changes.created.map(({ id }) => id));
    for (const id of this.current.keys()) {
      const known = this.known.get(id);
      if (known !== undefined && !touched.has(id) && !createdIds.has(id) && !changes.finalRoots.has(id))
        touched.set(id, known);
    }
    return { created: changes.created.map(final), changed: [...touched.values()].map(final), announced };
  }

  /** What is known of a profile at this point of the batch. */
  of(id: string): Facts {
    return this.current.get(id) ?? this.known.get(id)?.facts ?? noFacts;
  }
}
