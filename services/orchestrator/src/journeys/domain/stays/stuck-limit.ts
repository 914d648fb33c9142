// From when on an instance counts as stuck in a step: what is usual there, once enough is known; its definition until then.
import { countOf, stayAt, type Histogram } from './histogram.js';

export interface StuckLimit {
  /** Milliseconds. */
  readonly after: number;
  readonly by: 'percentile' | 'definition';
  /** How many stays are known. */
  readonly stays: number;
}

/** So many stays must be known before they say what is usual. */
export const ENOUGH = 100;
/** A percentile of a sample may lie below the true one: three deviations above it hardly ever does. */
const DEVIATIONS = 3;
const PERCENTILE = 0.99;
/** One in a hundred takes longer than the 99th percentile and is well: only what takes clearly longer is told. */
const CLEARLY = 1.25;

/**
 * @param own what the definition says (ms); undefined when it says nothing
 * @param least nothing counts as stuck before this (ms): nobody could look
 */
export function stuckLimit(
  histogram: Histogram | undefined,
  own: number | undefined,
  least: number,
): StuckLimit | null {
  const stays = histogram === undefined ? 0 : countOf(histogram);
  if (histogram !== undefined && stays >= ENOUGH) {
    const deviation = Math.sqrt(stays * PERCENTILE * (1 - PERCENTILE));
    const rank = Math.min(stays, Math.ceil(stays * PERCENTILE + DEVIATIONS * deviation));
    return { after: Math.max(least, stayAt(histogram, rank) * CLEARLY), by: 'percentile', stays };
  }
  return own === undefined ? null : { after: Math.max(least, own), by: 'definition', stays };
}
