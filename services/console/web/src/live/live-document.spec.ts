// Proves that a live document is never wrong: changes in order are taken, doubles dropped, holes noticed.
import { applyEvent, mergePatched, type LiveDocument } from './live-document.js';

type Data = {
  readonly topics: Record<string, { readonly rate: number }>;
  readonly other?: { readonly a: number };
};

const at = (seq: string): LiveDocument<Data> => ({
  seq,
  data: { topics: { x: { rate: 1 } }, other: { a: 1 } },
});
const change = (seq: string, changes: unknown) => ({
  type: 'change',
  data: JSON.stringify({ seq, changes }),
});

describe('an event of a live document', () => {
  it('replaces it when it is a snapshot, whatever was before', () => {
    const snapshot = { type: 'snapshot', data: JSON.stringify({ seq: 'b.7', data: { topics: {} } }) };
    expect(applyEvent(at('a.3'), snapshot)).toEqual({
      kind: 'document',
      document: { seq: 'b.7', data: { topics: {} } },
    });
  });

  it('changes it when it is the next one, and leaves alone what it does not name', () => {
    const before = at('a.3');
    const applied = applyEvent(before, change('a.4', { topics: { x: { rate: 2 }, y: { rate: 5 } } }));
    if (applied.kind !== 'document') throw new Error(applied.kind);
    expect(applied.document).toEqual({
      seq: 'a.4',
      data: { topics: { x: { rate: 2 }, y: { rate: 5 } }, other: { a: 1 } },
    });
    expect(applied.document.data.other).toBe(before.data.other);
    expect(before).toEqual(at('a.3'));
  });

  it.each(['a.3', 'a.2', 'a.1'])('is dropped when it was seen: %s after a.3', (seq) => {
    expect(applyEvent(at('a.3'), change(seq, { topics: null }))).toEqual({
      kind: 'ignored',
      why: 'duplicate',
    });
  });

  it.each(['a.5', 'b.4', 'b.3', 'a.x', 'nonsense'])(
    'is a gap when something is missing: %s after a.3',
    (seq) => {
      expect(applyEvent(at('a.3'), change(seq, { topics: null }))).toEqual({ kind: 'gap' });
    },
  );

  it('is a gap before any snapshot', () => {
    expect(applyEvent(undefined, change('a.1', {}))).toEqual({ kind: 'gap' });
  });

  it('is passed over when it is of a kind that is not known', () => {
    expect(applyEvent(at('a.3'), { type: 'message', data: 'x' })).toEqual({
      kind: 'ignored',
      why: 'unknown-type',
    });
  });
});

describe('a merge patch', () => {
  // RFC 7396, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('makes %j by %j into %j', (target, patch, result) => {
    expect(mergePatched(target, patch)).toEqual(result);
  });

  it('takes a hostile name as a name', () => {
    const patched = mergePatched({}, JSON.parse('{"__proto__":{"polluted":true}}')) as object;
    expect(Object.keys(patched)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
