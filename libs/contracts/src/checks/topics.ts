// The topics file agrees with itself and with the schemas.
import { namespaceOf } from '../contract.js';
import type { EventSchema, TopicDefinition } from '../definitions.js';
import type { ContractFiles } from '../generate/sources.js';
import { isCommandName, recordName } from '../type-names.js';
import type { Problem } from './problem.js';

const file = 'topics.yaml';
/** Hashes of identifiers are erased by time alone, so what names a customer goes within the deadline for erasure. */
const erasureDeadlineMs = 30 * 86_400_000;

export function checkTopics(files: ContractFiles): Problem[] {
  const schemas = new Map(files.schemas.map(({ schema }) => [recordName(schema), schema]));
  return [
    ...files.topics.flatMap((topic) => checkTopic(topic, files, schemas)),
    ...homeless(files),
    ...checkTimelines(files),
  ];
}

function checkTopic(
  topic: TopicDefinition,
  files: ContractFiles,
  schemas: ReadonlyMap<string, EventSchema>,
): Problem[] {
  const found: Problem[] = [];
  const report = (rule: string, message: string): number =>
    found.push({ file, field: topic.name, rule, message: `topic ${topic.name} ${message}` });
  const owner = files.services.find(({ name }) => name === topic.owner);
  if (!owner) report('owner', `belongs to ${topic.owner}, which is no service`);
  else if (!topic.name.startsWith(`${owner.short}.`))
    report('owner', `belongs to ${topic.owner} and must begin with ${owner.short}.`);
  for (const producer of topic.producers) {
    if (!files.services.some(({ name }) => name === producer))
      report('producers', `is written by ${producer}, which is no service`);
  }
  for (const group of topic.consumers) {
    if (!files.services.some(({ short }) => group === short || group.startsWith(`${short}-`))) {
      report(
        'consumers',
        `is read by the group ${group}, which is no service's (<service> or <service>-<purpose>)`,
      );
    }
  }
  for (const name of topic.types) checkType(topic, name, files, schemas, report);
  for (const source of topic.forwards) {
    if (!files.topics.some(({ name }) => name === source))
      report('forwards', `forwards ${source}, which is no topic`);
  }
  const holdsHashes = topic.about === 'customer' || topic.about === 'either';
  if (holdsHashes && topic.retentionMs > erasureDeadlineMs) {
    report('retention', 'names customers and must not be kept longer than 30 days, the deadline for erasure');
  }
  return found;
}

function checkType(
  topic: TopicDefinition,
  name: string,
  files: ContractFiles,
  schemas: ReadonlyMap<string, EventSchema>,
  report: (rule: string, message: string) => void,
): void {
  const schema = schemas.get(name);
  if (!schema) return report('types', `carries ${name}, which has no schema`);
  const own = namespaceOf(topic.owner, files.services);
  if (schema.namespace !== own && schema.namespace !== `${own}.commands`) {
    report('types', `carries ${name}, which is not ${topic.owner}'s`);
  }
  if (isCommandName(name) !== topic.name.endsWith('.commands')) {
    report('types', `carries ${name}: commands, and only they, travel on <service>.commands`);
  }
  const fields = new Set(schema.fields.map((field) => field.name));
  for (const source of topic.key.from) {
    const field = source.startsWith('value.') ? source.slice('value.'.length) : undefined;
    if (field !== undefined && !fields.has(field))
      report('key', `is keyed by ${field}, which ${name} has not`);
  }
}

function homeless(files: ContractFiles): Problem[] {
  const carried = new Set(files.topics.flatMap(({ types }) => types));
  return files.schemas
    .filter(({ schema }) => !carried.has(recordName(schema)))
    .map((each) => ({
      file: each.file,
      rule: 'topic',
      message: `${recordName(each.schema)} is carried by no topic of topics.yaml`,
    }));
}

/** The timeline has one writer, so a topic is forwarded to one place only, and its group reads it. */
function checkTimelines(files: ContractFiles): Problem[] {
  const found: Problem[] = [];
  for (const topic of files.topics.filter(({ forwards }) => forwards.length > 0)) {
    const short = files.services.find(({ name }) => name === topic.owner)?.short ?? topic.owner;
    for (const name of topic.forwards) {
      const source = files.topics.find((each) => each.name === name);
      if (!source || source.consumers.some((group) => group === short || group.startsWith(`${short}-`)))
        continue;
      found.push({
        file,
        field: name,
        rule: 'forwards',
        message: `topic ${name} is forwarded to ${topic.name}, but no group of ${short} reads it`,
      });
    }
  }
  return found;
}
