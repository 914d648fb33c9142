// What a definition may speak of: the events that reach the timeline and the commands of the services.
import type { RecordType, Type } from '../expressions/type.js';

export interface EventType {
  /** Its value, field by field. */
  readonly value: RecordType;
  /** By it the system keeps its own books: no journey is started by it, waits for it or ends with it. */
  readonly isBookkeeping?: boolean;
}

export interface CommandType {
  /** `continuo.<service>.commands.<Name>.v<n>`. */
  readonly type: string;
  readonly topic: string;
  readonly fields: readonly CommandField[];
  /** What each answering event type means. */
  readonly answers: ReadonlyMap<string, 'done' | 'failed' | 'refused'>;
}

export interface CommandField {
  readonly name: string;
  readonly required: boolean;
  readonly type: Type;
}

/** Given by the contract; a test gives its own. */
export interface Catalogue {
  /** The event by its full type, when a topic that reaches the timeline carries it. */
  event(type: string): EventType | undefined;
  /** The command by its name in definitions: `<service>.<Command>`. */
  command(name: string): CommandType | undefined;
  /** What expressions find under `profile`. */
  readonly profile: Type;
  /** Every event type and command name that a definition may name: for who misspelt one. */
  readonly eventTypes: readonly string[];
  readonly commandNames: readonly string[];
}

/** A command that reaches a person: a refusal of it (no consent, expired) skips the step instead of stopping the journey. */
export function isSend(command: CommandType): boolean {
  const names = command.fields.map((field) => field.name);
  return names.includes('purpose') && names.includes('notAfter');
}

/** The field that says the content of which moment a message uses. */
export const CONTENT_AS_OF = 'contentAsOf';
