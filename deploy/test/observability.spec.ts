// Alerts and dashboards ask only for what is measured: names and labels of schemas/telemetry.yaml, as Prometheus has them.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { root, services } from './service-configuration.js';

interface Metric {
  readonly instrument: 'counter' | 'gauge' | 'histogram';
  readonly attributes: readonly string[];
}

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const folder = 'helm/continuo/files/observability';
const { metrics } = parse(read('schemas/telemetry.yaml')) as { metrics: Record<string, Metric> };

/** A query, and where it stands. */
interface Query {
  readonly at: string;
  readonly expr: string;
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: Readonly<Record<string, string>>;
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly gridPos: { readonly x: number; readonly y: number };
  readonly targets: readonly { readonly expr: string }[];
}

const { groups } = parse(read(`${folder}/alerts.yaml`)) as { groups: { name: string; rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const dashboards = globSync(`${folder}/dashboards/*.json`, { cwd: root }).map(
  (file) => JSON.parse(read(file)) as { uid: string; panels: Panel[] },
);
const queries: readonly Query[] = [
  ...rules.map(({ alert, expr }) => ({ at: alert, expr })),
  ...dashboards.flatMap(({ uid, panels }) =>
    panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ at: `${uid}: ${title}`, expr }))),
  ),
];

const snake = (name: string): string => name.replaceAll('.', '_');
/** What Prometheus knows them as: counters end in _total, histograms have three series. */
const series = new Map(
  Object.entries(metrics).flatMap(([name, { instrument, attributes }]) => {
    const endings = { counter: ['_total'], gauge: [''], histogram: ['_bucket', '_count', '_sum'] }[
      instrument
    ];
    return endings.map(
      (ending) => [`${snake(name)}${ending}`, { name, labels: attributes.map(snake) }] as const,
    );
  }),
);
/** Prometheus' own, and those of the process. */
const always = new Set(['instance', 'job', 'le', 'service_name']);
const words = new Set(
  'absent sum max min avg count by without on ignoring group_left group_right rate increase histogram_quantile target_info and or unless'.split(
    ' ',
  ),
);

it('there are alerts and two dashboards to look at', () => {
  expect(rules.length).toBeGreaterThan(5);
  expect(dashboards.map(({ uid }) => uid).sort()).toEqual(['continuo-bus', 'continuo-journeys']);
});

it.each(queries)('$at asks for names that exist', ({ expr }) => {
  const bare = expr.replaceAll(/"[^"]*"/g, '""').replaceAll(/\[[^\]]*\]/g, '');
  const names = [...bare.matchAll(/[a-zA-Z_][a-zA-Z0-9_]*/g)].map(([name]) => name);
  const asked = names.filter((name) => series.has(name));
  expect(asked.length).toBeGreaterThan(0);
  const labels = new Set(asked.flatMap((name) => series.get(name)?.labels ?? []));
  const unknown = names.filter(
    (name) => !series.has(name) && !labels.has(name) && !always.has(name) && !words.has(name),
  );
  expect(unknown).toEqual([]);
});

it('asks for nothing that no code measures', () => {
  const sources = globSync('{libs,services}/*/src/**/*.ts', {
    cwd: root,
    exclude: (name) => name.endsWith('.spec.ts') || name === 'generated',
  })
    .map(read)
    .join('\n');
  const asked = new Set(
    queries.flatMap(({ expr }) =>
      [...series].filter(([name]) => expr.includes(name)).map(([, { name }]) => name),
    ),
  );
  expect([...asked].filter((name) => !sources.includes(`'${name}'`))).toEqual([]);
});

it('each alert says how bad it is, what happened, and what to do', () => {
  for (const { alert, labels, annotations } of rules) {
    expect(alert).toMatch(/^Continuo[A-Z][A-Za-z]+$/);
    expect(['warning', 'critical']).toContain(labels.severity);
    expect([annotations['summary'], annotations['description']]).toEqual([
      expect.stringMatching(/.{20,}/),
      expect.stringMatching(/.{40,}/),
    ]);
  }
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
});

it('each panel has its place, and a sentence for who sees it first', () => {
  for (const { panels } of dashboards) {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x}/${y}`)).size).toBe(panels.length);
    for (const { description } of panels) expect(description.length).toBeGreaterThan(5);
  }
});

it('the collector and Prometheus look at every service, and pipelines name what is defined', () => {
  const collector = parse(read('deploy/observability/otel-collector.yaml')) as {
    service: { extensions: string[]; pipelines: Record<string, Record<string, string[]>> };
  } & Record<string, Record<string, unknown>>;
  for (const pipeline of Object.values(collector.service.pipelines)) {
    for (const [kind, names] of Object.entries(pipeline)) {
      expect([kind, names.filter((name) => collector[kind]?.[name] === undefined)]).toEqual([kind, []]);
    }
  }
  for (const file of ['otel-collector.yaml', 'prometheus.yml']) {
    const targets = [...read(`deploy/observability/${file}`).matchAll(/^\s+- ([a-z-]+):\d{4}$/gm)];
    expect(targets.map(([, name]) => name).sort()).toEqual([...services].sort());
    // Its other port is the public's, and has none.
    expect(targets.map(([target]) => target.trim())).toContain('- console:9464');
  }
});
