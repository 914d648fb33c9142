// Finds the person that each record of a batch is about: creates profiles, links identifiers, merges, refuses to.
import { ignored } from '@continuo/kernel';
import type {
  GraphChanges,
  Held,
  KnownGraph,
  NamedIdentifier,
  ProfileCreation,
  ProfileMerge,
  RefusedLink,
  Resolved,
  RootProfile,
  Subject,
  Unresolved,
} from './identity-graph.js';
import type { IdentityRules } from './identity-rules.js';

/** The rank of a profile that has no identifier yet; fits the column. */
export const noRank = 2_147_483_647;

/** Beyond this many candidates an identifier that only looks up names nobody for good. */
export const mostCandidates = 8;

/** The resolution of one batch, record by record. Asks nobody: what it needs is known before it begins. */
export class IdentityResolution {
  private readonly forwards = new Map<string, string>();
  private readonly profiles = new Map<string, RootProfile>();
  private readonly created = new Map<string, RootProfile>();
  private readonly touched = new Set<string>();
  private readonly attached = new Map<string, string>();
  private readonly candidates = new Map<string, readonly string[]>();
  private readonly merges: ProfileMerge[] = [];
  private readonly refused = new Map<string, RefusedLink>();

  constructor(
    private readonly rules: IdentityRules,
    private readonly known: KnownGraph,
    private readonly nextId: () => string,
  ) {}

  /** The profile of a record's subject, after what its identifiers say has been done. */
  resolve(subject: Subject): Resolved | Unresolved {
    if (subject.profileId !== undefined) {
      if (this.known.erased?.has(subject.profileId)) return ignored('profile-erased');
      const root = this.known.roots.get(subject.profileId) ?? this.created.get(subject.profileId)?.id;
      return root === undefined ? ignored('profile-unknown') : { profileId: this.rootOf(root), steps: [] };
    }
    const usable = subject.identifiers.filter(({ kind, key }) => {
      return this.rules.ruleOf(kind) !== undefined && !this.rules.isBlocked(kind, key);
    });
    const linking = this.strongestFirst(usable.filter(({ kind }) => this.rules.ruleOf(kind)?.links));
    const lookups = usable.filter(({ kind }) => this.rules.ruleOf(kind)?.links === false);
    if (linking.length === 0) {
      if (usable.length === 0)
        return ignored(subject.identifiers.length > 0 ? 'customer-blocked' : 'customer-unknown');
      return this.lookUp(lookups);
    }
    const steps: (ProfileCreation | ProfileMerge)[] = [];
    let target = this.targetOf(linking, subject.at, steps);
    for (const identifier of linking) target = this.link(target, identifier, subject.at, steps);
    for (const identifier of lookups) this.addCandidate(identifier.key, target);
    return { profileId: target, steps };
  }

  /** Everything that has to be written. */
  changes(): GraphChanges {
    const isRoot = (id: string): boolean => this.rootOf(id) === id;
    const final = (profile: RootProfile): RootProfile => this.profiles.get(profile.id) ?? profile;
    return {
      created: [...this.created.values()].map(final),
      changed: [...this.touched]
        .filter((id) => isRoot(id) && !this.created.has(id))
        .flatMap((id) => this.profiles.get(id) ?? []),
      merges: this.merges,
      finalRoots: new Map(this.merges.map(({ loserId }) => [loserId, this.rootOf(loserId)])),
      attached: this.attached,
      candidates: this.candidates,
      refused: [...this.refused.values()],
    };
  }

  /** Where a profile has ended up in this batch. */
  rootOf(id: string): string {
    let root = id;
    for (let next = this.forwards.get(root); next !== undefined; next = this.forwards.get(root)) root = next;
    for (let at = id; at !== root;) {
      const next = this.forwards.get(at) ?? root;
      this.forwards.set(at, root);
      at = next;
    }
    return root;
  }

  /** The strongest known identifier's profile that may have the strongest identifier; a new one when there is none. */
  private targetOf(
    linking: readonly NamedIdentifier[],
    at: number,
    steps: (ProfileCreation | ProfileMerge)[],
  ): string {
    const [strongest] = linking;
    for (const identifier of linking) {
      const owner = this.ownerOf(identifier.key);
      if (owner === undefined) continue;
      if (strongest === undefined || identifier === strongest || this.ownerOf(strongest.key) !== undefined)
        return owner;
      const limit = this.brokenLimit(this.profile(owner).held, heldBy(this.rules, strongest));
      if (limit === undefined) return owner;
      this.refuse({ profileId: owner, otherId: null, limit, linkedBy: identifier.kind, at });
    }
    const profile: RootProfile = {
      id: this.nextId(),
      createdAt: at,
      rank: noRank,
      held: {},
    };
    this.created.set(profile.id, profile);
    this.profiles.set(profile.id, profile);
    steps.push({ step: 'created', profileId: profile.id, at });
    return profile.id;
  }

