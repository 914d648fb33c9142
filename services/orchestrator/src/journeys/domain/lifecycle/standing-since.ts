// Since when something that a definition says stands: publications of other things leave it as it is.
import type { JourneyState } from './lifecycle.js';

/** One publication of a journey. */
export interface PublishedThen {
  readonly version: number;
  readonly state: JourneyState;
  /** ms. */
  readonly at: number;
}

/**
 * When what a version says was first published, of the newest publications that all have it; null where the newest one has
 * it not. What was taken away, or retired, and comes back begins anew.
 *
 * @param publications of one journey, oldest first
 */
export function standingSince(
  publications: readonly PublishedThen[],
  isSaidBy: (version: number) => boolean,
): number | null {
  let since: number | null = null;
  for (const { version, state, at } of publications) {
    since = state !== 'retired' && isSaidBy(version) ? (since ?? at) : null;
  }
  return since;
}
