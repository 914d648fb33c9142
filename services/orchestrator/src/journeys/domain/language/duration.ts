// ISO 8601 durations on the engine's clock, with calendar units in the definition's time zone.
import { Temporal } from 'temporal-polyfill';

/** A duration compiled once: exact milliseconds, or calendar units that depend on when it begins. */
export interface Span {
  readonly source: string;
  /** The time (ms) that lies this long after `from`. */
  after(from: number): number;
  /** Its length in ms, months taken as 31 days. */
  readonly longest: number;
}

const DAY = 86_400_000;

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
      after: exact === null ? (from) => zoned(from).add(duration).epochMilliseconds : (from) => from + exact,
    };
  } catch {
    return null;
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
