// A patch applied to the old document gives the new one, whatever changed.
import fc from 'fast-check';
import { applyMergePatch, mergePatchOf, type JsonObject } from './merge-patch.js';

describe('mergePatchOf', () => {
  it('names what came, what changed and what went, and nothing else', () => {
    const before = { a: 1, b: { c: 2, d: 3 }, list: [1, 2], same: { x: 1 } };
    const after = { a: 2, b: { c: 2, e: 4 }, list: [1, 3], same: { x: 1 } };
    expect(mergePatchOf(before, after)).toEqual({ a: 2, b: { d: null, e: 4 }, list: [1, 3] });
  });

  it('is nothing when nothing changed', () => {
    expect(mergePatchOf({ a: { b: [1] } }, { a: { b: [1] } })).toBeUndefined();
  });

  it('replaces a value by an object and the other way round', () => {
    expect(mergePatchOf({ a: 1 }, { a: { b: 1 } })).toEqual({ a: { b: 1 } });
    expect(mergePatchOf({ a: { b: 1 } }, { a: 1 })).toEqual({ a: 1 });
  });

  const json = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.integer(),
      fc.string(),
      fc.boolean(),
      fc.array(fc.integer()),
      tie('object'),
    ),
    object: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'toString'), tie('value')),
  })).object as fc.Arbitrary<JsonObject>;

  it('leads from any document to any other', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        const patch = mergePatchOf(before, after);
        const merged =
          patch === undefined ? before : applyMergePatch(before, JSON.parse(JSON.stringify(patch)));
        expect(JSON.parse(JSON.stringify(merged))).toEqual(JSON.parse(JSON.stringify(after)));
      }),
    );
  });
});
