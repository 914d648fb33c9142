// The AsyncAPI 3 document: what an integrator reads to subscribe, in the words of the sources.
import { stringify } from 'yaml';
import { defineContract, type Contract } from '../contract.js';
import type { EventTypeEntry } from '../event-type-entry.js';
import type { About, TopicDefinition } from '../definitions.js';
import type { ContractFiles } from './sources.js';

const bindingVersion = '0.5.0';

const aboutText: Readonly<Record<About, string>> = {
  customer: 'Names its customer in the header customer.',
  profile: 'Names its customer by the header ce_profileid.',
  either: 'Names its customer by the header customer or by ce_profileid.',
  none: 'Is about no customer.',
};

/** The document as YAML. */
export function asyncApiText(files: ContractFiles): string {
  const contract = defineContract({ ...files, schemas: files.schemas.map(({ schema }) => schema) });
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Continuo events',
      version: '1.0.0',
      description:
        'Every topic of the bus. Values are Avro in the Confluent wire format, with schema ids from the registry; the ' +
        'envelope is CloudEvents 1.0 in binary mode. Events are thin: no personal data, ids to read it by.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/avro',
    servers: {
      local: {
        host: 'localhost:19092',
        protocol: 'kafka',
        description: 'The broker that npm start brings up.',
        bindings: { kafka: { schemaRegistryUrl: 'http://localhost:18081', bindingVersion } },
      },
    },
    channels: Object.fromEntries(contract.topics.map((topic) => [topic.name, channel(contract, topic)])),
    operations: Object.fromEntries(contract.topics.flatMap(operations)),
    components: {
      messages: Object.fromEntries(contract.types.map((type) => [type.type, message(type)])),
      schemas: { envelope },
    },
  };
  return `# Generated from the files beside it by \`npm run generate\`: change those, not this one.\n${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

function channel(contract: Contract, topic: TopicDefinition): object {
  const messages = contract
    .typesOn(topic.name)
    .map(({ type }) => [type, { $ref: `#/components/messages/${type}` }]);
  return {
    address: topic.name,
    title: topic.name,
    description: `${topic.doc} Keyed by ${topic.key.is}. ${aboutText[topic.about]}`,
    messages: Object.fromEntries(messages),
    bindings: {
      kafka: {
        topic: topic.name,
        partitions: topic.partitions,
        topicConfiguration: { 'cleanup.policy': [topic.cleanup], 'retention.ms': topic.retentionMs },
        bindingVersion,
      },
    },
    'x-owner': topic.owner,
    'x-key': topic.key,
    'x-about': topic.about,
  };
}

function operations(topic: TopicDefinition): [string, object][] {
  const ref = { $ref: `#/channels/${topic.name}` };
  const senders = [...new Set([topic.owner, ...topic.producers])];
  const operation = (action: 'send' | 'receive', name: string): [string, object] => [
    `${name}.${action}s.${topic.name}`,
    { action, channel: ref, summary: `${name} ${action}s ${topic.name}` },
  ];
  // A commands topic is written by those who ask; its owner only reads it.
  const writes = topic.name.endsWith('.commands') ? senders.filter((name) => name !== topic.owner) : senders;
  return [
    ...writes.map((service) => operation('send', service)),
    ...topic.consumers.map((group) => operation('receive', group)),
  ];
}

function message(type: EventTypeEntry): object {
  return {
    name: type.type,
    title: type.schema.name,
    summary: type.schema.doc,
    contentType: 'application/avro',
    headers: { $ref: '#/components/schemas/envelope' },
    correlationId: { location: '$message.header#/ce_correlationid' },
    payload: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: type.schema },
    bindings: {
      kafka: {
        schemaIdLocation: 'payload',
        schemaIdPayloadEncoding: 'confluent',
        schemaLookupStrategy: 'TopicRecordNameStrategy',
        bindingVersion,
      },
    },
    ...(type.answers ? { 'x-answers': type.answers } : {}),
  };
}

const text = (description: string): object => ({ type: 'string', description });

/** The headers of every record, as JSON Schema. */
const envelope = {
  type: 'object',
  required: ['ce_specversion', 'ce_id', 'ce_source', 'ce_type', 'ce_time', 'publisher', 'publisher-sequence'],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: text('UUIDv7 of the event; the same in every copy.'),
    ce_source: text('The service that says it, e.g. /crm.'),
    ce_type: text('Name and version, e.g. continuo.cdp.ProfileChanged.v1.'),
    ce_time: text('When it happened, RFC 3339.'),
    ce_subject: text('What it is about within its source.'),
    ce_correlationid: text('The conversation it belongs to; an answer repeats that of its command.'),
    ce_causationid: text('ce_id of the event that caused it.'),
    ce_hops: text('How many instances led here; above 32 it is a loop.'),
    ce_profileid: text('The profile, on the timeline and for commands and answers.'),
    customer: text(
      'kind=value;… : who it is about. E-mail addresses and phone numbers only as keyed hashes.',
    ),
    commandid: text('On commands and their answers: the same for every attempt.'),
    traceparent: text('W3C trace context of what caused it.'),
    tracestate: text('W3C trace state.'),
    'content-type': { type: 'string', const: 'application/avro' },
    publisher: text("The relay's incarnation: <service>/<uuid>."),
    'publisher-sequence': text('Counts from 1 within a publisher and partition.'),
  },
};
