// What the consumer asks of the contract, answered by contracts' own decoder and topics.
import type { Contract, RecordDecoder } from '@continuo/contracts';
import { Fault } from '@continuo/kernel';
import { schemaIdOf } from './record-inspection.js';

/** What the consumer needs to know of the contract and of the schema registry. */
export interface ConsumerContract {
  /** Whether the topic carries this `ce_type`. */
  allowsType(topic: string, type: string): boolean;
  allowsTombstone(topic: string): boolean;
  /**
   * Makes the schemas of these values ready to decode with, before a transaction opens. Answers the schema ids that
   * cannot be had, with a code why; throws a retriable Fault when the registry cannot be asked.
   */
  prepare(values: readonly Buffer[]): Promise<ReadonlyMap<number, string>>;
  /** Decodes a value in Confluent wire format, as the type that the record's `ce_type` names. Throws when it can't. */
  decode(type: string, value: Buffer): unknown;
}

/** The contract as a consumer sees it. */
export function consumerContract(contract: Contract, decoder: RecordDecoder): ConsumerContract {
  const types = new Map<string, ReadonlySet<string>>();
  const typesOn = (topic: string): ReadonlySet<string> => {
    const known = types.get(topic) ?? new Set(contract.typesOn(topic).map(({ type }) => type));
    types.set(topic, known);
    return known;
  };
  return {
    allowsType: (topic, type) => typesOn(topic).has(type),
    allowsTombstone: (topic) => contract.topic(topic)?.cleanup === 'compact',
    prepare: (values) => prepareAll(decoder, values),
    decode: (type, value) => {
      const decoded = decoder.decode(value);
      if (decoded.type === type) return decoded.value;
      throw new Fault('the value was written as another type than ce_type says', {
        code: 'undecodable',
        retriable: false,
      });
    },
  };
}

async function prepareAll(
  decoder: RecordDecoder,
  values: readonly Buffer[],
): Promise<ReadonlyMap<number, string>> {
  const missing = new Map<number, string>();
  if (await prepared(decoder, values, missing)) return missing;
  // One of them cannot be had: found one by one, so that the others are ready.
  missing.clear();
  for (const value of values) await prepared(decoder, [value], missing);
  return missing;
}

async function prepared(
  decoder: RecordDecoder,
  values: readonly Buffer[],
  missing: Map<number, string>,
): Promise<boolean> {
  try {
    await decoder.prepare(values);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.retriable) throw thrown;
    const schemaId = schemaIdOf(values[0]!);
    if (schemaId !== null) missing.set(schemaId, thrown.code);
    return false;
  }
}
