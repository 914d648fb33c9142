// What may happen next to a held key: the whole order of parked and held records rests on this rule.
import type { ParkedState } from './parked-store.js';

export interface KeyHead {
  readonly state: ParkedState;
  /** A redrive's turn comes by its rate. */
  readonly due: boolean;
}

/** `apply` its oldest row; `wait` for its turn; `stop` draining until somebody acts; `free` it, nothing is left. */
export type DrainDecision = 'apply' | 'wait' | 'stop' | 'free';

/** Only the oldest row of a key is ever applied, and never while it is parked or the key is held on purpose. */
export function drainDecision(heldOnPurpose: boolean, head: KeyHead | null): DrainDecision {
  if (heldOnPurpose) return 'stop';
  if (head === null) return 'free';
  if (head.state === 'parked') return 'stop';
  return head.due ? 'apply' : 'wait';
}
