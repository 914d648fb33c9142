// Times and durations of a scenario, in its time zone.
import { Temporal } from 'temporal-polyfill';
import { compileSpan, LONGEST_SPAN } from '../language/duration.js';
import { ScenarioError } from './scenario.js';

type Path = readonly (string | number)[];

/** The instant (ms) of a text in ISO 8601; without an offset it is a time of the zone. */
export function timeOf(text: string, zone: string, path: Path): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    // Without an offset: read below.
  }
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    throw new ScenarioError(path, 'time', `${text} is no time in ISO 8601`);
  }
}

/** The time (ms) that lies a duration after another, a hundred years at most. */
export function timeAfter(from: number, duration: string, zone: string, path: Path): number {
  const span = compileSpan(duration, zone);
  if (span === null) throw new ScenarioError(path, 'duration', `${duration} is no duration in ISO 8601`);
  if (span.longest > LONGEST_SPAN)
    throw new ScenarioError(path, 'duration-too-long', `${duration} is longer than a hundred years`);
  return span.after(from);
}

/** Whether the zone is known. */
export function checkZone(zone: string, path: Path): string {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
    return zone;
  } catch {
    throw new ScenarioError(path, 'time-zone', `${zone} is no time zone`);
  }
}

/** As a person of the zone would write it: 2026-01-05T09:00+01:00, seconds only where there are any. */
export function textOfTime(ms: number, zone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  const isWhole = zoned.second === 0 && zoned.millisecond === 0;
  return zoned.toString({ timeZoneName: 'never', ...(isWhole ? { smallestUnit: 'minute' } : {}) });
}
