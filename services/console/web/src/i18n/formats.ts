// Numbers, times and durations as the chosen language writes them, in the viewer's own time zone.
import { useTranslation } from 'react-i18next';

export interface Formats {
  readonly language: string;
  /** The viewer's time zone, as in `Europe/Berlin`. */
  readonly zone: string;
  /** 12,345.6; with `digits` after the comma, none by default. */
  number(value: number, digits?: number): string;
  /** 12K; the exact number belongs beside it. */
  compact(value: number): string;
  /** @param share from 0 to 1 */
  percent(share: number, digits?: number): string;
  /** 1.2 MB, by thousands. */
  bytes(value: number): string;
  /** The two largest units of it: `2 h 5 min`, `350 ms`. */
  duration(ms: number): string;
  date(at: number | string | Date): string;
  time(at: number | string | Date): string;
  /** Date, time with seconds, and the zone. */
  dateTime(at: number | string | Date): string;
  /** `5 minutes ago`, `in 2 hours`. */
  relative(at: number | string | Date, now?: number): string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const RELATIVE = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
] as const;

const DURATION = [
  ['day', DAY],
  ['hour', HOUR],
  ['minute', MINUTE],
  ['second', SECOND],
  ['millisecond', 1],
] as const;

const BYTES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Those of the chosen language. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  return formatsOf(i18n.language);
}

/** By language: making the formatters costs more than a page of numbers. */
const made = new Map<string, Formats>();

/** The same object for the same language. */
export function formatsOf(language: string): Formats {
  const known = made.get(language) ?? makeFormats(language);
  made.set(language, known);
  return known;
}

function makeFormats(language: string): Formats {
  const zone = new Intl.DateTimeFormat(language).resolvedOptions().timeZone;
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  const dateTime = new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  const compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  const ago = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return {
    language,
    zone,
    number: (value, digits = 0) => numberFormat(language, { maximumFractionDigits: digits }).format(value),
    compact: (value) => compact.format(value),
    percent: (share, digits = 0) =>
      numberFormat(language, { style: 'percent', maximumFractionDigits: digits }).format(share),
    bytes: (value) => bytesIn(language, value),
    duration: (ms) => durationIn(language, ms),
    date: (at) => date.format(new Date(at)),
    time: (at) => time.format(new Date(at)),
    dateTime: (at) => dateTime.format(new Date(at)),
    relative: (at, now = Date.now()) => {
      const distance = new Date(at).getTime() - now;
      const [unit, size] = RELATIVE.find(([, each]) => Math.abs(distance) >= each) ?? ['second', SECOND];
      return ago.format(Math.trunc(distance / size), unit);
    },
  };
}

const numberFormats = new Map<string, Intl.NumberFormat>();

function numberFormat(language: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = `${language} ${JSON.stringify(options)}`;
  const known = numberFormats.get(name) ?? new Intl.NumberFormat(language, options);
  numberFormats.set(name, known);
  return known;
}

function bytesIn(language: string, value: number): string {
  const power = value < 1 ? 0 : Math.min(BYTES.length - 1, Math.floor(Math.log10(value) / 3));
  return numberFormat(language, {
    style: 'unit',
    unit: BYTES[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(value / 1_000 ** power);
}

function durationIn(language: string, ms: number): string {
  const say = (value: number, unit: string): string =>
    numberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  const whole = Math.round(Math.abs(ms));
  const first = DURATION.findIndex(([, size]) => whole >= size);
  const [unit, size] = DURATION[first === -1 ? DURATION.length - 1 : first] ?? ['millisecond', 1];
  const next = DURATION[first + 1];
  const rest = whole % size;
  const parts = [say(Math.floor(whole / size), unit)];
  // Below a second's remainder nobody looks at milliseconds any more.
  if (first !== -1 && next !== undefined && next[0] !== 'millisecond' && rest >= next[1])
    parts.push(say(Math.floor(rest / next[1]), next[0]));
  return `${ms < 0 ? '−' : ''}${parts.join(' ')}`;
}
