// Which sightings still say something: locations come late, twice and out of order from devices that were offline.
import { ignored, ok, refuse, type Ignored, type Result } from '@continuo/kernel';

/** Why a sighting is not judged. */
export type SightingIgnored = Ignored<'location-too-old' | 'location-out-of-order'>;

/** An older one tells where somebody was, not where they are. */
const OLDEST_MS = 10 * 60 * 1_000;
/** By how much a device's clock may be ahead of ours. */
const AHEAD_MS = 60 * 1_000;

/** When it was, by our clock at the latest; refused when the device's clock is too far ahead. Milliseconds. */
export function sightingTime(at: number, now: number): Result<number, 'location-in-future'> {
  if (at - now > AHEAD_MS) {
    return refuse('location-in-future', 'it is not that late yet', { field: 'at', rule: 'not-in-future' });
  }
  return ok(Math.min(at, now));
}

/** Undefined when the sighting counts; else why it does not. A repeated one is not newer than the last. */
export function staleSighting(
  at: number,
  now: number,
  last: number | undefined,
): SightingIgnored | undefined {
  if (now - at > OLDEST_MS) return ignored('location-too-old');
  if (last !== undefined && at <= last) return ignored('location-out-of-order');
  return undefined;
}
