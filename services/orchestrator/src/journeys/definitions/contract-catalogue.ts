// What definitions may speak of, as the contract has it.
import type { Contract, EventTypeEntry } from '@continuo/contracts';
import { isRequired, recordTypeOf, typeOfSchema } from './contract-types.js';
import { UNKNOWN, type RecordType, type Type } from '../domain/expressions/type.js';
import type { Catalogue, CommandType, EventType } from '../domain/language/catalogue.js';
import { bookkeepingOf } from '../timeline/timeline-record.js';

/** The stream that instances live on. */
export const TIMELINE = 'cdp.timeline';
const PROFILE = 'continuo.cdp.ProfileChanged.v1';
/** Of a profile's facts these say who and when; they are no facts. */
const NOT_FACTS: ReadonlySet<string> = new Set(['profileId', 'version', 'changed', 'changedAt']);

/** Events on the timeline and commands of all services. */
export function contractCatalogue(contract: Contract): Catalogue {
  const bookkeeping = bookkeepingOf(contract);
  const events = new Map(
    contract.typesOn(TIMELINE).map((entry): [string, EventType] => {
      const value = recordTypeOf(entry.schema, shortName(entry));
      return [entry.type, { value, isBookkeeping: bookkeeping.has(entry.type) }];
    }),
  );
  const commands = new Map<string, CommandType | undefined>();
  return {
    event: (type) => events.get(type),
    command(name) {
      if (!commands.has(name)) commands.set(name, commandOf(contract, name));
      return commands.get(name);
    },
    profile: profileType(events.get(PROFILE)?.value),
    eventTypes: [...events.keys()].filter((type) => !bookkeeping.has(type)),
    commandNames: contract.types.filter(({ command }) => command).flatMap((entry) => nameOf(contract, entry)),
  };
}

/** `OrderAccepted`, which is how messages call an event. */
function shortName({ schema }: EventTypeEntry): string {
  return schema.name;
}

function profileType(changed: RecordType | undefined): Type {
  if (changed === undefined) return UNKNOWN;
  const facts = [...changed.fields].filter(([name]) => !NOT_FACTS.has(name));
  return { is: 'record', name: 'profile', fields: new Map(facts) };
}

function nameOf(contract: Contract, { topics, schema }: EventTypeEntry): readonly string[] {
  const owner = topics[0] === undefined ? undefined : contract.topic(topics[0])?.owner;
  return owner === undefined ? [] : [`${owner}.${schema.name}`];
}

function commandOf(contract: Contract, name: string): CommandType | undefined {
  const dot = name.lastIndexOf('.');
  const entry = contract.command(name.slice(0, dot), name.slice(dot + 1));
  const topic = entry?.topics[0];
  if (entry === undefined || topic === undefined) return undefined;
  return { type: entry.type, topic, fields: fieldsOf(entry), answers: answersOf(entry) };
}

function fieldsOf(entry: EventTypeEntry): CommandType['fields'] {
  const named = new Map<string, Type>();
  return entry.schema.fields.map((field) => ({
    name: field.name,
    required: isRequired(field),
    type: typeOfSchema(field.type, named),
  }));
}

function answersOf(entry: EventTypeEntry): CommandType['answers'] {
  const answers = new Map<string, 'done' | 'failed' | 'refused'>();
  for (const meaning of ['done', 'failed', 'refused'] as const) {
    for (const type of entry.answers?.[meaning] ?? []) answers.set(type, meaning);
  }
  return answers;
}
