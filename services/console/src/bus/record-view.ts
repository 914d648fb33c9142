// A record as it is shown: its envelope, and its value by the registry's schemas, or why that can't be had.
import { contract, identifierProblem, schemaIdOf, type RecordDecoder } from '@continuo/contracts';
import { namesInTheClear, parseCustomer, shownHeaders, type KafkaRecord } from '@continuo/messaging';
import { shownHeaderSchema } from '@continuo/service-kit';
import { z } from 'zod';

const undecodableSchema = z.object({
  /** `undecodable`, `schema-unknown`, `registry-unreachable`, … */
  code: z.string(),
  reason: z.string(),
  /** Its first bytes, where the registry's mark and the schema's id should be: what follows may be about anybody. */
  hexHead: z.string(),
});

export const recordSchema = z
  .object({
    topic: z.string(),
    partition: z.int(),
    offset: z.string(),
    time: z.iso.datetime(),
    /** Null when there is none, or when it is no id: a foreign record may name somebody by it. */
    key: z.string().nullable(),
    keyBytes: z.int().nullable(),
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
    headers: z.array(shownHeaderSchema),
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

const FOREIGN = {
  code: 'type-foreign',
  reason: 'Its type is not of the contract, so its value stays hidden.',
};
const HEAD_BYTES = 5;
const KEY = /^[A-Za-z0-9._:/=+-]{1,200}$/;
/** With `cut` its value is left out. */
export async function viewOf(
  record: KafkaRecord,
  decoder: RecordDecoder | undefined,
  { cut }: { readonly cut: boolean },
): Promise<BusRecord> {
  const { headers, key, value } = record;
  const decoded = await decode(value, decoder);
  const isCut = cut && 'value' in decoded;
  const shown = shownHeaders(headers);
  return {
    topic: record.topic,
    partition: record.partition,
    offset: String(record.offset),
    time: new Date(record.timestamp).toISOString(),
    key: keyOf(key),
    keyBytes: key?.length ?? null,
    ...envelopeOf(new Map(shown.map((header) => [header.name, header.value]))),
    customer: entriesOf(headers.customer ?? ''),
    headers: [...shown],
    sizeBytes: value?.length ?? 0,
    schemaId: idIn(value),
    isCut,
    ...(isCut ? {} : decoded),
  };
}

function keyOf(key: Buffer | null): string | null {
  const text = key?.toString('utf8') ?? '';
  return KEY.test(text) && !namesInTheClear(text) ? text : null;
}

/** Those of the customer header that the contract allows: ids, and addresses as keyed hashes. */
function entriesOf(header: string): string[] {
  const parsed = parseCustomer(header);
  if (!parsed.ok || parsed.value.some((each) => identifierProblem(each) !== undefined)) return [];
  return header.split(';').filter((entry) => entry !== '' && !namesInTheClear(entry));
}

function envelopeOf(shown: ReadonlyMap<string, string | null>) {
  const of = (name: string): string | null => shown.get(name) ?? null;
  return {
    type: of('ce_type'),
    id: of('ce_id'),
    source: of('ce_source'),
    profileId: of('ce_profileid'),
    correlationId: of('ce_correlationid'),
    causationId: of('ce_causationid'),
    commandId: of('commandid'),
    traceId: /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(of('traceparent') ?? '')?.[1] ?? null,
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
    const { type, value } = decoder.decode(bytes);
    // What the contract says nothing of may hold anything about anybody.
    if (contract.type(type) === undefined) return { undecodable: { ...FOREIGN, hexHead } };
    return { value: plain(value) };
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
