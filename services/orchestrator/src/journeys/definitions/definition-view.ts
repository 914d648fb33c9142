// Definitions as they are shown: published versions, drafts, and the state a journey is in.
import type { JourneyState } from '../domain/lifecycle/lifecycle.js';

export interface StoredDefinition {
  readonly journey: string;
  readonly version: number;
  readonly source: string;
  readonly hash: string;
  readonly owner: string;
  readonly title: string;
  readonly publishedBy: string;
  readonly publishedAt: Date;
  readonly current: boolean;
}

/** A version that is being written; one per journey. */
export interface Draft {
  readonly journey: string;
  readonly source: string;
  readonly hash: string;
  /** Everybody who wrote at it since it was begun. */
  readonly authors: readonly string[];
  /** How many mistakes it has. */
  readonly problems: number;
  /** The version that was the newest when it was begun; null for a new journey. */
  readonly basedOn: number | null;
  readonly updatedAt: Date;
}

/** The state of a journey, and the publication that put it there: the number that partitions take up. */
export interface Standing {
  readonly journey: string;
  readonly version: number;
  readonly state: JourneyState;
  readonly publication: number;
  readonly changedBy: string | null;
  readonly changedAt: Date;
}
