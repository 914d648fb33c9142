// The few things by which a reader of a log decides whether a record matters, read in passing: nothing is kept of the record.
import type { KafkaRecord } from './kafka-client.js';
import { BatchedRecord, Cursor } from './record-batch.js';
import { isText } from './record-headers.js';

/** What a glance at a record tells; overwritten by the next one. */
export interface Glance {
  /** The key as text; '' where there is none. */
  readonly key: string;
  /** `ce_type`; '' where there is none. */
  readonly type: string;
  /** Whether there is a `commandid`. */
  readonly hasCommand: boolean;
  readonly publisher: string | undefined;
  /** `publisher-sequence`; NaN where there is none, or another thing than a number. */
  readonly sequence: number;
  /** The schema's id in the value (Confluent wire format); -1 where it has none. */
  readonly schemaId: number;
}

const WIRE_FORMAT_BYTES = 5;
const MOST_DIGITS = 15;

/** Glances at one record after the other. */
export class Glancing implements Glance {
  key = '';
  type = '';
  hasCommand = false;
  publisher: string | undefined;
  sequence = NaN;
  schemaId = -1;
  #lastType = '';
  #lastPublisher = '';

  /** Answers itself. @throws where the record's parts are not as long as it is */
  at(record: KafkaRecord): Glance {
    this.type = '';
    this.hasCommand = false;
    this.publisher = undefined;
    this.sequence = NaN;
    if (record instanceof BatchedRecord) this.#atBytes(record.place(), record.end);
    else this.#atParts(record);
    return this;
  }

  #atBytes(cursor: Cursor, end: number): void {
    this.key = cursor.text() ?? '';
    const { buffer } = cursor;
    const valueLength = cursor.varint();
    this.schemaId = schemaIdAt(buffer, cursor.at, valueLength);
    cursor.at += Math.max(0, valueLength);
    for (let left = cursor.varint(); left > 0 && cursor.at < end; left -= 1) {
      const nameLength = Math.max(0, cursor.varint());
      const name = cursor.at;
      cursor.at += nameLength;
      const length = cursor.varint();
      this.#header(buffer, name, nameLength, cursor.at, length);
      cursor.at += Math.max(0, length);
    }
    cursor.mustBeAt(end);
  }

  #header(buffer: Buffer, name: number, nameLength: number, at: number, length: number): void {
    if (nameLength === TYPE.length) {
      if (isText(TYPE, nameLength, buffer, name))
        this.type = length < 0 ? '' : (this.#lastType = textAt(this.#lastType, buffer, at, length));
    } else if (nameLength === COMMAND.length) {
      if (isText(COMMAND, nameLength, buffer, name)) this.hasCommand = length >= 0;
      else if (isText(PUBLISHER, nameLength, buffer, name))
        this.publisher =
          length < 0 ? undefined : (this.#lastPublisher = textAt(this.#lastPublisher, buffer, at, length));
    } else if (nameLength === SEQUENCE.length && isText(SEQUENCE, nameLength, buffer, name))
      this.sequence = length < 0 ? NaN : numberAt(buffer, at, length);
  }

  #atParts({ key, value, headers }: KafkaRecord): void {
    this.key = key?.toString('utf8') ?? '';
    this.schemaId = value === null ? -1 : schemaIdAt(value, 0, value.length);
    this.type = headers[TYPE] ?? '';
    this.hasCommand = headers[COMMAND] !== undefined;
    this.publisher = headers[PUBLISHER];
    this.sequence = Number(headers[SEQUENCE] || NaN);
  }
}

const TYPE = 'ce_type';
/** As long as each other. */
const COMMAND = 'commandid';
const PUBLISHER = 'publisher';
const SEQUENCE = 'publisher-sequence';

function textAt(before: string, buffer: Buffer, at: number, length: number): string {
  return isText(before, length, buffer, at) ? before : buffer.toString('utf8', at, at + length);
}

function numberAt(buffer: Buffer, at: number, length: number): number {
  let number = 0;
  for (let place = at; place < at + length; place += 1) {
    const digit = (buffer[place] ?? 0) - 0x30;
    if (digit < 0 || digit > 9 || length > MOST_DIGITS)
      return Number(buffer.toString('utf8', at, at + length));
    number = number * 10 + digit;
  }
  return length === 0 ? NaN : number;
}

function schemaIdAt(buffer: Buffer, at: number, length: number): number {
  return length >= WIRE_FORMAT_BYTES && buffer[at] === 0 ? buffer.readInt32BE(at + 1) : -1;
}
