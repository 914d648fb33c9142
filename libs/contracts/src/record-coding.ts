// Wire format both ways: ids are fetched ahead, outside the hot path, so that coding itself never waits.
import { Fault, ok, type Result } from '@continuo/kernel';
import { compileCodec } from './codec.js';
import type { Contract } from './contract.js';
import type { EventTypeEntry } from './event-type-entry.js';
import type { EventSchema, TopicDefinition } from './definitions.js';
import type { OutgoingClaim, OutgoingRefusal } from './outgoing-check.js';
import type { RegistryClient } from './registry/registry-client.js';
import { eventTypeOf, recordName, subjectOf } from './type-names.js';
import { frame, prefixLength, schemaIdOf } from './wire-format.js';

/** An event that may be published, as it goes on the wire. */
export interface EncodedOutgoing {
  readonly type: EventTypeEntry;
  readonly topic: TopicDefinition;
  readonly bytes: Buffer;
}

export interface RecordEncoder {
  /** Fetches the schema ids of these topics' types ahead; all topics when none are named. Belongs into a service's start. */
  warmUp(topics?: readonly string[]): Promise<void>;
  /** Fetches the ids these events need; at once when all are known. Throws `registry-unreachable`, `schema-not-registered`. */
  prepare(events: Iterable<OutgoingClaim>): Promise<void>;
  /** Checks an event and encodes it. Throws `schema-not-registered` when its id was never fetched. */
  encode(event: OutgoingClaim): Result<EncodedOutgoing, OutgoingRefusal>;
}

export interface DecodedRecord {
  /** CloudEvents type by the schema it was written with. */
  readonly type: string;
  readonly value: unknown;
}

export interface RecordDecoder {
  /** Fetches the schemas these values were written with. Throws `registry-unreachable`, `schema-unknown`, `schema-incompatible`. */
  prepare(values: Iterable<Buffer | null>): Promise<void>;
  /**
   * Decodes a framed value to the contract's version of its type; a type the contract doesn't know, to the version it was
   * written with. Throws `undecodable`, and `schema-not-prepared` (retriable) for an id that was never prepared.
   */
  decode(bytes: Buffer): DecodedRecord;
}

/** Encodes by the contract, with ids of the registry. */
export function createEncoder(contract: Contract, registry: RegistryClient): RecordEncoder {
  const ids = new Map(contract.topics.map(({ name }) => [name, new Map<EventTypeEntry, number>()]));
  const fetchId = async (topic: string, type: EventTypeEntry): Promise<void> => {
    ids.get(topic)?.set(type, await registry.idOf(subjectOf(topic, type.fullName), type.schema));
  };
  return {
    async warmUp(topics = contract.topics.map(({ name }) => name)) {
      const pairs = contract.types.flatMap((type) => type.topics.map((topic) => ({ topic, type })));
      await Promise.all(
        pairs.filter(({ topic }) => topics.includes(topic)).map(({ topic, type }) => fetchId(topic, type)),
      );
    },
    async prepare(events) {
      for (const { type: eventType, topic } of events) {
        const type = contract.type(eventType);
        const on = topic ?? type?.topics[0];
        if (!type || on === undefined || !type.topics.includes(on)) continue; // refused by name when it is encoded
        if (!ids.get(on)?.has(type)) await fetchId(on, type);
      }
    },
    encode(event) {
      const checked = contract.checkOutgoing(event);
      if (!checked.ok) return checked;
      const { type, topic, avro } = checked.value;
      const id = ids.get(topic.name)?.get(type);
      if (id !== undefined) return ok({ type, topic, bytes: frame(id, avro) });
      throw new Fault(`the schema id of ${subjectOf(topic.name, type.fullName)} is not known yet`, {
        code: 'schema-not-registered',
        retriable: true,
      });
    },
  };
}

/** Decodes what any version of the contract wrote. Readers are compiled once per schema id. */
export function createDecoder(contract: Contract, registry: RegistryClient): RecordDecoder {
  const readers = new Map<number, Reader>();
  return {
    async prepare(values) {
      for (const bytes of values) {
        if (bytes === null || bytes.length < prefixLength || bytes[0] !== 0) continue; // told when it is decoded
        const id = schemaIdOf(bytes);
        if (readers.has(id)) continue;
        const schema = await registry.schemaById(id);
        readers.set(id, readerOf(contract, schema));
        if (readers.size > maxReaders) readers.delete(readers.keys().next().value ?? id);
      }
    },
    decode(bytes) {
      const id = schemaIdOf(bytes);
      const reader = readers.get(id);
      if (!reader)
        throw new Fault(`schema ${id} was not fetched ahead`, {
          code: 'schema-not-prepared',
          retriable: true,
        });
      return { type: reader.type, value: reader.read(bytes, prefixLength) };
    },
  };
}

/** Far above the schemas of a system over years; only a hostile writer comes near it. */
const maxReaders = 10_000;

interface Reader {
  readonly type: string;
  readonly read: (bytes: Buffer, from: number) => unknown;
}

function readerOf(contract: Contract, written: EventSchema): Reader {
  const fullName = recordName(written);
  const writer = compileCodec(written);
  const ours = contract.named(fullName);
  return {
    type: eventTypeOf(fullName),
    read: ours ? ours.codec.reading(writer) : (bytes, from) => writer.decode(bytes, from),
  };
}
