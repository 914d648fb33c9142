// Durations as definitions write them, ISO 8601.

const DURATION = /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const SIZES = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000];

/** Milliseconds of `PT4H`; undefined for what is no such text. Months and years have no length of their own. */
export function durationOf(text: string): number | undefined {
  const found = DURATION.exec(text);
  if (found === null) return undefined;
  return SIZES.reduce((sum, size, at) => sum + size * Number(found[at + 1] ?? 0), 0);
}