  /** Makes an identifier the target's: attaches it when it is nobody's yet, merges when it is another's. */
  private link(
    target: string,
    identifier: NamedIdentifier,
    at: number,
    steps: (ProfileCreation | ProfileMerge)[],
  ): string {
    const owner = this.ownerOf(identifier.key);
    if (owner === target) return target;
    if (owner !== undefined) return this.merge(target, owner, identifier.kind, at, steps);
    const profile = this.profile(target);
    const held = heldBy(this.rules, identifier);
    const limit = this.brokenLimit(profile.held, held);
    if (limit !== undefined) {
      this.refuse({ profileId: target, otherId: null, limit, linkedBy: identifier.kind, at });
      return target;
    }
    this.attached.set(identifier.key, target);
    const rank = Math.min(profile.rank, this.rules.ruleOf(identifier.kind)?.priority ?? profile.rank);
    if (rank !== profile.rank || Object.keys(held).length > 0) {
      this.update({ ...profile, rank, held: united(profile.held, held) });
    }
    return target;
  }

  private merge(
    target: string,
    other: string,
    linkedBy: string,
    at: number,
    steps: (ProfileCreation | ProfileMerge)[],
  ): string {
    const [survivor, loser] = inOrder(this.profile(target), this.profile(other));
    const limit = this.brokenLimit(survivor.held, loser.held);
    if (limit !== undefined) {
      this.refuse({ profileId: survivor.id, otherId: loser.id, limit, linkedBy, at });
      return target;
    }
    const merge: ProfileMerge = {
      step: 'merged',
      mergeId: this.nextId(),
      loserId: loser.id,
      survivorId: survivor.id,
      linkedBy,
      at,
    };
    this.merges.push(merge);
    steps.push(merge);
    this.forwards.set(loser.id, survivor.id);
    const rank = Math.min(survivor.rank, loser.rank);
    this.update({ ...survivor, rank, held: united(survivor.held, loser.held) });
    return survivor.id;
  }

  /** Without a linking identifier: the profile that the first known one names, if it names one person only. */
  private lookUp(lookups: readonly NamedIdentifier[]): Resolved | Unresolved {
    let ambiguous = false;
    for (const { key } of lookups) {
      const owners = this.candidatesOf(key);
      const roots = new Set(owners.map((id) => this.rootOf(id)));
      const [only] = roots;
      if (roots.size === 1 && only !== undefined && owners.length < mostCandidates)
        return { profileId: only, steps: [] };
      ambiguous ||= roots.size > 1;
    }
    return ignored(ambiguous ? 'customer-ambiguous' : 'customer-unknown');
  }

  private addCandidate(key: string, target: string): void {
    const owners = this.candidatesOf(key);
    if (owners.length >= mostCandidates || owners.some((id) => this.rootOf(id) === target)) return;
    this.candidates.set(key, [...owners, target]);
  }

  private candidatesOf(key: string): readonly string[] {
    return this.candidates.get(key) ?? this.known.identifiers.get(key) ?? [];
  }

  private ownerOf(key: string): string | undefined {
    const owner = this.attached.get(key) ?? this.known.identifiers.get(key)?.[0];
    return owner === undefined ? undefined : this.rootOf(owner);
  }

  private profile(id: string): RootProfile {
    const profile = this.profiles.get(id) ?? this.known.profiles.get(id);
    if (profile === undefined) throw new Error(`profile ${id} was not loaded for its batch`);
    return profile;
  }

  private update(profile: RootProfile): void {
    this.profiles.set(profile.id, profile);
    this.touched.add(profile.id);
  }

  private refuse(link: RefusedLink): void {
    this.refused.set(`${link.profileId} ${link.otherId ?? ''} ${link.limit} ${link.linkedBy}`, link);
  }

  /** Equal priorities are put in the order of their spelling, so that the order within a header decides nothing. */
  private strongestFirst(identifiers: readonly NamedIdentifier[]): readonly NamedIdentifier[] {
    if (identifiers.length < 2) return identifiers;
    const priority = ({ kind }: NamedIdentifier): number => this.rules.ruleOf(kind)?.priority ?? 0;
    return [...identifiers].sort(
      (a, b) => priority(a) - priority(b) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
    );
  }

  /** The first kind of which both together would have too many values. */
  private brokenLimit(held: Held, more: Held): string | undefined {
    for (const [kind, values] of Object.entries(more)) {
      const max = kind.startsWith('apart.') ? 1 : (this.rules.ruleOf(kind)?.max ?? Number.POSITIVE_INFINITY);
      if (new Set([...(held[kind] ?? []), ...values]).size > max) return kind;
    }
    return undefined;
  }
}

/** What an identifier adds to a profile's limits; nothing when its kind has none. */
export function heldBy(rules: IdentityRules, { kind, key }: NamedIdentifier): Held {
  const max = rules.ruleOf(kind)?.max ?? Number.POSITIVE_INFINITY;
  return Number.isFinite(max) ? { [kind]: [key.slice(kind.length + 1)] } : {};
}

/** Both together, each value once. */
export function united(a: Held, b: Held): Held {
  const all: Record<string, readonly string[]> = { ...a };
  for (const [kind, values] of Object.entries(b))
    all[kind] = [...new Set([...(all[kind] ?? []), ...values])].sort();
  return all;
}

/** Who survives: the profile with the stronger identifier, else the older one, else the one whose id comes first. */
function inOrder(a: RootProfile, b: RootProfile): readonly [survivor: RootProfile, loser: RootProfile] {
  const first = a.rank - b.rank || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
  return first < 0 ? [a, b] : [b, a];
}
