// What the chart makes of each example, compared with what was reviewed: a change of a template shows as a change of a
// file. `UPDATE_GOLDEN=1 npm test -- deploy/test/chart` writes the files anew.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import { chart, examples, render, runHelm, valuesOf, whereHelmIs, type Resource } from './rendered-chart.js';

/** These follow the contract, which has tests of its own. */
const fromContract = new Set(['KafkaTopic', 'KafkaUser']);

whereHelmIs('the chart (needs helm)', () => {
  it.each(examples)('passes helm lint --strict with the values of %s', (example) => {
    const { ok, said } = runHelm('lint', '--strict', chart, ...valuesOf(example));
    expect(ok ? '' : said).toBe('');
  });

  it('passes helm lint --strict with no values at all', () => {
    const { ok, said } = runHelm('lint', '--strict', chart);
    expect(ok ? '' : said).toBe('');
  });

  it.each(examples)('makes of %s what helm/continuo/golden says', (example) => {
    const file = path.join(chart, `golden/${example}.yaml`);
    const made = written(render(example));
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, made);
    expect(made).toBe(readFileSync(file, 'utf8'));
  });

  it('names every resource once, and labels it as this release’s', () => {
    for (const example of examples) {
      const resources = render(example).filter(({ kind }) => !fromContract.has(kind));
      const names = resources.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
      for (const { metadata } of resources) {
        expect(metadata.labels).toMatchObject({
          'app.kubernetes.io/instance': 'continuo',
          'app.kubernetes.io/managed-by': 'Helm',
        });
      }
    }
  });
});

/** In an order of its own, so that another Helm's order changes nothing. */
function written(resources: readonly Resource[]): string {
  const shown = resources.filter(({ kind }) => !fromContract.has(kind));
  const order = ({ kind, metadata }: Resource): string => `${kind}/${metadata.name}`;
  const sorted = [...shown].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const documents = sorted.map((resource) =>
    stringify(resource, { lineWidth: 0, aliasDuplicateObjects: false }),
  );
  return `# Written by deploy/test/chart/golden.spec.ts; see there.\n${documents.map((one) => `---\n${one}`).join('')}`;
}
