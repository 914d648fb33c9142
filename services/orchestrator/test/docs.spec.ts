// The language's documentation: the reference is what the schema says today, every example in it and every recipe compiles,
// and recipes do what they say.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '@continuo/contracts';
import { parse, stringify } from 'yaml';
import { contractCatalogue } from '../src/journeys/definitions/contract-catalogue.js';
import { DefinitionReader } from '../src/journeys/definitions/definition-source.js';
import { ScenarioRunner } from '../src/journeys/simulations/scenario-runner.js';
import { referenceOf, type SchemaNode } from './language-reference.js';

const root = new URL('../../../', import.meta.url);
const schemas = {
  scenario: new URL('schemas/scenario.schema.json', root),
  journey: new URL('schemas/journey.schema.json', root),
  guardrails: new URL('schemas/guardrails.schema.json', root),
};
const reader = new DefinitionReader(schemas.journey, contractCatalogue(contract));
const page = (name: string): URL => new URL(`docs/journeys/${name}.md`, root);

interface Example {
  readonly title: string;
  readonly what: string;
  readonly text: string;
}

/** Every block of YAML, with what it says it is and the heading that it stands under. */
function examplesIn(text: string): readonly Example[] {
  const found: Example[] = [];
  let title = '';
  for (const [, heading, what, body] of text.matchAll(/^#{2,3} (.+)$|^```yaml ?(\S*)\n([\s\S]*?)^```$/gm)) {
    if (heading !== undefined) title = heading;
    else found.push({ title, what: what ?? '', text: body ?? '' });
  }
  return found;
}

function problemsOf(text: string): readonly string[] {
  const read = reader.read(text, 'example.yaml', 1);
  return read.ok ? [] : read.problems.map(({ line, rule, message }) => `${line} ${rule}: ${message}`);
}

type Form = Readonly<Record<string, unknown>>;
const NAMES = new Set([
  'next',
  'failed',
  'refused',
  'timedOut',
  'approved',
  'rejected',
  'expired',
  'otherwise',
]);

/** The names of steps that an example leads to. */
function targetsIn(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string') return NAMES.has(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each) => targetsIn(each));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    name === 'outcomes' ? Object.values(each as object).map(String) : targetsIn(each, name),
  );
}

const OVER = { office: 'back', wait: [{ after: 'PT1H', next: 'over' }] };
const HEAD = {
  journey: 'example',
  title: 'An example',
  owner: 'docs',
  objective: 'to be right',
  metrics: ['right'],
  entry: [
    {
      on: 'continuo.operations.OrderAccepted.v1',
      key: 'event.orderId',
      set: { storeId: 'event.storeId', appointment: '"2026-03-02"', score: '"good"' },
    },
  ],
};

/** Where in a definition an example of a form stands. */
function placed(what: string, example: Form): { readonly head?: Form; readonly step?: Form } {
  switch (what) {
    case 'head':
      return { head: { ...example, limits: { stuck: 'P3D' } } };
    case 'eventEntry':
    case 'scheduleEntry':
      return { head: { entry: [example] } };
    case 'exit':
      return { head: { exit: [example] } };
    case 'goal':
      return { head: { goals: [example] } };
    case 'reentry':
      return { head: { reentry: example } };
    case 'onEvent':
    case 'afterDuration':
    case 'untilDate':
    case 'restartOn':
      return { step: { office: 'back', wait: [example, { after: 'P9D', next: 'over' }] } };
    case 'whenBranch':
      return { step: { office: 'back', choose: [example, { else: true, next: 'over' }] } };
    case 'elseBranch':
      return { step: { office: 'back', choose: [{ when: 'key == "1"', next: 'over' }, example] } };
    case 'candidate':
      return { step: { office: 'back', decide: { candidates: [example], otherwise: 'over' } } };
    case 'way':
      return { step: { office: 'back', parallel: 'all', branches: { one: example }, next: 'over' } };
    default:
      return { step: example };
  }
}

/** A whole definition around an example, with ends for what it leads to; `over` only where something leads there. */
function around(what: string, example: Form, hasEnd: boolean): string {
  const { head, step } = placed(what, example);
  const targets = targetsIn(step).filter((name) => name !== 'over');
  const isVisited = JSON.stringify(example).includes('visits.remind');
  return stringify({
    ...HEAD,
    ...head,
    steps: {
      ...(what === 'end' ? { before: { office: 'back', wait: [{ after: 'PT1H', next: 'example' }] } } : {}),
      ...(isVisited && !targets.includes('remind')
        ? { remind: { office: 'back', wait: [{ after: 'PT1H' }] } }
        : {}),
      ...(step === undefined ? { pause: OVER } : { example: step }),
      ...Object.fromEntries(targets.map((name) => [name, name === 'remind' ? OVER : { end: name }])),
      ...(hasEnd ? { over: { end: 'over' } } : {}),
    },
  });
}

describe('the reference', () => {
  const schema = JSON.parse(readFileSync(schemas.journey, 'utf8')) as SchemaNode;
  const written = referenceOf(schema);
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page('reference'), written);
  const shown = readFileSync(page('reference'), 'utf8');

  test('says what the schema says (UPDATE_DOCS=1 writes it anew)', () => {
    expect(shown).toBe(written);
  });

  test.each(examplesIn(shown).filter(({ what }) => what !== ''))(
    'the example of $title ($what) compiles',
    ({ what, text }) => {
      const [ended, open] = [true, false].map((hasEnd) =>
        problemsOf(around(what, parse(text) as Form, hasEnd)),
      );
      expect(open?.length === 0 ? open : ended).toEqual([]);
    },
  );

  test('tells every form of the schema', () => {
    const names = Object.keys(schema.definitions ?? {}).filter(
      (name) => !['step', 'entry', 'branch'].includes(name),
    );
    const isTold = (name: string) =>
      shown.includes(`### ${name}\n`) || shown.includes(`id="${name.toLowerCase()}"`);
    expect(names.filter((name) => !isTold(name))).toEqual([]);
  });
});

describe('a recipe', () => {
  const text = readFileSync(page('recipes'), 'utf8');
  const examples = examplesIn(text);
  const journeys = examples.filter(({ what }) => what === 'journey');
  const scenarios = examples.filter(({ what }) => what === 'scenario');
  const folder = mkdtempSync(join(tmpdir(), 'recipes-'));
  const runner = new ScenarioRunner(schemas, contract);

  afterAll(() => rmSync(folder, { recursive: true }));

  test('is one of a dozen or more, and nearly each has a scenario', () => {
    expect(journeys.length).toBeGreaterThanOrEqual(12);
    expect(scenarios.length).toBeGreaterThanOrEqual(12);
    expect(
      examples.filter(({ what }) => what !== 'journey' && what !== 'scenario' && what !== 'guardrails'),
    ).toEqual([]);
  });

  test.each(journeys)('$title: compiles', ({ text: yaml }) => {
    expect(problemsOf(yaml)).toEqual([]);
  });

  test.each(scenarios)('$title: does what it says', ({ title, text: yaml }) => {
    for (const { text: journey } of journeys) {
      const { journey: name } = parse(journey) as { journey: string };
      writeFileSync(join(folder, `${name}.yaml`), journey);
    }
    const own = journeys.find((each) => each.title === title);
    const name = (parse(own?.text ?? '') as { journey: string }).journey;
    const file = join(folder, `${name}.scenario.yaml`);
    writeFileSync(file, `journey: ${name}.yaml\n${yaml}`);
    const results = runner.run(file);
    expect(results.flatMap(({ findings }) => findings)).toEqual([]);
    expect(results.length).toBeGreaterThan(0);
  });
});
