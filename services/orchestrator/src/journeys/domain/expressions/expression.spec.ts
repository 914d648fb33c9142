// Expressions: what they compute, what is refused at publication, where they stop, and that they agree with the library.
import { celEnv, isCelError, isCelList, isCelMap, parse, plan, type CelValue } from '@bufbuild/cel';
import fc from 'fast-check';
import { compileExpression, COST_LIMIT, evaluateCondition } from './expression.js';
import type { Name, Scope } from './scope.js';
import { equals, Failure, type Value } from './value.js';

const NAMES: readonly Name[] = ['key', 'vars', 'visits', 'event', 'profile'];
const scope: Scope = {
  key: 'order-1',
  vars: { storeId: 's-1', count: 2, tags: ['a', 'b'], nested: { deep: true } },
  visits: { arrival: 2 },
  event: { orderId: 'order-1', amount: 12.5, note: null, items: [1, 2, 3] },
  profile: { language: 'de', segments: ['vip'] },
};

function evaluate(source: string, within: Scope = scope): Value | Failure {
  const compiled = compileExpression(source, NAMES);
  if (!compiled.ok) throw new Error(`${compiled.refusal.code}: ${compiled.refusal.message}`);
  return compiled.value.evaluate(within);
}

function refusal(source: string, names: readonly Name[] = NAMES): string {
  const compiled = compileExpression(source, names);
  return compiled.ok ? 'compiled' : compiled.refusal.code;
}

describe('an expression', () => {
  test.each<[string, Value]>([
    ['event.orderId == key', true],
    ['event.amount > 10', true],
    ['event.note == null', true],
    ['visits.arrival <= 2', true],
    ['visits.unseen == 0', true],
    ['vars.count + 1', 3],
    ['vars.count + 1 == 3', true],
    ['5 / 2', 2n],
    ['5.0 / 2', 2.5],
    ["'collect-' + vars.storeId", 'collect-s-1'],
    ["'vip' in profile.segments", true],
    ['has(vars.storeId) && !has(vars.absent)', true],
    ['vars.tags.exists(t, t == "b")', true],
    ['event.items.filter(i, i > 1.0).size()', 2n],
    ['event.items.map(i, i * 2)', [2, 4, 6]],
    ["key.matches('^order-[0-9]+$')", true],
    ["vars.nested.deep ? 'y' : 'n'", 'y'],
    ['false && event.absent == 1', false],
    ['event.absent == 1 || true', true],
    ["{'a': key, 'b': 1}", { a: 'order-1', b: 1n }],
  ])('computes %s', (source, expected) => {
    expect(equals(evaluate(source) as Value, expected)).toBe(true);
  });

  test.each([
    ['event.absent', 'no-such-key'],
    ['event.orderId > 1', 'no-such-overload'],
    ['1 / 0', 'division-by-zero'],
    ['9223372036854775807 + 1', 'overflow'],
    ['event.items[7]', 'out-of-range'],
    ['vars.toString', 'no-such-key'],
  ])('has no value for %s, and says why', (source, code) => {
    const value = evaluate(source);
    expect(value).toBeInstanceOf(Failure);
    expect((value as Failure).code).toBe(code);
  });

  test.each([
    ['half an expression', 'event ==', 'expression-syntax'],
    ['an unknown name', 'cart.total > 1', 'expression-name'],
    ['visits as a whole', 'visits', 'expression-name'],
    ['a pattern that is no literal', 'key.matches(vars.pattern)', 'expression-unsupported'],
    ['a pattern that is none', "key.matches('(')", 'expression-syntax'],
    ['a function of standard CEL that is not taken in', 'timestamp(key)', 'expression-unsupported'],
    ['parentheses deeper than the parser goes', `${'('.repeat(900)}1${')'.repeat(900)}`, 'expression-syntax'],
    ['a thousand terms', `${'1 + '.repeat(400)}1`, 'expression-too-costly'],
    ['a long text', '"x"'.padEnd(2001), 'expression-too-costly'],
    ['three macros in each other', '[1].all(a, [1].all(b, [1].all(c, a == c)))', 'expression-too-costly'],
  ])('is refused at publication: %s', (_what, source, code) => {
    expect(refusal(source)).toBe(code);
  });

  test('may name the event only where there is one', () => {
    expect(refusal('event.orderId == key', ['key', 'vars'])).toBe('expression-name');
  });

  test('stops at the cost limit', () => {
    const event = { items: Array.from({ length: COST_LIMIT }, (_, at) => at) };
    const value = evaluate('event.items.all(a, event.items.all(b, a + b >= 0))', { ...scope, event });
    expect((value as Failure).code).toBe('too-costly');
  });

  test('takes linear time for a pattern that explodes elsewhere', () => {
    const event = { text: 'a'.repeat(5_000) };
    const compiled = compileExpression(
      "event.text.matches('^(a+)+$') && event.text.matches('(a|aa)+b')",
      NAMES,
    );
    expect(compiled.ok && evaluateCondition(compiled.value, { ...scope, event })).toBe(false);
  });

  test('is no condition unless it is a bool', () => {
    const compiled = compileExpression('key', NAMES);
    expect(compiled.ok && evaluateCondition(compiled.value, scope)).toBeInstanceOf(Failure);
  });
});

/** The library's value as ours. */
function plain(value: CelValue): Value {
  if (isCelList(value)) return [...value].map((item) => plain(item));
  if (isCelMap(value)) return Object.fromEntries([...value].map(([key, item]) => [String(key), plain(item)]));
  return value as Value;
}

describe('against the library', () => {
  const seed = Number(process.env['SEED'] ?? 20260101);
  const leaf = fc.constantFrom(
    '1',
    '2',
    '-3',
    '0',
    '1.5',
    '0.0',
    "'a'",
    "''",
    'true',
    'false',
    'null',
    'event.s',
    'event.d',
    'event.l',
    'vars.m.x',
    'vars.m',
    'event.none',
    'key',
  );
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc
        .tuple(
          tie('tree'),
          fc.constantFrom('==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', '&&', '||', 'in'),
          tie('tree'),
        )
        .map(([a, operator, b]) => `(${a} ${operator} ${b})`),
      tie('tree').map((a) => `!(${a})`),
      tie('tree').map((a) => `[${a}].exists(x, x == ${a})`),
      tie('tree').map((a) => `[1, 2, ${a}].filter(x, x == ${a})`),
      tie('tree').map((a) => `[true, ${a}].all(x, x)`),
      fc.tuple(tie('tree'), tie('tree'), tie('tree')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `[${a}, ${b}][1]`),
      fc.tuple(tie('tree'), tie('tree')).map(([a, b]) => `size([${a}, ${b}])`),
    ),
  }));
  const values: Scope = {
    key: 'k',
    vars: { m: { x: 2 } },
    visits: {},
    event: { s: 'text', d: 2, l: [1, 'a', true] },
    profile: {},
  };

  test(`an expression that has a value there has the same here (seed ${seed})`, () => {
    const env = celEnv({});
    let compared = 0;
    fc.assert(
      fc.property(tree, (source) => {
        const compiled = compileExpression(source, NAMES);
        if (!compiled.ok) return compiled.refusal.code === 'expression-too-costly';
        const theirs = plan(env, parse(source))(values as never);
        if (isCelError(theirs)) return true;
        compared += 1;
        const ours = compiled.value.evaluate(values);
        return (
          (!(ours instanceof Failure) && equals(ours, plain(theirs))) ||
          (Number.isNaN(ours as number) && Number.isNaN(theirs as number))
        );
      }),
      { numRuns: 2_000, seed },
    );
    expect(compared).toBeGreaterThan(500);
  });
});
