// A record as it is shown: its envelope, and its value by the registry's schemas, or why that can't be had.
import { schemaIdOf, type RecordDecoder } from '@continuo/contracts';
import type { KafkaRecord } from '@continuo/messaging';
import { isUtf8 } from 'node:buffer';
import { z } from 'zod';

const undecodableSchema = z.object({
  /** `undecodable`, `schema-unknown`, `registry-unreachable`, … */
  code: z.string(),
  reason: z.string(),
  /** How the value begins. */
  hexHead: z.string(),
});

export const recordSchema = z
  .object({
    topic: z.string(),
    partition: z.int(),
    offset: z.string(),
    time: z.iso.datetime(),
    /** As text; in hexadecimal when it is none. */
    key: z.string().nullable(),
    keyIsHex: z.boolean(),
    type: z.string().nullable(),
    id: z.string().nullable(),
    source: z.string().nullable(),
    /** Entries of the customer header as they stand there: addresses and numbers are keyed hashes. */
    customer: z.array(z.string()),
    profileId: z.string().nullable(),
    correlationId: z.string().nullable(),
    causationId: z.string().nullable(),
    commandId: z.string().nullable(),
    traceId: z.string().nullable(),
    headers: z.record(z.string(), z.string()),
    sizeBytes: z.int(),
    schemaId: z.int().nullable(),
    /** Null of a tombstone; left out when it can't be decoded, or is too long for a list. */
    value: z.unknown().optional(),
    /** The value is too long for a list: the record itself has it. */
    isCut: z.boolean(),
    undecodable: undecodableSchema.optional(),
  })
  .meta({ title: 'BusRecord' });

export type BusRecord = z.output<typeof recordSchema>;

const HEAD_BYTES = 64;
/** With `cut` its value is left out. */
export async function viewOf(
  record: KafkaRecord,
  decoder: RecordDecoder | undefined,
  { cut }: { readonly cut: boolean },
): Promise<BusRecord> {
  const { headers, key, value } = record;
  const decoded = await decode(value, decoder);
  const isCut = cut && 'value' in decoded;
  const keyIsHex = key !== null && !isUtf8(key);
  return {
    topic: record.topic,
    partition: record.partition,
    offset: String(record.offset),
    time: new Date(record.timestamp).toISOString(),
    key: key?.toString(keyIsHex ? 'hex' : 'utf8') ?? null,
    keyIsHex,
    ...envelopeOf(headers),
    headers: { ...headers },
    sizeBytes: value?.length ?? 0,
    schemaId: idIn(value),
    isCut,
    ...(isCut ? {} : decoded),
  };
}

function envelopeOf(headers: KafkaRecord['headers']) {
  return {
    type: headers.ce_type ?? null,
    id: headers.ce_id ?? null,
    source: headers.ce_source ?? null,
    customer: (headers.customer ?? '').split(';').filter((entry) => entry !== ''),
    profileId: headers.ce_profileid ?? null,
    correlationId: headers.ce_correlationid ?? null,
    causationId: headers.ce_causationid ?? null,
    commandId: headers.commandid ?? null,
    traceId: /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(headers.traceparent ?? '')?.[1] ?? null,
  };
}

async function decode(
  bytes: Buffer | null,
  decoder: RecordDecoder | undefined,
): Promise<Pick<BusRecord, 'value' | 'undecodable'>> {
  if (bytes === null) return { value: null };
  const hexHead = bytes.subarray(0, HEAD_BYTES).toString('hex');
  if (decoder === undefined)
    return {
      undecodable: {
        code: 'registry-not-configured',
        reason: 'The console knows no schema registry.',
        hexHead,
      },
    };
  try {
    await decoder.prepare([bytes]);
    return { value: plain(decoder.decode(bytes).value) };
  } catch (error) {
    const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
    const isKnown = typeof code === 'string' && typeof message === 'string';
    const reason = isKnown ? message : 'The bytes are not what their schema says.';
    return { undecodable: { code: isKnown ? code : 'undecodable', reason, hexHead } };
  }
}

/** What JSON has no form for, as text. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, inner]) => [String(key), plain(inner)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function idIn(bytes: Buffer | null): number | null {
  if (bytes === null) return null;
  try {
    return schemaIdOf(bytes);
  } catch {
    return null;
  }
}
