// One row of the outbox as it is written: everything about the record is decided before it gets there.
import { Fault, type Refusal } from '@continuo/kernel';

export interface OutboxRow {
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** A JSON object of header names and values. */
  readonly headers: string;
  /** Bytes of key, value and headers. */
  readonly size: number;
}

/** The largest event: a batch of one partition must fit into one record batch of the broker. */
export const EVENT_BYTES_LIMIT = 256 * 1024;
/** The largest copy of bytes that lie in a log already: what a broker takes by default, less room for its own framing. */
export const COPY_BYTES_LIMIT = 1_000_000;

/** An event that must not be published: its schema, its topic, its key, whom it names, or its size forbid it. */
export class EventRefused extends Fault {
  constructor(readonly refusal: Refusal) {
    super(refusal.message, { code: refusal.code, retriable: false, field: refusal.field });
    this.name = 'EventRefused';
  }
}

/** Throws EventRefused `event-too-large` above the limit, and `key-malformed` for a key that UTF-8 cannot spell. */
export function outboxRow(record: {
  readonly what: string;
  readonly topic: string;
  readonly partition: (key: Buffer | null) => number;
  readonly key: string | Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly limit: number;
}): OutboxRow {
  if (typeof record.key === 'string' && !record.key.isWellFormed()) {
    throw new EventRefused({
      code: 'key-malformed',
      message: `${record.what}: the key has half a surrogate pair`,
      field: 'key',
    });
  }
  const key = typeof record.key === 'string' ? Buffer.from(record.key) : record.key;
  const headers = JSON.stringify(record.headers);
  const size = (key?.length ?? 0) + (record.value?.length ?? 0) + Buffer.byteLength(headers);
  if (size > record.limit) {
    throw new EventRefused({
      code: 'event-too-large',
      message: `${record.what}: ${size} bytes with key and headers, the limit is ${record.limit}`,
      field: 'value',
      rule: 'outbox.size',
    });
  }
  return { topic: record.topic, partition: record.partition(key), key, value: record.value, headers, size };
}
