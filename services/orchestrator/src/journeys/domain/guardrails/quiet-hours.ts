// Quiet hours on the customer's own clock, over midnight and over the days on which clocks are changed.
import { Temporal } from 'temporal-polyfill';
import type { QuietHours } from './policy.js';

/** When the quiet hours around `real` (ms) end in that zone; null when it is not quiet. */
export function quietUntil(quiet: QuietHours, timeZone: string, real: number): number | null {
  const today = Temporal.Instant.fromEpochMilliseconds(real).toZonedDateTimeISO(timeZone).toPlainDate();
  let until: number | null = null;
  // Those that began yesterday may still last.
  for (const day of [today.subtract({ days: 1 }), today]) {
    if (!quiet.days.has(day.dayOfWeek)) continue;
    const begins = timeOn(day, quiet.from, timeZone, 'compatible');
    const ends = timeOn(quiet.to > quiet.from ? day : day.add({ days: 1 }), quiet.to, timeZone, 'later');
    if (begins <= real && real < ends && ends > (until ?? 0)) until = ends;
  }
  return until;
}

/** A time that the clocks leave out or show twice is taken so that quiet lasts: it begins early and ends late. */
function timeOn(
  day: Temporal.PlainDate,
  minutes: number,
  timeZone: string,
  disambiguation: 'compatible' | 'later',
): number {
  const at = day.toPlainDateTime('00:00').add({ minutes });
  return at.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds;
}

/** The customer's zone where it is known and is one; else the policy's. */
export function zoneOf(known: unknown, otherwise: string): string {
  if (typeof known !== 'string') return otherwise;
  const cached = zones.get(known);
  if (cached !== undefined) return cached ? known : otherwise;
  const isZone = isTimeZone(known);
  if (zones.size < MOST_ZONES) zones.set(known, isZone);
  return isZone ? known : otherwise;
}

/** What has been looked up: the same answer for the same name, for ever. */
const zones = new Map<string, boolean>();
const MOST_ZONES = 1_000;

function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
