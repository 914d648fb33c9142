// The Confluent wire format: a zero byte, the schema's id in four bytes, then Avro binary.
import { Fault } from '@continuo/kernel';

const magicByte = 0;
/** Length of what precedes the Avro binary. */
export const prefixLength = 5;

/** Puts the schema's id before Avro binary. */
export function frame(schemaId: number, avro: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(prefixLength + avro.length);
  framed[0] = magicByte;
  framed.writeUInt32BE(schemaId, 1);
  framed.set(avro, prefixLength);
  return framed;
}

/** The schema's id and the Avro binary (a view, not a copy). Throws a Fault `undecodable` when the bytes have another form. */
export function unframe(bytes: Buffer): { readonly schemaId: number; readonly avro: Buffer } {
  return { schemaId: schemaIdOf(bytes), avro: bytes.subarray(prefixLength) };
}

/** The id of the schema a framed value was written with. Throws a Fault `undecodable`. */
export function schemaIdOf(bytes: Buffer): number {
  if (bytes.length < prefixLength || bytes[0] !== magicByte) {
    throw new Fault('the value is not in the Confluent wire format (byte 0, four-byte schema id, Avro)', {
      code: 'undecodable',
      retriable: false,
    });
  }
  return bytes.readUInt32BE(1);
}
