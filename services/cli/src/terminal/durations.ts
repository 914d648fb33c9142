// Spans of time as people say them.

const UNITS: readonly (readonly [ms: number, unit: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
];

/** `340 ms`, `12 s`, `3 min`, `2 h`, `5 d`. */
export function describeDuration(ms: number): string {
  const unit = UNITS.find(([size]) => ms >= size);
  return unit === undefined ? `${Math.round(ms)} ms` : `${Math.floor(ms / unit[0])} ${unit[1]}`;
}

/** A time of day, with the date when it isn't today's. Local time. */
export function describeTime(time: Date, now: Date): string {
  const pad = (value: number, digits = 2) => String(value).padStart(digits, '0');
  const clock = `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}.${pad(time.getMilliseconds(), 3)}`;
  if (time.toDateString() === now.toDateString()) return clock;
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())} ${clock}`;
}
