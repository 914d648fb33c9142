// Tells the results of scenarios: for people with what differs line by line, for programs as JSON, for CI as JUnit XML.
import { canonicalJson } from '@continuo/kernel';
import type { Json } from '../domain/expressions/value.js';
import type { Finding, ScenarioResult } from './scenario-runner.js';

export const REPORT_FORMATS = ['text', 'json', 'junit'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface ReportOptions {
  readonly format: ReportFormat;
  readonly colour: boolean;
  /** How a file is named, e.g. from the current folder. */
  nameOf(file: string): string;
}

export function report(results: readonly ScenarioResult[], options: ReportOptions): string {
  switch (options.format) {
    case 'json':
      return `${JSON.stringify(summary(results, options), null, 2)}\n`;
    case 'junit':
      return junit(results, options);
    case 'text':
      return text(results, options);
  }
}

function summary(results: readonly ScenarioResult[], { nameOf }: ReportOptions) {
  const passed = results.filter(({ ok }) => ok).length;
  return {
    passed,
    failed: results.length - passed,
    scenarios: results.map((each) => ({ ...each, file: nameOf(each.file) })),
  };
}

function text(results: readonly ScenarioResult[], options: ReportOptions): string {
  const paint = (code: number, words: string) =>
    options.colour ? `\u001b[${code}m${words}\u001b[0m` : words;
  const lines: string[] = [];
  for (const [file, own] of byFile(results)) {
    lines.push(options.nameOf(file));
    for (const result of own) {
      const { ok, name } = result;
      lines.push(`  ${ok ? paint(32, '✓') : paint(31, '✗')} ${name ?? 'the file can not be run'}`);
      for (const finding of result.findings)
        lines.push(...findingLines(finding, options.nameOf(file), paint));
    }
  }
  const { passed, failed } = summary(results, options);
  lines.push('', `${passed} passed, ${failed} failed`);
  return `${lines.join('\n')}\n`;
}

function byFile(results: readonly ScenarioResult[]): ReadonlyMap<string, readonly ScenarioResult[]> {
  const files = new Map<string, ScenarioResult[]>();
  for (const result of results) files.set(result.file, [...(files.get(result.file) ?? []), result]);
  return files;
}

type Paint = (code: number, words: string) => string;

function findingLines({ line, of, message, expected, seen }: Finding, file: string, paint: Paint): string[] {
  const place = paint(90, `${file}:${line}`);
  if (of === null) return [`      ${message ?? ''}  ${place}`];
  const lines = differenceLines(expected, seen).map(({ sign, words }) => {
    const colour = sign === '-' ? 31 : sign === '+' ? 32 : 0;
    return `        ${colour === 0 ? `  ${words}` : paint(colour, `${sign} ${words}`)}`;
  });
  return [`      ${of}: ${paint(31, '- expected')} ${paint(32, '+ seen')}  ${place}`, ...lines];
}

interface Line {
  readonly sign: '-' | '+' | ' ';
  readonly words: string;
}

/** Both as lines, with what they share written once (the longest common part). */
export function differenceLines(expected: Json, seen: Json): readonly Line[] {
  const [a, b] = [wordsOf(expected), wordsOf(seen)];
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = common[i];
      if (row !== undefined)
        row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: Line[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ sign: ' ', words: a[i] ?? '' });
      i += 1;
      j += 1;
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '-', words: a[i] ?? '' });
      i += 1;
    } else {
      lines.push({ sign: '+', words: b[j] ?? '' });
      j += 1;
    }
  }
  return lines;
}

/** A list has a line for each of its items, anything else one. */
function wordsOf(value: Json): readonly string[] {
  if (!Array.isArray(value)) return [wordOf(value)];
  return (value as readonly Json[]).map(wordOf);
}

function wordOf(value: Json): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}

function junit(results: readonly ScenarioResult[], { nameOf }: ReportOptions): string {
  const suites = [...byFile(results)].map(([file, own]) => {
    const cases = own.map((each) => junitCase(each, nameOf(file)));
    const failed = own.filter(({ ok }) => !ok).length;
    return `  <testsuite name="${xml(nameOf(file))}" tests="${own.length}" failures="${failed}">\n${cases.join('\n')}\n  </testsuite>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('\n')}\n</testsuites>\n`;
}

function junitCase({ name, findings, milliseconds }: ScenarioResult, file: string): string {
  const head = `    <testcase name="${xml(name ?? file)}" classname="${xml(file)}" time="${(milliseconds / 1000).toFixed(3)}"`;
  if (findings.length === 0) return `${head}/>`;
  const plain: Paint = (_code, words) => words;
  const body = findings.flatMap((each) => findingLines(each, file, plain)).join('\n');
  const [first] = findings;
  const message = first === undefined ? '' : (first.message ?? `${first.of ?? ''} is not as expected`);
  return `${head}>\n      <failure message="${xml(message)}">${xml(body)}</failure>\n    </testcase>`;
}

/** Characters that XML has no place for are left out. */
function xml(words: string): string {
  const clean = words.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '');
  return clean
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
