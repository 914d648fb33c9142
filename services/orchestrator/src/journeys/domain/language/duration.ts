// ISO 8601 durations on the engine's clock, with calendar units in the definition's time zone.
import { Temporal } from 'temporal-polyfill';

/** A duration compiled once: exact milliseconds, or calendar units that depend on when it begins. */
export interface Span {
  readonly source: string;
  /** The time (ms) that lies this long after `from`; the last moment of all calendars where it would lie beyond it. */
  after(from: number): number;
  /** Its length in ms, months taken as 31 days. */
  readonly longest: number;
}

const DAY = 86_400_000;
/** What a definition may ask for at most: a hundred years. */
export const LONGEST_SPAN = 100 * 366 * DAY;
/** The last moment that dates have (ms). */
const LAST = 8_640_000_000_000_000;

/** Compiles a positive duration; null when it is none, or not a known time zone. */
export function compileSpan(source: string, timeZone: string): Span | null {
  try {
    const duration = Temporal.Duration.from(source);
    if (duration.sign <= 0) return null;
    const zoned = (ms: number): Temporal.ZonedDateTime =>
      Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
    const isCalendar =
      duration.years + duration.months + duration.weeks + duration.days > 0 && timeZone !== 'UTC';
    const exact = duration.years + duration.months > 0 || isCalendar ? null : milliseconds(duration);
    const longest = (duration.years * 366 + duration.months * 31) * DAY + milliseconds(duration);
    zoned(0);
    return {
      source,
      longest,
      after: exact === null ? (from) => later(zoned(from), duration) : (from) => Math.min(from + exact, LAST),
    };
  } catch {
    return null;
  }
}

function later(from: Temporal.ZonedDateTime, duration: Temporal.Duration): number {
  try {
    return from.add(duration).epochMilliseconds;
  } catch {
    return LAST;
  }
}

/** What weeks, days and time of a duration last, days taken as 24 hours. */
function milliseconds(duration: Temporal.Duration): number {
  const days = duration.weeks * 7 + duration.days;
  const seconds = (duration.hours * 60 + duration.minutes) * 60 + duration.seconds;
  return Math.max(1, Math.round(days * DAY + seconds * 1000 + duration.milliseconds));
}

/** The instant (ms) that a text in ISO 8601 with an offset names; null when it names none. */
export function instantOf(text: string): number | null {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return null;
  }
}

/** Whether this names a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant (ms) of a date, a date-time or an instant (text in ISO 8601, or ms), as a clock in `zone` shows it; `at` is
 * the time of day. Where the clock jumps forward it is the time after the gap, where it goes back the earlier of both
 * (Temporal's `compatible`). Null when the value names no moment, or one beyond all calendars.
 */
export function momentIn(value: string | number, at: string | null, zone: string): number | null {
  try {
    const instant = typeof value === 'number' ? value : instantOf(value);
    if (instant !== null && at === null) return checked(instant);
    const local =
      instant === null
        ? Temporal.PlainDateTime.from(value as string)
        : Temporal.Instant.fromEpochMilliseconds(Math.trunc(instant))
            .toZonedDateTimeISO(zone)
            .toPlainDateTime();
    const timed = at === null ? local : local.withPlainTime(Temporal.PlainTime.from(at));
    return timed.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
  } catch {
    return null;
  }
}

function checked(ms: number): number {
  return Temporal.Instant.fromEpochMilliseconds(Math.trunc(ms)).epochMilliseconds;
}
