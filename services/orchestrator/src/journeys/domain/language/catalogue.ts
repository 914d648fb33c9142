// What a definition may speak of: the events that reach the timeline and the commands of the services.

export interface EventType {
  /** The fields of its value. */
  readonly fields: readonly string[];
}

export interface CommandType {
  /** `continuo.<service>.commands.<Name>.v<n>`. */
  readonly type: string;
  readonly topic: string;
  readonly fields: readonly { readonly name: string; readonly required: boolean }[];
  /** What each answering event type means. */
  readonly answers: ReadonlyMap<string, 'done' | 'failed' | 'refused'>;
}

/** Given by the contract; a test gives its own. */
export interface Catalogue {
  /** The event by its full type, when a topic that reaches the timeline carries it. */
  event(type: string): EventType | undefined;
  /** The command by its name in definitions: `<service>.<Command>`. */
  command(name: string): CommandType | undefined;
}

/** A command that reaches a person: a refusal of it (no consent, expired) skips the step instead of stopping the journey. */
export function isSend(command: CommandType): boolean {
  const names = command.fields.map((field) => field.name);
  return names.includes('purpose') && names.includes('notAfter');
}
