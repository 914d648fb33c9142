// What an event must keep to be published. Asked in the producer's transaction, so that a breach fails there, by name.
import { Fault, ok, refuse, type Result } from '@continuo/kernel';
import { identifierProblem, type Identifier } from './customer-identifier.js';
import type { KeySource, TopicDefinition } from './definitions.js';
import type { EventTypeEntry, TypesAndTopics } from './event-type-entry.js';

/** The part of an outgoing event that the contract has a say in. */
export interface OutgoingClaim {
  readonly type: string;
  /** May be left out when the type is published on exactly one topic. */
  readonly topic?: string;
  readonly key: string;
  readonly value: object;
  readonly customer?: readonly Identifier[];
  readonly profileId?: string;
}

export type OutgoingRefusal =
  | 'unknown-type'
  | 'unknown-topic'
  | 'topic-not-named'
  | 'type-not-on-topic'
  | 'key-rule'
  | 'customer-rule'
  | 'schema-violation';

/** An event that may be published, with the Avro binary of its value. */
export interface CheckedOutgoing {
  readonly type: EventTypeEntry;
  readonly topic: TopicDefinition;
  readonly avro: Buffer;
}

/** Checks type, topic, envelope and key, then encodes. Refusals name the rule and the field, never a value. */
export function checkOutgoing(
  contract: TypesAndTopics,
  event: OutgoingClaim,
): Result<CheckedOutgoing, OutgoingRefusal> {
  const type = contract.type(event.type);
  if (!type) return refuse('unknown-type', `the contract has no type ${event.type}`, { field: 'type' });
  const topic = topicFor(contract, type, event.topic);
  if (!topic.ok) return topic;
  const broken = brokenEnvelopeRule(topic.value, event) ?? brokenKeyRule(topic.value, event);
  if (broken) return broken;
  try {
    return ok({ type, topic: topic.value, avro: type.codec.encode(event.value) });
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code !== 'schema-violation') throw thrown;
    return refuse('schema-violation', thrown.message, { field: thrown.field, rule: type.fullName });
  }
}

function topicFor(
  contract: TypesAndTopics,
  type: EventTypeEntry,
  named: string | undefined,
): Result<TopicDefinition, OutgoingRefusal> {
  const name = named ?? (type.topics.length === 1 ? type.topics[0] : undefined);
  if (name === undefined) {
    const choice =
      type.topics.length === 0 ? 'no topic carries it' : `topics ${type.topics.join(', ')} carry it`;
    return refuse('topic-not-named', `${type.type} must name its topic: ${choice}`, { field: 'topic' });
  }
  const topic = contract.topic(name);
  if (!topic) return refuse('unknown-topic', `the contract has no topic ${name}`, { field: 'topic' });
  if (type.topics.includes(name)) return ok(topic);
  const carried = topic.types.join(', ') || 'nothing yet';
  return refuse('type-not-on-topic', `topic ${name} does not carry ${type.type} (it carries ${carried})`, {
    field: 'topic',
    rule: `topics.${name}.types`,
  });
}

type Broken = Extract<Result<never, OutgoingRefusal>, { ok: false }> | undefined;

function brokenEnvelopeRule(topic: TopicDefinition, event: OutgoingClaim): Broken {
  const customer = (event.customer?.length ?? 0) > 0;
  const profile = event.profileId !== undefined && event.profileId !== '';
  const broken = (field: string, problem: string): Broken =>
    refuse('customer-rule', `topic ${topic.name}: ${event.type} ${problem}`, {
      field,
      rule: `topics.${topic.name}.about`,
    });
  switch (topic.about) {
    case 'customer':
      if (!customer) return broken('customer', 'must name its customer');
      break;
    case 'profile':
      if (!profile) return broken('profileId', 'must name its profile');
      if (customer) return broken('customer', 'must name its profile only, not a customer');
      break;
    case 'either':
      if (!customer && !profile) return broken('customer', 'must name its customer or its profile');
      break;
    case 'none':
      if (customer || profile) return broken(customer ? 'customer' : 'profileId', 'must not name anybody');
      break;
  }
  for (const identifier of event.customer ?? []) {
    const problem = identifierProblem(identifier);
    if (problem !== undefined) return broken('customer', `names its customer by ${problem}`);
  }
  return undefined;
}

function brokenKeyRule(topic: TopicDefinition, event: OutgoingClaim): Broken {
  if (event.key !== '' && topic.key.from.some((source) => isKey(source, event))) return undefined;
  const expected = topic.key.from.join(' or ');
  return refuse(
    'key-rule',
    `topic ${topic.name}: the key of ${event.type} must be ${topic.key.is} (${expected})`,
    {
      field: 'key',
      rule: `topics.${topic.name}.key`,
    },
  );
}

function isKey(source: KeySource, event: OutgoingClaim): boolean {
  if (source === 'profile') return event.key === event.profileId;
  if (source === 'customer')
    return event.customer?.some(({ kind, value }) => event.key === `${kind}=${value}`) ?? false;
  const field = source.slice('value.'.length);
  return event.key === String((event.value as Readonly<Record<string, unknown>>)[field]);
}
