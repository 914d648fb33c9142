// How long the token of a call still lives: a stream must not outlive it.
import { decodeJwt } from 'jose';

/** A timer can't count further. */
const LONGEST_MS = 2 ** 31 - 1;

/** In milliseconds from `now`; the guard has checked the token already, so it is only read. */
export function lifeOf(authorization: string | undefined, now: number): number {
  const { exp } = decodeJwt((authorization ?? '').replace(/^bearer +/i, ''));
  return exp === undefined ? LONGEST_MS : Math.min(LONGEST_MS, Math.max(0, exp * 1_000 - now));
}
