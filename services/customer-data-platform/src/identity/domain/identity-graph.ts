// The shapes of the identity graph: what a batch names, what is known of it, and what it changes.
import type { Ignored } from '@continuo/kernel';

/** An identifier as the header names it. */
export interface NamedIdentifier {
  /** With its key version, e.g. `email.h1`. */
  readonly kind: string;
  /** `kind=value`, as the header spells it. */
  readonly key: string;
}

/** Values of limited kinds that a profile has, by kind; the pseudo-kind `apart.<merge>` keeps split profiles apart. */
export type Held = Readonly<Record<string, readonly string[]>>;

/** A profile that was not merged into another. */
export interface RootProfile {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The strongest priority among its identifiers. */
  readonly rank: number;
  readonly held: Held;
}

/** What the store knows of the identifiers and profiles of a batch; profiles by their root. */
export interface KnownGraph {
  /** The root profile of a linking identifier; the candidates of one that only looks up. */
  readonly identifiers: ReadonlyMap<string, readonly string[]>;
  readonly profiles: ReadonlyMap<string, RootProfile>;
  /** From any profile id of the batch to its root. */
  readonly roots: ReadonlyMap<string, string>;
  /** Tombstones among the profile ids of the batch. */
  readonly erased?: ReadonlySet<string>;
}

/** Whom a record names, and when. */
export interface Subject {
  readonly identifiers: readonly NamedIdentifier[];
  /** The profile that an answer to a command repeats. */
  readonly profileId?: string;
  readonly at: number;
}

export interface ProfileCreation {
  readonly step: 'created';
  readonly profileId: string;
  readonly at: number;
}

export interface ProfileMerge {
  readonly step: 'merged';
  readonly mergeId: string;
  readonly loserId: string;
  readonly survivorId: string;
  /** Kind of the identifier that linked them. */
  readonly linkedBy: string;
  readonly at: number;
}

/** A link that a limit forbids: between two profiles, or between a profile and an identifier nobody has yet. */
export interface RefusedLink {
  readonly profileId: string;
  readonly otherId: string | null;
  /** The kind whose limit would be broken. */
  readonly limit: string;
  /** The kind of the identifier that would have linked. */
  readonly linkedBy: string;
  readonly at: number;
}

export interface Resolved {
  readonly profileId: string;
  /** What happened before the record, in order. */
  readonly steps: readonly (ProfileCreation | ProfileMerge)[];
}

export type Unresolved = Ignored<
  'customer-unknown' | 'customer-ambiguous' | 'customer-blocked' | 'profile-unknown' | 'profile-erased'
>;

/** What has to be written after a batch. */
export interface GraphChanges {
  readonly created: readonly RootProfile[];
  /** Roots that were known and have other limits or another rank now. */
  readonly changed: readonly RootProfile[];
  readonly merges: readonly ProfileMerge[];
  /** Each loser with the root it ends at after the batch. */
  readonly finalRoots: ReadonlyMap<string, string>;
  /** New identifiers with their profile. */
  readonly attached: ReadonlyMap<string, string>;
  /** Identifiers that only look up, with further candidates. */
  readonly candidates: ReadonlyMap<string, readonly string[]>;
  readonly refused: readonly RefusedLink[];
}
