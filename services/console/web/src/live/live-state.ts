// The states that a live connection can be in.

/**
 * connecting: never had anything yet; live: what is shown is what is; stale: was live, and comes back by itself;
 * paused: nobody looks; closed: ended for good, by a refusal.
 */
export type LiveState = 'connecting' | 'live' | 'stale' | 'paused' | 'closed';
