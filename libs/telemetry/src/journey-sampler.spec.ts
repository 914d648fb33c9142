// Proves that a journey is sampled whole or not at all, and that other spans follow what caused them.
import { ROOT_CONTEXT, SpanKind, trace, TraceFlags, type SpanContext } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { isSampledJourney, JourneySampler } from './journey-sampler.js';

const traceId = (digit: string): string => digit.repeat(32);

function spanContext(sampled: boolean): SpanContext {
  return {
    traceId: traceId('a'),
    spanId: 'b'.repeat(16),
    traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
  };
}

function decide(
  sampler: JourneySampler,
  attributes = {},
  parent?: SpanContext,
  links: SpanContext[] = [],
): boolean {
  const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
  const linked = links.map((linkedContext) => ({ context: linkedContext }));
  const { decision } = sampler.shouldSample(
    context,
    traceId('f'),
    'hop',
    SpanKind.INTERNAL,
    attributes,
    linked,
  );
  return decision === SamplingDecision.RECORD_AND_SAMPLED;
}

describe('JourneySampler', () => {
  const journeys = Array.from(
    { length: 4_000 },
    (_, at) => `018f2b6e-7c1d-7000-8000-${String(at).padStart(12, '0')}`,
  );

  it('answers the same for a journey in every process, whatever the parent says', () => {
    const here = new JourneySampler(0.3);
    const there = new JourneySampler(0.3);
    const disagree = journeys.filter((id) => {
      const first = decide(here, { 'journey.id': id }, spanContext(true));
      return (
        first !== decide(there, { 'journey.id': id }, spanContext(false)) ||
        first !== isSampledJourney(id, 0.3)
      );
    });
    expect(disagree).toEqual([]);
  });

  it('keeps about the share it was told', () => {
    const kept = journeys.filter((id) => isSampledJourney(id, 0.3)).length / journeys.length;
    expect(kept).toBeGreaterThan(0.27);
    expect(kept).toBeLessThan(0.33);
    expect(journeys.every((id) => isSampledJourney(id, 1))).toBe(true);
    expect(journeys.some((id) => isSampledJourney(id, 0))).toBe(false);
  });

  it('follows the parent, else the linked creation contexts, else the ratio', () => {
    const none = new JourneySampler(0);
    const all = new JourneySampler(1);
    expect([decide(none, {}, spanContext(true)), decide(all, {}, spanContext(false))]).toEqual([true, false]);
    expect(decide(none, {}, undefined, [spanContext(false), spanContext(true)])).toBe(true);
    expect(decide(all, {}, undefined, [spanContext(false)])).toBe(false);
    expect([decide(none), decide(all)]).toEqual([false, true]);
  });
});
