// The published schema is one that editors can help with: every key is explained, every form has an example, and each
// example keeps it.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

interface Node {
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
}
const text = readFileSync(new URL('../../../../../schemas/journey.schema.json', import.meta.url), 'utf8');
const schema = JSON.parse(text) as Node & { readonly definitions: Readonly<Record<string, Node>> };
const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true });
ajv.addSchema(schema, 'journey');

function propertiesOf(node: Node, path: string): readonly (readonly [string, Node])[] {
  const own = Object.entries(node.properties ?? {}).map(([name, each]) => [`${path}/${name}`, each] as const);
  return [
    ...own,
    ...own.flatMap(([at, each]) => propertiesOf(each, at)),
    ...(node.items ? propertiesOf(node.items, path) : []),
  ];
}

test('is a schema by the rules of JSON Schema', () => {
  expect(ajv.validateSchema(schema)).toBe(true);
});

test('explains every key', () => {
  const all = [['', schema] as const, ...Object.entries(schema.definitions)];
  const missing = all.flatMap(([name, node]) =>
    propertiesOf(node, name).filter(([, { description }]) => (description ?? '').length < 8),
  );
  expect(missing.map(([path]) => path)).toEqual([]);
});

test('explains every form, and shows one', () => {
  const bare = Object.entries(schema.definitions).filter(
    ([, { description, examples }]) =>
      description === undefined || examples === undefined || examples.length === 0,
  );
  expect(bare.map(([name]) => name)).toEqual([]);
});

test.each(Object.entries(schema.definitions))('the examples of %s keep it', (name, { examples = [] }) => {
  const isRight = ajv.compile({ $ref: `journey#/definitions/${name}` });
  for (const example of examples) expect([isRight(example), isRight.errors]).toEqual([true, null]);
});

test.each(Object.entries(schema.properties ?? {}))(
  'the examples of the key %s keep it',
  (name, { examples = [] }) => {
    const isRight = ajv.compile({ $ref: `journey#/properties/${name}` });
    for (const example of examples) expect([isRight(example), isRight.errors]).toEqual([true, null]);
  },
);
