// Given what services say, when an erasure counts as done there, and when it doesn't.
import { isSettled, nextLookMs, progressOf, type StoreReport } from './progress.js';
import { parseServices } from './services.js';

const at = new Date('2026-01-01T00:00:00Z');
const report = (profileId: string, store = 'contact', rows = 1): StoreReport => ({
  profileId,
  store,
  rows,
  erasedAt: at,
});

describe('the progress of a service', () => {
  it('is confirmed when every profile was erased there and nothing is left', () => {
    const said = { answer: [report('a'), report('b', 'contact', 2)] };
    expect(progressOf(['a', 'b'], said, { answer: [{ store: 'contact', rows: 0 }] })).toEqual({
      state: 'confirmed',
      problem: null,
      stores: [{ store: 'contact', rowsErased: 3, rowsNow: 0, erasedAt: at }],
    });
  });

  it('waits while one profile is missing, whatever the counts say', () => {
    const seen = progressOf(
      ['a', 'b'],
      { answer: [report('a')] },
      { answer: [{ store: 'contact', rows: 0 }] },
    );
    expect([seen.state, seen.problem]).toEqual(['waiting', 'erasure-not-there-yet']);
    expect(progressOf(['a'], { answer: [] }, { answer: [] }).state).toBe('waiting');
  });

  it('names the stores where something is left', () => {
    const counts = {
      answer: [
        { store: 'contact', rows: 0 },
        { store: 'case', rows: 2 },
      ],
    };
    expect(progressOf(['a'], { answer: [report('a')] }, counts)).toMatchObject({
      state: 'left-over',
      problem: 'rows-left: case',
    });
  });

  it('is silent with the reason when it does not answer', () => {
    for (const [said, counts] of [
      [{ problem: 'no-answer' }, { answer: [] }],
      [{ answer: [] }, { problem: 'no-answer' }],
    ] as const)
      expect(progressOf(['a'], said, counts)).toEqual({ state: 'silent', problem: 'no-answer', stores: [] });
  });
});

describe('settling', () => {
  const sent = (ms: number) => ({ answer: { sentUpTo: new Date(at.getTime() + ms) } });
  it('waits for what a service has not sent yet, and for silent ones only so long', () => {
    expect(isSettled(at, [sent(0), sent(5)], 0, 30_000)).toBe(true);
    expect(isSettled(at, [sent(0), sent(-1)], 0, 30_000)).toBe(false);
    expect(isSettled(at, [{ problem: 'no-answer' }], 29_999, 30_000)).toBe(false);
    expect(isSettled(at, [{ problem: 'no-answer' }], 30_000, 30_000)).toBe(true);
  });

  it('looks often at first and never rarer than twice a minute', () => {
    expect([nextLookMs(0), nextLookMs(1), nextLookMs(1_000)]).toEqual([200, 250, 30_000]);
  });
});

describe('the services of the configuration', () => {
  it('are read by name, and refused when one is malformed, named twice or the platform itself', () => {
    expect(parseServices(' crm=http://crm:8101/, orchestrator=https://o.example ')).toEqual({
      ok: true,
      value: [
        { name: 'crm', url: 'http://crm:8101' },
        { name: 'orchestrator', url: 'https://o.example' },
      ],
    });
    expect(parseServices('')).toEqual({ ok: true, value: [] });
    for (const text of [
      'crm',
      'crm=ftp://x',
      'Crm=http://x',
      'a=http://x,a=http://y',
      'customer-data-platform=http://x',
    ])
      expect([text, parseServices(text).ok]).toEqual([text, false]);
  });
});
