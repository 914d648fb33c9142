// The shapes of the contract's two sources: Avro schemas and the topics file.

/** What a schema may be made of; the checks refuse the rest of Avro by name. */
export type AvroSchema = string | readonly AvroSchema[] | AvroComplex;

export type AvroComplex =
  | AvroRecord
  | {
      readonly type: 'enum';
      readonly name: string;
      readonly namespace?: string;
      readonly doc?: string;
      readonly symbols: readonly string[];
      readonly default?: string;
      readonly aliases?: readonly string[];
    }
  | { readonly type: 'array'; readonly items: AvroSchema }
  | { readonly type: 'map'; readonly values: AvroSchema }
  | {
      readonly type: 'fixed';
      readonly name: string;
      readonly namespace?: string;
      readonly size: number;
      readonly logicalType?: string;
    }
  | {
      readonly type: AvroPrimitive;
      readonly logicalType?: string;
      readonly precision?: number;
      readonly scale?: number;
    };

export type AvroPrimitive = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

export interface AvroField {
  readonly name: string;
  readonly type: AvroSchema;
  readonly doc?: string;
  /** Always false on the bus: personal data stays with the service that owns it. */
  readonly pii?: boolean;
  readonly default?: unknown;
  readonly aliases?: readonly string[];
}

/** The outcomes of a command, each with the event types that announce it. */
export type AnswerKind = 'done' | 'failed' | 'refused';

export interface AvroRecord {
  readonly type: 'record';
  readonly name: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly aliases?: readonly string[];
  /** Of a command: what answers it, by record name. */
  readonly answers?: Readonly<Partial<Record<AnswerKind, readonly string[]>>>;
  readonly fields: readonly AvroField[];
}

/** An event or command: a record with a name of its own. */
export interface EventSchema extends AvroRecord {
  readonly namespace: string;
}

/** Where a record's key comes from. */
export type KeySource = 'customer' | 'profile' | `value.${string}`;

/** Who the envelope must name. */
export type About = 'customer' | 'profile' | 'either' | 'none';

export interface TopicDefinition {
  readonly name: string;
  /** The service that owns it and publishes on it. */
  readonly owner: string;
  readonly doc: string;
  readonly key: {
    /** What the key is, for people. */
    readonly is: string;
    /** Where it comes from; the key must equal one of them. */
    readonly from: readonly KeySource[];
  };
  readonly about: About;
  /** Never changes: the partition is computed by us from the key. */
  readonly partitions: number;
  readonly retentionMs: number;
  readonly cleanup: 'delete' | 'compact';
  /** Full names of the records that are published here. */
  readonly types: readonly string[];
  /** Topics whose records are copied here as they are, re-keyed. */
  readonly forwards: readonly string[];
  readonly producers: readonly string[];
  readonly consumers: readonly string[];
}

/** The topic of one group's dead letters. */
export interface DeadLetterTopic {
  readonly name: string;
  readonly source: string;
  readonly group: string;
  readonly partitions: 1;
  readonly retentionMs: number;
}

export interface ServiceDefinition {
  readonly name: string;
  /** What its topics, groups and namespace are called; the name itself unless the topics file says otherwise. */
  readonly short: string;
}

/** What a contract is made from; the generated sources of the repository, or a small one in a test. */
export interface ContractSources {
  readonly schemas: readonly EventSchema[];
  readonly topics: readonly TopicDefinition[];
  readonly services?: readonly ServiceDefinition[];
}
