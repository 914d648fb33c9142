// Which benches a name means, what counts as an answer, and how figures are written.
import { chosen } from './bench-files.js';
import { benchTable, rounded } from './bench-table.js';
import { measuresOf } from './measure.js';

const files = [
  { name: 'relay', project: 'messaging', path: '/relay.bench.ts' },
  { name: 'engine', project: 'orchestrator', path: '/engine.bench.ts' },
  { name: 'timeline', project: 'orchestrator', path: '/timeline.bench.ts' },
];

it('takes all benches, those of a project, or one by its name, and tells what it does not know', () => {
  const names = (asked: string[]): string[] => chosen(files, asked).files.map(({ name }) => name);
  expect(names([])).toEqual(['relay', 'engine', 'timeline']);
  expect(names(['orchestrator'])).toEqual(['engine', 'timeline']);
  expect(names(['relay', 'timeline'])).toEqual(['relay', 'timeline']);
  expect(chosen(files, ['relays']).unknown).toEqual(['relays']);
});

it.each<[unknown, string]>([
  [undefined, 'no measures'],
  [[], 'no measures'],
  [[{ name: 'relay', value: 1 }], 'without name or unit'],
  [[{ name: 'relay', unit: 'events/s', value: Number.NaN }], 'no number'],
])('refuses %j as an answer', (answer, why) => {
  expect(measuresOf(answer)).toContain(why);
});

it('writes a figure with its raw limit, its ratio and whether the target was met', () => {
  const table = benchTable([
    { name: 'relay', value: 41_234.5, unit: 'events/s', raw: 50_000, ratio: 0.82, target: '70 %', met: true },
    { name: 'memory', value: 401, unit: 'MB', target: 'under 350', met: false },
  ]);
  expect(table).toMatch(/relay .*41,235 .*events\/s .*50,000 .*82 % .*70 % .*yes/);
  expect(table).toMatch(/memory .*401 .*MB .*under 350 .*NO/);
  expect([rounded(0.12345), rounded(99.96), rounded(12)]).toEqual(['0.123', '100', '12']);
});
