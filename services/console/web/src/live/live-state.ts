// What a live connection is, for the pages: the document, and whether it still moves.
import type { ApiProblem } from '../api/problem.js';

/**
 * connecting: never had anything yet; live: what is shown is what is; stale: was live, and comes back by itself;
 * paused: nobody looks; closed: ended for good, by a refusal.
 */
export type LiveState = 'connecting' | 'live' | 'stale' | 'paused' | 'closed';

export interface Live<T> {
  readonly state: LiveState;
  /** Whole, and never half changed; undefined before the first snapshot. Its unchanged parts stay the same objects. */
  readonly data: T | undefined;
  /** When the last of it was heard: milliseconds since 1970, by this machine's clock. */
  readonly at: number | undefined;
  /** Why it is closed. */
  readonly problem?: ApiProblem;
}
