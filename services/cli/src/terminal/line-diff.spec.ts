// Differences of texts, with the numbers of both.
import { diffLines, hunks } from './line-diff.js';

const told = (before: string, after: string) =>
  hunks(diffLines(before, after)).map((line) =>
    line === null ? '…' : `${line.before ?? ''}:${line.after ?? ''} ${line.is} ${line.text}`,
  );

test('nothing is told of equal texts, and a last line break is no line', () => {
  expect(told('a\nb\n', 'a\nb')).toEqual([]);
  expect(told('', '')).toEqual([]);
});

test('a changed line stands between its neighbours, with both numbers', () => {
  expect(told('a\nb\nc', 'a\nx\nc')).toEqual(['1:1 same a', '2: removed b', ':2 added x', '3:3 same c']);
});

test('far apart differences are apart', () => {
  const lines = Array.from({ length: 30 }, (_, at) => `line ${at}`);
  const changed = lines.map((line, at) => (at === 1 || at === 28 ? `${line}!` : line));
  expect(told(lines.join('\n'), changed.join('\n')).filter((line) => line === '…')).toHaveLength(1);
});

test('what is inserted moves the numbers of what follows', () => {
  expect(told('a\nb', 'n\na\nb')).toEqual([':1 added n', '1:2 same a', '2:3 same b']);
});

test('texts without a line in common, and very long ones, are told whole', () => {
  expect(told('a\nb', 'x')).toEqual(['1: removed a', '2: removed b', ':1 added x']);
  const long = (mark: string) => Array.from({ length: 4_000 }, (_, at) => `${mark}${at}`).join('\n');
  expect(diffLines(long('a'), long('b'))).toHaveLength(8_000);
});
