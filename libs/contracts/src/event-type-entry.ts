// A type of the contract, and how types and topics are looked up.
import type { Codec } from './codec.js';
import type { AnswerKind, EventSchema, TopicDefinition } from './definitions.js';

/** One event or command type. */
export interface EventTypeEntry {
  /** CloudEvents type, e.g. `continuo.cdp.ProfileChanged.v1`. */
  readonly type: string;
  /** Avro full name. */
  readonly fullName: string;
  readonly schema: EventSchema;
  readonly command: boolean;
  /** Of a command: the event types that answer it, by outcome. */
  readonly answers?: Readonly<Record<AnswerKind, readonly string[]>>;
  /** Names of the topics it is published on; copies on other topics not counted. */
  readonly topics: readonly string[];
  /** Compiled at first use, kept for ever. */
  readonly codec: Codec;
}

/** The look-ups that a check of one event needs. */
export interface TypesAndTopics {
  /** By CloudEvents type. */
  type(eventType: string): EventTypeEntry | undefined;
  topic(name: string): TopicDefinition | undefined;
}
