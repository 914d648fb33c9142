// The same text as a replacer that sorts every object would give, which is slower and plainly right.
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { canonicalJson } from './canonical-json.js';

const seed = Number(process.env['VERIFY_SEED'] ?? Date.now() % 2 ** 31);

function plainly(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}

test('any value', () => {
  process.stdout.write(`canonical JSON: seed ${seed}\n`);
  const leaf = fc.oneof(fc.constant(undefined), fc.date({ noInvalidDate: true }), fc.double(), fc.string());
  const keys = fc.oneof(fc.string(), fc.constantFrom('a', 'b', '10', '2', '__proto__', 'toJSON', ''));
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value')), fc.dictionary(keys, tie('value'))),
  }));
  fc.assert(
    fc.property(value, (any) => {
      const text = canonicalJson(any);
      assert.equal(text, plainly(any));
    }),
    { seed, numRuns: 2_000 },
  );
});

test('what it was given stays as it was', () => {
  const given = { b: [{ d: 1, c: 2 }], a: undefined };
  expect(canonicalJson(given)).toBe('{"b":[{"c":2,"d":1}]}');
  expect(Object.keys(given)).toEqual(['b', 'a']);
  expect(Object.keys(given.b[0] ?? {})).toEqual(['d', 'c']);
});
