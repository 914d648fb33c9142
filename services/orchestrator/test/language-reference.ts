// Writes the reference of the journey language from its published schema: nothing in it is said twice.
import { stringify } from 'yaml';

export interface SchemaNode {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly allOf?: readonly SchemaNode[];
  readonly then?: SchemaNode;
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

/** Small forms, told once at the end; everything else has a part of its own. */
const SMALL = ['name', 'variable', 'expression', 'duration', 'eventType', 'command', 'office', 'assignments'];
const PARTS: readonly (readonly [title: string, forms: readonly string[]])[] = [
  ['What starts it', ['eventEntry', 'scheduleEntry', 'reentry', 'goal']],
  ['What ends it at once', ['exit']],
  [
    'Steps',
    ['act', 'wait', 'choose', 'split', 'decide', 'approve', 'task', 'set', 'parallel', 'subJourney', 'end'],
  ],
  ['Ways out of a wait', ['onEvent', 'afterDuration', 'untilDate', 'restartOn']],
  ['Inside other forms', ['whenBranch', 'elseBranch', 'candidate', 'way']],
];
/** Choices between forms; the forms themselves are told. */
const CHOICES = ['step', 'entry', 'branch'];

/** The whole page. */
export function referenceOf(schema: SchemaNode): string {
  const definitions = schema.definitions ?? {};
  const told = new Set([...SMALL, ...CHOICES, ...PARTS.flatMap(([, forms]) => forms)]);
  const others = Object.keys(definitions).filter((name) => !told.has(name));
  const parts = [...PARTS, ...(others.length > 0 ? [['Further forms', others] as const] : [])];
  return [
    '# The journey language',
    '',
    '<!-- Written from schemas/journey.schema.json. To write it anew: UPDATE_DOCS=1 npm test -- services/orchestrator/test/docs -->',
    '',
    `${schema.description ?? ''} The schema itself is \`schemas/journey.schema.json\`; with this line at the top of a file an editor completes and checks while you write:`,
    '',
    '```yaml',
    '# yaml-language-server: $schema=<where the repository is>/schemas/journey.schema.json',
    '```',
    '',
    'Ways to do things: [recipes](recipes.md).',
    '',
    '## A definition',
    '',
    ...table(schema),
    ...examplesOfKeys(schema),
    ...parts.flatMap(([title, forms]) => [
      `## ${title}`,
      '',
      ...forms.flatMap((name) => formOf(name, definitions[name])),
    ]),
    '## Small forms',
    '',
    '| form | what it is | e.g. |',
    '|---|---|---|',
    ...SMALL.map(
      (name) =>
        `| <a id="${name.toLowerCase()}"></a>${name} | ${cell(definitions[name]?.description ?? '')} | ${(definitions[name]?.examples ?? []).map((each) => `\`${cell(inline(each))}\``).join(', ')} |`,
    ),
    '',
  ].join('\n');
}

function formOf(name: string, node: SchemaNode | undefined): readonly string[] {
  if (node === undefined) return [];
  return [
    `### ${name}`,
    '',
    node.description ?? '',
    '',
    ...table(node),
    ...(node.examples ?? []).flatMap((each) => [`\`\`\`yaml ${name}`, stringify(each).trimEnd(), '```', '']),
  ];
}

/** Keys of the definition that have examples, as one block. */
function examplesOfKeys({ properties = {} }: SchemaNode): readonly string[] {
  const lines = Object.entries(properties).flatMap(([key, { examples = [] }]) =>
    examples.slice(0, 1).map((each) => stringify({ [key]: each }).trimEnd()),
  );
  return ['```yaml head', ...lines, '```', ''];
}

function table(node: SchemaNode): readonly string[] {
  const rows = rowsOf(node, '');
  if (rows.length === 0) return [];
  return ['| key | value | |', '|---|---|---|', ...rows, ''];
}

function rowsOf({ properties = {}, required = [] }: SchemaNode, before: string): readonly string[] {
  return Object.entries(properties).flatMap(([key, node]) => {
    const name = `${before}${key}`;
    const must = required.includes(key) ? ' *' : '';
    const row = `| \`${name}\`${must} | ${valueOf(node)} | ${cell(node.description ?? '')} |`;
    const inner =
      node.items?.properties === undefined ? rowsOf(node, `${name}.`) : rowsOf(node.items, `${name}[].`);
    return [row, ...inner];
  });
}

function valueOf(node: SchemaNode): string {
  const ref = node.$ref ?? node.allOf?.find(({ $ref }) => $ref !== undefined)?.$ref;
  if (ref !== undefined) return link(ref);
  if (node.enum !== undefined) return node.enum.map((each) => `\`${String(each)}\``).join(', ');
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  const { additionalProperties: values } = node;
  if (typeof values === 'object' && values.$ref !== undefined) return `by name: ${link(values.$ref)}`;
  if (node.items !== undefined)
    return `list of ${node.items.$ref === undefined ? 'forms' : link(node.items.$ref)}`;
  const type = Array.isArray(node.type) ? node.type.join(' or ') : String(node.type ?? 'form');
  const range = [node.minimum, node.maximum].every((each) => each !== undefined)
    ? `, ${node.minimum ?? ''} to ${node.maximum ?? ''}`
    : '';
  return `${type === 'object' ? 'form' : type}${range}`;
}

function link(ref: string): string {
  const name = ref.slice(ref.lastIndexOf('/') + 1);
  if (name === 'step') return '[step](#steps)';
  if (name === 'branch') return '[way out](#ways-out-of-a-wait)';
  if (name === 'entry') return '[entry](#what-starts-it)';
  return `[${name}](#${name.toLowerCase()})`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');
}

function inline(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
