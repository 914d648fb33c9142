// Decides which traces are kept so that a journey is seen whole or not at all, whichever process its hops run in.
import {
  isSpanContextValid,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Link,
} from '@opentelemetry/api';
import {
  SamplingDecision,
  TraceIdRatioBasedSampler,
  type Sampler,
  type SamplingResult,
} from '@opentelemetry/sdk-trace';
import { attribute as names } from './names.js';

/**
 * A span that names a journey is kept or not by a hash of `journey.id`, whatever its parent says: the same journey gets
 * the same answer in every service. Any other span follows its parent; without one, the spans it is linked to (the
 * creation contexts of the records it handles); without those, the ratio by trace id.
 */
export class JourneySampler implements Sampler {
  readonly #ratio: number;
  readonly #byTraceId: Sampler;

  /** @param ratio between 0 (nothing) and 1 (everything) */
  constructor(ratio: number) {
    this.#ratio = Math.min(1, Math.max(0, ratio));
    this.#byTraceId = new TraceIdRatioBasedSampler(this.#ratio);
  }

  shouldSample(
    context: Context,
    traceId: string,
    name: string,
    kind: number,
    attributes: Attributes,
    links: Link[],
  ): SamplingResult {
    const journey = attributes[names.journeyId];
    if (typeof journey === 'string') return keep(isSampledJourney(journey, this.#ratio));
    const parent = trace.getSpanContext(context);
    if (parent !== undefined && isSpanContextValid(parent)) return keep(isSampled(parent.traceFlags));
    if (links.length > 0) return keep(links.some(({ context: linked }) => isSampled(linked.traceFlags)));
    return this.#byTraceId.shouldSample(context, traceId, name, kind, attributes, links);
  }

  toString(): string {
    return `JourneySampler{${this.#ratio}}`;
  }
}

/** The decision for one journey: the same in every process that uses the same ratio. */
export function isSampledJourney(journeyId: string, ratio: number): boolean {
  return hash32(journeyId) < ratio * 2 ** 32;
}

function keep(yes: boolean): SamplingResult {
  return { decision: yes ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD };
}

function isSampled(flags: number): boolean {
  return (flags & TraceFlags.SAMPLED) !== 0;
}

/** FNV-1a with a final mix: ids that differ in their last digit only must spread over the whole range. */
function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
