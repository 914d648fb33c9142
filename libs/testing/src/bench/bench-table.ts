// The measures as a table on the terminal.
import Table from 'cli-table3';
import type { Measure } from './measure.js';

const head = ['measure', 'value', 'unit', 'raw', 'ratio', 'target', 'met'];

export function benchTable(measures: readonly Measure[]): string {
  const table = new Table({
    head,
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'left', 'right', 'right', 'left', 'left'],
  });
  for (const { name, value, unit, raw, ratio, target, met } of measures) {
    const share = ratio === undefined ? '' : `${(ratio * 100).toFixed(0)} %`;
    const verdict = met === undefined ? '' : met ? 'yes' : 'NO';
    table.push([
      name,
      rounded(value),
      unit,
      raw === undefined ? '' : rounded(raw),
      share,
      target ?? '',
      verdict,
    ]);
  }
  return table.toString();
}

/** Whole above a hundred, else three digits that count. */
export function rounded(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
