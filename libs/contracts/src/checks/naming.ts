// A schema's file, namespace and name say whose it is and whether it tells (past tense) or asks (imperative).
import { namespaceOf } from '../contract.js';
import type { ContractFiles, SchemaFile } from '../generate/sources.js';
import { recordName } from '../type-names.js';
import type { Problem } from './problem.js';

/** Participles that don't end in -ed, as the last word of an event's name. */
const irregular = new Set(
  (
    'Begun Bought Broken Brought Built Chosen Cut Done Drawn Fallen Felt Found Forgotten Given Gone Held Hidden Kept Known ' +
    'Laid Lapsed Left Lent Lost Made Met Overdue Paid Put Read Ready Risen Run Said Seen Sent Set Shown Sold Spent Split ' +
    'Stolen Sworn Taken Taught Told Thrown Undone Understood Won Withdrawn Written'
  ).split(' '),
);

/** Names and places of all schemas, and the answers of commands. */
export function checkNaming(files: ContractFiles): Problem[] {
  const events = new Set(files.schemas.map(({ schema }) => recordName(schema)));
  return files.schemas.flatMap((each) => [
    ...checkPlace(each, files),
    ...checkTense(each),
    ...checkAnswers(each, events, files),
  ]);
}

function checkPlace({ file, schema }: SchemaFile, files: ContractFiles): Problem[] {
  const [service = '', ...rest] = file.split('/');
  const problem = (rule: string, message: string): Problem => ({ file, rule, message });
  if (!files.services.some(({ name }) => name === service)) {
    return [problem('folder', `lies in ${service}/, which is no service of topics.yaml`)];
  }
  const isCommand = rest.length === 2 && rest[0] === 'commands';
  if (!isCommand && rest.length !== 1)
    return [problem('folder', 'must lie in <service>/ or <service>/commands/')];
  const found: Problem[] = [];
  const namespace = `${namespaceOf(service, files.services)}${isCommand ? '.commands' : ''}`;
  if (schema.namespace !== namespace) {
    found.push(problem('namespace', `has the namespace ${schema.namespace}; its folder wants ${namespace}`));
  }
  if (rest.at(-1) !== `${schema.name}.avsc`)
    found.push(problem('file-name', `holds ${schema.name}; name it ${schema.name}.avsc`));
  if (!/^[A-Z][A-Za-z]*(V([2-9]|[1-9]\d+))?$/.test(schema.name)) {
    found.push(problem('record-name', 'must be in PascalCase, with V2 and up for a break'));
  }
  return found;
}

function checkTense({ file, schema }: SchemaFile): Problem[] {
  const words = schema.name.replace(/V\d+$/, '').match(/[A-Z][a-z]*/g) ?? [];
  const past = (word: string | undefined): boolean =>
    word !== undefined && (word.endsWith('ed') || irregular.has(word));
  if (schema.namespace.endsWith('.commands')) {
    const ambiguous = ['Set', 'Put', 'Cut', 'Read', 'Split', 'Run', 'Feed', 'Need', 'Seed'];
    if (!past(words[0]) || ambiguous.includes(words[0] ?? ''))
      return past(words.at(-1)) ? [tense(file, schema.name)] : [];
    return [tense(file, schema.name)];
  }
  if (past(words.at(-1))) return [];
  return [
    { file, rule: 'past-tense', message: `${schema.name} is an event and must be named in the past tense` },
  ];
}

function tense(file: string, name: string): Problem {
  return { file, rule: 'imperative', message: `${name} is a command and must be named in the imperative` };
}

function checkAnswers(
  { file, schema }: SchemaFile,
  events: ReadonlySet<string>,
  files: ContractFiles,
): Problem[] {
  const problem = (message: string): Problem => ({ file, rule: 'answers', message });
  if (!schema.namespace.endsWith('.commands')) {
    return schema.answers === undefined ? [] : [problem('is an event; only a command names its answers')];
  }
  if (schema.answers === undefined)
    return [problem('must name its answers: {"done": [], "failed": [], "refused": []}')];
  const home = schema.namespace.replace(/\.commands$/, '');
  const found: Problem[] = [];
  for (const kind of ['done', 'failed', 'refused'] as const) {
    const names = schema.answers[kind];
    if (names === undefined)
      found.push(problem(`must name its ${kind} answers (an empty list when there are none)`));
    for (const name of names ?? []) {
      const fullName = name.includes('.') ? name : `${home}.${name}`;
      if (!events.has(fullName)) found.push(problem(`is answered by ${fullName}, which has no schema`));
      else if (!reachesTimeline(fullName, files)) {
        found.push(
          problem(
            `is answered by ${fullName}, which no topic of the timeline carries: who asked would wait in vain`,
          ),
        );
      }
    }
  }
  if (schema.answers.done?.length === 0) found.push(problem('must have an answer that says it is done'));
  return found;
}

function reachesTimeline(fullName: string, { topics }: ContractFiles): boolean {
  const forwarded = new Set(topics.flatMap(({ forwards }) => forwards));
  return topics.some(
    ({ name, types, forwards }) => types.includes(fullName) && (forwarded.has(name) || forwards.length > 0),
  );
}
