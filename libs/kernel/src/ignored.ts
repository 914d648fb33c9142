// A no-op that says why, so that idempotency can be seen and counted.

export interface Ignored<Reason extends string = string> {
  readonly ignored: Reason;
}

/** Nothing was changed, for this reason, e.g. `ignored('already-merged')`. */
export function ignored<Reason extends string>(reason: Reason): Ignored<Reason> {
  return { ignored: reason };
}
