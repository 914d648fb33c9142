// The contract as an object: which types there are, which topics carry them, and what an event must keep to be published.
import { Fault } from '@continuo/kernel';
import { compileCodec, type Codec } from './codec.js';
import type {
  AnswerKind,
  ContractSources,
  DeadLetterTopic,
  EventSchema,
  ServiceDefinition,
  TopicDefinition,
} from './definitions.js';
import {
  checkOutgoing,
  type CheckedOutgoing,
  type OutgoingClaim,
  type OutgoingRefusal,
} from './outgoing-check.js';
import type { EventTypeEntry, TypesAndTopics } from './event-type-entry.js';
import { deadLetterTopicOf, eventTypeOf, isCommandName, recordName } from './type-names.js';
import type { Result } from '@continuo/kernel';

/** The contract of a set of schemas and topics. */
export interface Contract extends TypesAndTopics {
  readonly types: readonly EventTypeEntry[];
  readonly topics: readonly TopicDefinition[];
  readonly deadLetterTopics: readonly DeadLetterTopic[];
  readonly services: readonly ServiceDefinition[];
  /** By Avro full name. */
  named(fullName: string): EventTypeEntry | undefined;
  /** All types a topic's records may have, those of the topics it forwards included. */
  typesOn(topic: string): readonly EventTypeEntry[];
  /** The command of a service, as a journey names it: `command('collaboration', 'SendMessage')`. */
  command(service: string, name: string): EventTypeEntry | undefined;
  /** The codec of a CloudEvents type. Throws a Fault `unknown-type`. */
  codecFor(eventType: string): Codec;
  /** Whether an event keeps its schema, its topic's types and key, and names whom it must; with its bytes when it does. */
  checkOutgoing(event: OutgoingClaim): Result<CheckedOutgoing, OutgoingRefusal>;
}

/** Makes a contract from schemas and topics. Throws a Fault `contract-invalid` where they contradict each other. */
export function defineContract(sources: ContractSources): Contract {
  const services = sources.services ?? servicesOf(sources.topics);
  const types = sources.schemas.map((schema) => entryOf(schema, sources.topics));
  const byType = indexed(types, (entry) => entry.type, 'type');
  const byName = indexed(types, (entry) => entry.fullName, 'record');
  const byTopic = indexed(sources.topics, (topic) => topic.name, 'topic');
  requireKnownNames(sources.topics, byName, byTopic);
  const carried = new Map(sources.topics.map((topic) => [topic.name, carriedBy(topic, byName, byTopic)]));
  const contract: Contract = {
    types,
    topics: sources.topics,
    deadLetterTopics: sources.topics.flatMap(deadLettersOf),
    services,
    type: (eventType) => byType.get(eventType),
    named: (fullName) => byName.get(fullName),
    topic: (name) => byTopic.get(name),
    typesOn: (name) => carried.get(name) ?? [],
    command: (service, name) => byName.get(`${namespaceOf(service, services)}.commands.${name}`),
    codecFor: (eventType) => {
      const entry = byType.get(eventType);
      if (entry) return entry.codec;
      throw new Fault(`no schema for ${eventType}`, { code: 'unknown-type', retriable: false });
    },
    checkOutgoing: (event) => checkOutgoing(contract, event),
  };
  return contract;
}

/** The Avro namespace of a service's events. */
export function namespaceOf(service: string, services: readonly ServiceDefinition[]): string {
  const short = services.find(({ name }) => name === service)?.short ?? service;
  return `continuo.${short.replaceAll('-', '_')}`;
}

function servicesOf(topics: readonly TopicDefinition[]): ServiceDefinition[] {
  const short = new Map(topics.map(({ owner, name }) => [owner, name.slice(0, name.indexOf('.'))]));
  return [...short].map(([name, prefix]) => ({ name, short: prefix }));
}

function entryOf(schema: EventSchema, topics: readonly TopicDefinition[]): EventTypeEntry {
  const fullName = recordName(schema);
  let codec: Codec | undefined;
  return {
    type: eventTypeOf(fullName),
    fullName,
    schema,
    command: isCommandName(fullName),
    answers: schema.answers && answersOf(schema),
    topics: topics.filter((topic) => topic.types.includes(fullName)).map((topic) => topic.name),
    get codec() {
      codec ??= compileCodec(schema);
      return codec;
    },
  };
}

/** Answers are events of the command's service, so a simple name is enough; a full name is taken as it is. */
function answersOf(schema: EventSchema): Record<AnswerKind, readonly string[]> {
  const home = schema.namespace.replace(/\.commands$/, '');
  const types = (kind: AnswerKind): string[] =>
    (schema.answers?.[kind] ?? []).map((name) => eventTypeOf(name.includes('.') ? name : `${home}.${name}`));
  return { done: types('done'), failed: types('failed'), refused: types('refused') };
}

function deadLettersOf(topic: TopicDefinition): DeadLetterTopic[] {
  return topic.consumers.map((group) => ({
    name: deadLetterTopicOf(topic.name, group),
    source: topic.name,
    group,
    partitions: 1,
    retentionMs: topic.retentionMs,
  }));
}

function carriedBy(
  topic: TopicDefinition,
  byName: ReadonlyMap<string, EventTypeEntry>,
  byTopic: ReadonlyMap<string, TopicDefinition>,
): EventTypeEntry[] {
  const forwarded = topic.forwards.flatMap((name) => byTopic.get(name)?.types ?? []);
  return [...new Set([...topic.types, ...forwarded])].flatMap((name) => byName.get(name) ?? []);
}

function indexed<T>(items: readonly T[], nameOf: (item: T) => string, what: string): ReadonlyMap<string, T> {
  const index = new Map<string, T>();
  for (const item of items) {
    const name = nameOf(item);
    if (index.has(name)) throw invalid(`two definitions of the ${what} ${name}`);
    index.set(name, item);
  }
  return index;
}

function requireKnownNames(
  topics: readonly TopicDefinition[],
  byName: ReadonlyMap<string, EventTypeEntry>,
  byTopic: ReadonlyMap<string, TopicDefinition>,
): void {
  for (const topic of topics) {
    const type = topic.types.find((name) => !byName.has(name));
    if (type !== undefined) throw invalid(`topic ${topic.name} carries ${type}, which has no schema`);
    const source = topic.forwards.find((name) => !byTopic.has(name));
    if (source !== undefined) throw invalid(`topic ${topic.name} forwards ${source}, which is no topic`);
  }
}

function invalid(message: string): Fault {
  return new Fault(message, { code: 'contract-invalid', retriable: false });
}
