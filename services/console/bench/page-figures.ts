// The figures of one page, from what was watched on it.
import type { Measure } from '@continuo/testing';
import type { HeapSample, Interaction, Watched } from './page-watch.js';

/** One stretch stands for one visit: the field's figure is over visits. */
const STRETCH_MS = 60_000;
/** Of so many interactions of a visit the longest is left out as an accident. */
const ONE_OF = 50;
const MEGABYTE = 1_048_576;
const LONG_SECONDS = 300;

export function measuresOf(page: string, seen: Watched): Measure[] {
  const inp = percentile(inpOfStretches(seen.interactions), 0.75);
  const slope = slopePerMinute(seen.heap);
  const of = (what: string) => `${page}: ${what}`;
  const first = seen.heap[0]?.bytes ?? 0;
  const last = seen.heap.at(-1)?.bytes ?? 0;
  return [
    {
      name: of(`interaction to next paint, p75 (${seen.interactions.length} interactions)`),
      value: inp,
      unit: 'ms',
      target: 'under 200 ms',
      met: seen.interactions.length > 0 && inp < 200,
    },
    { name: of('heap at the start, collected'), value: first / MEGABYTE, unit: 'MB' },
    { name: of('heap at the end, collected'), value: last / MEGABYTE, unit: 'MB' },
    {
      name: of(`heap, slope over ${Math.round(seen.seconds)} s`),
      value: slope / MEGABYTE,
      unit: 'MB/min',
      // What a page keeps for its first uses looks like growth for some minutes.
      ...(seen.seconds > LONG_SECONDS && { target: 'flat: under 0.3 MB/min', met: slope / MEGABYTE < 0.3 }),
    },
    { name: of('long tasks'), value: (seen.longTasks.length * 60) / seen.seconds, unit: '/min' },
    { name: of('longest task'), value: Math.max(0, ...seen.longTasks), unit: 'ms' },
    { name: of('live updates'), value: seen.liveBytes / seen.seconds / 1_024, unit: 'KB/s' },
    { name: of(`API, p95 of ${seen.calls.length} calls`), value: percentile(seen.calls, 0.95), unit: 'ms' },
    {
      name: of('calls that failed'),
      value: seen.failedCalls,
      unit: '',
      target: 'none',
      met: seen.failedCalls === 0,
    },
  ];
}

/** The slowest interactions in words: what they waited for. */
export function slowestOf({ interactions }: Pick<Watched, 'interactions'>): string {
  const slowest = [...interactions].sort((a, b) => b.duration - a.duration).slice(0, 5);
  return slowest
    .map(({ kind, duration, waited, handled }) => {
      const drawn = Math.max(0, duration - waited - handled);
      const parts = [waited, handled, drawn].map(Math.round).join(' + ');
      return `${kind} ${duration} ms (waits + code + drawing: ${parts})`;
    })
    .join(', ');
}

/** Of each stretch the longest interaction, or the next for each fifty that there were. */
export function inpOfStretches(
  interactions: readonly Pick<Interaction, 'at' | 'duration'>[],
): readonly number[] {
  const first = Math.min(...interactions.map(({ at }) => at));
  const stretches = new Map<number, number[]>();
  for (const { at, duration } of interactions) {
    const stretch = Math.floor((at - first) / STRETCH_MS);
    stretches.set(stretch, [...(stretches.get(stretch) ?? []), duration]);
  }
  return [...stretches.values()].map((durations) => {
    const longest = durations.sort((a, b) => b - a);
    return longest[Math.min(longest.length - 1, Math.floor(longest.length / ONE_OF))] ?? 0;
  });
}

/** Zero of nothing: a page on which nobody did anything keeps nobody waiting. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** By least squares; the first sample is left out, since what a page keeps for its first use is not growth. */
export function slopePerMinute(samples: readonly HeapSample[]): number {
  const used = samples.length > 3 ? samples.slice(1) : samples;
  const mean = (pick: (sample: HeapSample) => number): number =>
    used.reduce((sum, sample) => sum + pick(sample), 0) / used.length;
  const [at, bytes] = [mean((sample) => sample.at), mean((sample) => sample.bytes)];
  const above = used.reduce((sum, sample) => sum + (sample.at - at) * (sample.bytes - bytes), 0);
  const below = used.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  return below === 0 ? 0 : (above / below) * 60_000;
}
