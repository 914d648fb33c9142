// The shapes that cross the transport: what a service publishes, and what it is handed.

/** One way to name a customer, as the `customer` header carries it (`kind=value`). E-mail and phone values are keyed hashes. */
export interface CustomerIdentifier {
  /** e.g. `crm.contact`, `anonymous`, `user`, `email.h1`, `phone.h1`, `loyalty`, `device`, `account`, `order`. */
  readonly kind: string;
  readonly value: string;
}

/** An event or command of our own, encoded by its schema when it is inserted into the outbox. */
export interface OutgoingEvent {
  /** The full CloudEvents type, e.g. `continuo.cdp.ProfileChanged.v1`. Must exist in the contract. */
  readonly type: string;
  /** Which topic; may be left out when the contract has exactly one topic for the type. */
  readonly topic?: string;
  /** The record's key, by which order is kept. Must be what `topics.yaml` says. */
  readonly key: string;
  /** The Avro value as the schema's TypeScript type; checked on insert. */
  readonly value: object;
  /** `ce_subject`; the key when left out. */
  readonly subject?: string;
  /** `ce_id` (UUIDv7); drawn when left out. */
  readonly id?: string;
  /** `ce_time`; now when left out. */
  readonly time?: Date;
  /** Who it is about. Topics whose contract says so refuse events without it. */
  readonly customer?: readonly CustomerIdentifier[];
  /** Only on `cdp.timeline` and for commands: the profile, instead of `customer`. */
  readonly profileId?: string;
  /** Set on commands and repeated by their answers. */
  readonly commandId?: string;
  /** `ce_correlationid`; taken from the causing record, else this event's own id. */
  readonly correlationId?: string;
  /** `ce_causationid`; taken from the causing record when left out. */
  readonly causationId?: string;
  /** `ce_hops`; taken from the causing record when left out, else 0. */
  readonly hops?: number;
  /** `traceparent` and `tracestate` of what caused it; the active context when left out. */
  readonly trace?: { readonly traceparent: string; readonly tracestate?: string };
}

/** Bytes passed on as they came, under another key and topic: how the timeline is written, and the dead-letter copy. */
export interface OutgoingBytes {
  readonly topic: string;
  readonly key: string | Buffer | null;
  readonly bytes: Buffer | null;
  /** The complete headers, without `publisher` and `publisher-sequence`, which the relay adds. */
  readonly headers: Readonly<Record<string, string>>;
}

export type Outgoing = OutgoingEvent | OutgoingBytes;

/** A record as a handler is given it. Its value is decoded on first use. */
export interface IncomingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Log-append time, milliseconds since the epoch. */
  readonly timestamp: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The value's bytes in Confluent wire format; null is a tombstone. */
  readonly bytes: Buffer | null;
  /** `ce_type`. */
  readonly type: string;
  /** `ce_id`. */
  readonly id: string;
  /** `ce_profileid`, on the timeline. */
  readonly profileId?: string;
  /** True when the record was parked or held before and is applied now. */
  readonly redriven: boolean;
  /** The decoded value. Throws a Fault `undecodable` that parks the record without holding its key. */
  value<T = Record<string, unknown>>(): T;
}
