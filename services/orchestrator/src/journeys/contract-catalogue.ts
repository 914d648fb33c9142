// What definitions may speak of, as the contract has it.
import type { AvroField, Contract, EventTypeEntry } from '@continuo/contracts';
import type { Catalogue, CommandType, EventType } from './domain/language/catalogue.js';

/** The stream that instances live on. */
export const TIMELINE = 'cdp.timeline';

/** Events on the timeline and commands of all services. */
export function contractCatalogue(contract: Contract): Catalogue {
  const events = new Map(
    contract
      .typesOn(TIMELINE)
      .map((entry): [string, EventType] => [
        entry.type,
        { fields: entry.schema.fields.map((field) => field.name) },
      ]),
  );
  const commands = new Map<string, CommandType | undefined>();
  return {
    event: (type) => events.get(type),
    command(name) {
      if (!commands.has(name)) commands.set(name, commandOf(contract, name));
      return commands.get(name);
    },
  };
}

function commandOf(contract: Contract, name: string): CommandType | undefined {
  const dot = name.lastIndexOf('.');
  const entry = contract.command(name.slice(0, dot), name.slice(dot + 1));
  const topic = entry?.topics[0];
  if (entry === undefined || topic === undefined) return undefined;
  return { type: entry.type, topic, fields: fieldsOf(entry), answers: answersOf(entry) };
}

function fieldsOf(entry: EventTypeEntry): CommandType['fields'] {
  return entry.schema.fields.map((field: AvroField) => ({
    name: field.name,
    required: field.default === undefined && !Object.hasOwn(field, 'default'),
  }));
}

function answersOf(entry: EventTypeEntry): CommandType['answers'] {
  const answers = new Map<string, 'done' | 'failed' | 'refused'>();
  for (const meaning of ['done', 'failed', 'refused'] as const) {
    for (const type of entry.answers?.[meaning] ?? []) answers.set(type, meaning);
  }
  return answers;
}
