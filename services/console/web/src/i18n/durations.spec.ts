// Shows that what a journey waits for is taken apart where it has a form, and left as it was told where it has none.
import { durationOf, waitOf } from './waits.js';

describe('what is waited for', () => {
  it.each([
    [
      'continuo.operations.OrderReady.v1',
      { kind: 'event', type: 'continuo.operations.OrderReady.v1', when: '', anew: false },
    ],
    [
      'continuo.cdp.TrackReceived.v1 when event.name == "a (begins anew)" (begins anew)',
      {
        kind: 'event',
        type: 'continuo.cdp.TrackReceived.v1',
        when: 'event.name == "a (begins anew)"',
        anew: true,
      },
    ],
    ['after PT4H', { kind: 'time', ms: 14_400_000 }],
    ['after vars.patience', { kind: 'told', text: 'after vars.patience' }],
    ['what holds it back: night', { kind: 'held', name: 'night' }],
    ['the end of order-fallout', { kind: 'journey', name: 'order-fallout' }],
    ['branch a-call', { kind: 'branch', name: 'a-call' }],
    ['supervisor to approve refund', { kind: 'told', text: 'supervisor to approve refund' }],
  ])('%s', (text, wait) => {
    expect(waitOf(text)).toEqual(wait);
  });

  it.each([
    ['P1D', 86_400_000],
    ['P1W', 604_800_000],
    ['PT1H30M', 5_400_000],
    ['PT5S', 5_000],
    ['P', undefined],
    ['PT', undefined],
    ['P1M', undefined],
    ['1D', undefined],
  ])('lasts: %s', (text, ms) => {
    expect(durationOf(text)).toBe(ms);
  });
});
