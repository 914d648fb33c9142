// What no person writes is refused at once: by size, by parts, by depth, and with no more problems than can be read.
import { journey, testCatalogue } from '../../../test/journey-under-test.js';
import { DefinitionReader } from './definition-source.js';

const reader = new DefinitionReader(
  new URL('../../../../../schemas/journey.schema.json', import.meta.url),
  testCatalogue(),
);

function refused(text: string): {
  readonly rules: readonly string[];
  readonly ms: number;
  readonly told: number;
} {
  let read = reader.read(text, 'test.yaml', 1);
  let ms = Number.POSITIVE_INFINITY;
  // The processor's time, the best of three: what else the machine does is not measured.
  for (let times = 0; times < 3; times += 1) {
    const began = process.cpuUsage();
    read = reader.read(text, 'test.yaml', 1);
    const { user, system } = process.cpuUsage(began);
    ms = Math.min(ms, (user + system) / 1_000);
  }
  const problems = read.ok ? [] : read.problems;
  return { rules: [...new Set(problems.map(({ rule }) => rule))], ms, told: problems.length };
}

const steps = (count: number, each: (at: number) => string): string =>
  journey(Array.from({ length: count }, (_, at) => `    s${at}: ${each(at)}`).join('\n'));

test.each<[string, () => string, readonly string[]]>([
  ['five megabytes', () => steps(1, () => `{ end: "${'x'.repeat(5_000_000)}" }`), ['too-long']],
  ['ten thousand steps', () => steps(10_000, () => '{end: x}'), ['too-large']],
  ['ten thousand steps on one line', () => `steps: {${'a: {end: b},'.repeat(10_000)}}`, ['too-large']],
  ['fifteen thousand keys without values', () => `steps:\n${'? a\n'.repeat(15_001)}`, ['too-large']],
  [
    'ten thousand steps as JSON',
    () => `{"steps":{${Array.from({ length: 10_000 }, (_, at) => `"s${at}":{"end":"x"}`).join(',')}}}`,
    ['too-large'],
  ],
  ['a thousand steps', () => steps(1_000, () => '{end: x}'), ['too-many-steps']],
  ['brackets in brackets', () => `journey: ${'['.repeat(100_000)}`, ['too-deep']],
  ['lists in lists', () => `journey:\n  ${'- '.repeat(100_000)}a`, ['too-deep']],
  [
    'keys in keys',
    () => Array.from({ length: 400 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
    ['too-deep'],
  ],
  [
    'a bomb of aliases',
    () => `a: &a [x, x]\n${Array.from({ length: 30 }, (_, at) => `b${at}: &b${at} [*a, *a]`).join('\n')}`,
    ['yaml'],
  ],
  ['nothing but zeros', () => '\0'.repeat(200_000), ['shape-type']],
  ['half a megabyte of emoji', () => '😀'.repeat(150_000), ['too-long']],
])('%s', (_what, text, rules) => {
  const { rules: found, ms } = refused(text());
  expect(found).toEqual(rules);
  expect(ms).toBeLessThan(200);
});

test('ten thousand problems are told as a hundred and a number', () => {
  const wrong = steps(
    199,
    (at) => `{ office: back, ${Array.from({ length: 12 }, (_, n) => `k${at}x${n}: 1`).join(', ')} }`,
  );
  const { rules, told, ms } = refused(wrong);
  expect(told).toBe(101);
  expect(rules.at(-1)).toBe('more-problems');
  expect(ms).toBeLessThan(600);
});

test('the largest definition that a person could write is read in time', () => {
  const text = steps(200, (at) =>
    at === 199
      ? '{ end: over }'
      : `{ office: back, set: { ${Array.from({ length: 12 }, (_, n) => `a${n}: "vars.a${n} + ${at} > 5 ? 1 : 2"`).join(', ')} } }`,
  );
  const { rules, ms } = refused(text);
  expect(rules).toEqual([]);
  expect(ms).toBeLessThan(3_000);
});

test.each([
  ['parentheses', `${'('.repeat(45)}1${')'.repeat(45)}`],
  ['lists', `${'['.repeat(45)}1${']'.repeat(45)}`],
  ['conditions', `${'true ? '.repeat(45)}1${' : 1'.repeat(45)}`],
  ['negations', `${'!'.repeat(1_900)}true`],
  ['sums', '1'.concat(' + 1'.repeat(450))],
])('an expression of nested %s costs no time', (_what, expression) => {
  const { ms } = refused(
    steps(2, (at) => (at === 1 ? '{ end: x }' : `{ office: back, set: { a: "${expression}" } }`)),
  );
  expect(ms).toBeLessThan(200);
});
