// When a schedule is due: occurrences counted from a first day, by the calendar of their time zone.
import { Temporal } from 'temporal-polyfill';
import type { ScheduleSource } from './definition.js';

/** A schedule compiled once. Occurrence 0 is the first one. */
export interface Schedule {
  /** The newest occurrence that is not after `now`; null before the first. */
  latest(now: number): Occurrence | null;
  /** The first occurrence after `now`. */
  next(now: number): Occurrence;
}

export interface Occurrence {
  readonly number: number;
  /** ms. */
  readonly due: number;
}

/** The time of the day of a schedule that names none. */
export const MIDNIGHT = '00:00';

/** Beyond this many occurrences a schedule ends: with the shortest interval that is more than a century. */
const MAX_OCCURRENCES = 20_000_000;
const SHORTEST_MS = 300_000;

/**
 * Days and longer keep the time of the day through changes of the clock: a time that a change skips is taken an hour
 * later, one that comes twice is taken once, the first time. Hours and shorter are exact. Null for what is no schedule.
 */
export function compileSchedule(source: ScheduleSource, timeZone: string): Schedule | null {
  const first = firstOf(source, source.timeZone ?? timeZone);
  const every = durationOf(source.every);
  if (first === null || every === null) return null;
  const dueOf = occurrences(first, every);
  if (!isRare(dueOf)) return null;
  const numberAt = (now: number): number => lastNotAfter(dueOf, now);
  return {
    latest(now) {
      const number = numberAt(now);
      return number < 0 ? null : { number, due: dueOf(number) };
    },
    next(now) {
      const number = numberAt(now) + 1;
      return { number, due: dueOf(number) };
    },
  };
}

/** Whether the second occurrence comes late enough; one beyond all calendars never comes. */
function isRare(dueOf: (number: number) => number): boolean {
  try {
    return dueOf(1) - dueOf(0) >= SHORTEST_MS;
  } catch {
    return false;
  }
}

function firstOf({ from, at = MIDNIGHT }: ScheduleSource, zone: string): Temporal.ZonedDateTime | null {
  try {
    return Temporal.PlainDateTime.from(`${from}T${at}`, { overflow: 'reject' }).toZonedDateTime(zone);
  } catch {
    return null;
  }
}

function durationOf(text: string): Temporal.Duration | null {
  try {
    const duration = Temporal.Duration.from(text);
    return duration.sign > 0 ? duration : null;
  } catch {
    return null;
  }
}

/** The time of each occurrence: always counted from the first, so that a short month does not move the later ones. */
function occurrences(first: Temporal.ZonedDateTime, every: Temporal.Duration): (number: number) => number {
  const wall = first.toPlainDateTime();
  const time = { hours: every.hours, minutes: every.minutes, seconds: every.seconds };
  const dates = { years: every.years, months: every.months, weeks: every.weeks, days: every.days };
  return (number) => {
    const times = (fields: Record<string, number>) =>
      Object.fromEntries(Object.entries(fields).map(([unit, count]) => [unit, count * number]));
    return wall.add(times(dates)).toZonedDateTime(first.timeZoneId).add(times(time)).epochMilliseconds;
  };
}

/** By halving: occurrences rise with their number. */
function lastNotAfter(dueOf: (number: number) => number, now: number): number {
  if (dueOf(0) > now) return -1;
  let low = 0;
  let high = 1;
  while (high < MAX_OCCURRENCES && dueOf(high) <= now) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (dueOf(middle) <= now) low = middle;
    else high = middle;
  }
  return low;
}
