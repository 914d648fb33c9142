// Shows what is different between two texts, with the numbers of both and a few lines around.
import { diffLines, hunks, type DiffLine } from './line-diff.js';
import type { Terminal } from './terminal.js';

export function showDiff(terminal: Terminal, before: string, after: string): void {
  for (const line of hunks(diffLines(before, after)))
    terminal.line(line === null ? '        …' : lineOf(terminal, line));
}

function lineOf(terminal: Terminal, { is, before, after, text }: DiffLine): string {
  const number = (at: number | null): string => String(at ?? '').padStart(5);
  const sign = { same: ' ', removed: '-', added: '+' }[is];
  const line = `${number(before)} ${number(after)} ${sign} ${text}`;
  if (is === 'same') return line;
  return terminal.tone(is === 'added' ? 'good' : 'bad', line);
}
