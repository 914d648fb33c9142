// Reads Prometheus' text format as our services write it: names, labels, values. A line that makes no sense is left out.

/** One line of it. */
export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*/;
const LABEL = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(,?)/y;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\', '"': '"', n: '\n' };

/** Samples in their order. Only of the metrics that are wanted, when they are named. */
export function parsePrometheusText(text: string, wanted?: ReadonlySet<string>): readonly MetricSample[] {
  const samples: MetricSample[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const name = NAME.exec(line)?.[0];
    if (name === undefined || (wanted !== undefined && !wanted.has(name))) continue;
    const sample = sampleOf(name, line.slice(name.length));
    if (sample !== undefined) samples.push(sample);
  }
  return samples;
}

function sampleOf(name: string, rest: string): MetricSample | undefined {
  const labelled = labelsOf(rest);
  if (labelled === undefined) return undefined;
  // A timestamp may follow, which our services never write.
  const [first = ''] = rest.slice(labelled.end).trim().split(/\s+/);
  const value = numberOf(first);
  return value === undefined ? undefined : { name, labels: labelled.labels, value };
}

function labelsOf(rest: string): { labels: Record<string, string>; end: number } | undefined {
  const begin = rest.length - rest.trimStart().length;
  if (rest[begin] !== '{') return { labels: {}, end: 0 };
  const entries: [string, string][] = [];
  LABEL.lastIndex = begin + 1;
  let end = LABEL.lastIndex;
  for (let match = LABEL.exec(rest); match !== null; match = LABEL.exec(rest)) {
    const [, label = '', value = '', comma] = match;
    entries.push([label, value.replace(/\\(.)/g, (whole, char: string) => ESCAPES[char] ?? whole)]);
    end = LABEL.lastIndex;
    if (comma === '') break;
  }
  const close = /^\s*\}/.exec(rest.slice(end));
  return close === null ? undefined : { labels: Object.fromEntries(entries), end: end + close[0].length };
}

function numberOf(text: string): number | undefined {
  if (text === '+Inf' || text === 'Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  if (text === 'NaN') return Number.NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : undefined;
}
