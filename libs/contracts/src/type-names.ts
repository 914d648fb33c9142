// One name in three spellings: Avro full name, CloudEvents type, and the folder it lives in.
import type { AvroRecord } from './definitions.js';

const versioned = /^(.+?)(?:V(\d+))?$/;

/** `continuo.crm.ContactCreatedV2` is published as `continuo.crm.ContactCreated.v2`; without a number it is `.v1`. */
export function eventTypeOf(fullName: string): string {
  const match = versioned.exec(fullName);
  return `${match?.[1] ?? fullName}.v${match?.[2] ?? '1'}`;
}

/** The Avro full name of a CloudEvents type, or undefined when it isn't one of ours. */
export function fullNameOf(eventType: string): string | undefined {
  const match = /^(continuo(?:\.[a-z0-9_]+)+\.[A-Z][A-Za-z0-9]*)\.v([1-9]\d*)$/.exec(eventType);
  if (!match) return undefined;
  return match[2] === '1' ? match[1] : `${match[1]}V${match[2]}`;
}

/** Namespace and name of a record. */
export function recordName(schema: AvroRecord): string {
  return schema.namespace ? `${schema.namespace}.${schema.name}` : schema.name;
}

/** Commands live in a namespace of their own: `continuo.<service>.commands`. */
export function isCommandName(fullName: string): boolean {
  return /^continuo\.[a-z0-9_]+\.commands\.[A-Z]/.test(fullName);
}

/** The subject under which a record of a topic is registered (TopicRecordNameStrategy). */
export function subjectOf(topic: string, fullName: string): string {
  return `${topic}-${fullName}`;
}

/** Where a group's dead letters of a topic go. */
export function deadLetterTopicOf(topic: string, group: string): string {
  return `${topic}.${group}.dlq`;
}
