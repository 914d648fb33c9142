// Proves what a trace of the transport looks like: send and process spans, their links, and the statements under them.
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { startSpan, startTelemetry, type Telemetry } from '@continuo/telemetry';
import { Database } from '@continuo/persistence';
import { OtlpReceiver, testDatabase, type TestDatabase } from '@continuo/testing';
import type { IncomingRecord } from '../message.js';
import { TransportTelemetry } from './transport-telemetry.js';

let receiver: OtlpReceiver;
let own: TestDatabase;
let database: Database;
let telemetry: Telemetry;
const observer = new TransportTelemetry();
const place = { group: 'orchestrator', topic: 'cdp.timeline', partition: 3 };

beforeAll(async () => {
  [receiver, own] = await Promise.all([OtlpReceiver.start(), testDatabase('transport_telemetry')]);
  telemetry = startTelemetry({
    service: 'orchestrator',
    version: '0',
    otlpEndpoint: receiver.endpoint,
    samplingRatio: 1,
    deliverEvery: 20,
  });
  database = await Database.open({ url: own.url, applicationName: 'transport-telemetry' });
  await database.query('create table seen (offset_seen bigint)');
});

afterAll(async () => {
  await telemetry.shutdown();
  await database.close();
  await Promise.all([receiver.close(), own.drop()]);
});

/** A span that something publishes in, and the context that is stored with what it publishes. */
function creation(name: string): {
  readonly spanId: string;
  readonly headers: Readonly<Record<string, string>>;
} {
  const span = startSpan(name, { parent: ROOT_CONTEXT });
  const headers = context.with(trace.setSpan(ROOT_CONTEXT, span), () => observer.published());
  span.end();
  return { spanId: span.spanContext().spanId, headers: { ...headers } };
}

function record(offset: number, headers: Readonly<Record<string, string>>): IncomingRecord {
  return {
    ...place,
    offset: BigInt(offset),
    timestamp: Date.now(),
    key: 'email.h1=secret-key',
    headers: { ...headers, ce_correlationid: 'c-1' },
    bytes: Buffer.alloc(0),
    type: 'continuo.cdp.TrackReceived.v1',
    id: `event-${offset}`,
    redriven: false,
    value: <T>() => ({}) as T,
  };
}

function statement(offset: number): Promise<unknown> {
  return database.transaction(async (tx) => tx.client.query('insert into seen values ($1)', [offset]));
}

it('gives each single record its process span, linked to its creation, with its own statements below', async () => {
  const made = [creation('first'), creation('second')];
  await Promise.all(
    made.map(({ headers }, at) => observer.around(place, [record(at, headers)], () => statement(at))),
  );
  await telemetry.flush();
  const spans = receiver.withAttributes({
    'messaging.operation.name': 'process',
    'messaging.batch.message_count': 1,
  });
  expect(spans.map(({ links }) => links.map(({ spanId }) => spanId)).sort()).toEqual(
    made.map(({ spanId }) => [spanId]).sort(),
  );
  for (const span of spans) {
    expect(span).toMatchObject({ name: 'process cdp.timeline', kind: 'consumer', failed: false });
    expect(span.parentSpanId).toBeUndefined();
    expect(span.attributes).toMatchObject({
      'messaging.system.name': 'kafka',
      'messaging.destination.name': 'cdp.timeline',
      'messaging.consumer.group.name': 'orchestrator',
      'messaging.destination.partition.id': '3',
      'continuo.correlation.id': 'c-1',
    });
    const below = receiver.spans.filter(({ parentSpanId }) => parentSpanId === span.spanId);
    expect(below.map(({ name }) => name)).toEqual(expect.arrayContaining(['INSERT seen', 'COMMIT']));
  }
  expect(receiver.bodies.join('')).not.toContain('secret-key');
});

it('gives a batch one span with a link to each creation, and hangs its statements there', async () => {
  const made = Array.from({ length: 5 }, (_, at) => creation(`of batch ${at}`));
  const records = [...made, made[0]!].map(({ headers }, at) => record(at, headers));
  await observer.around(place, records, () => statement(7));
  await telemetry.flush();
  const [span] = receiver.withAttributes({
    'messaging.operation.name': 'process',
    'messaging.batch.message_count': 6,
  });
  expect(span?.links.map(({ spanId }) => spanId)).toEqual(made.map(({ spanId }) => spanId));
  expect(
    receiver.spans.some(({ name, parentSpanId }) => name === 'INSERT seen' && parentSpanId === span?.spanId),
  ).toBe(true);
});

it('fails the span with a code when the handler throws, and passes the error on', async () => {
  const failing = observer.around(place, [record(9, {})], async () => {
    throw Object.assign(new Error('of Lovelace'), { code: 'no-such-thing' });
  });
  await expect(failing).rejects.toThrow('of Lovelace');
  await telemetry.flush();
  const [span] = receiver.withAttributes({ 'kafka.offset': 9 });
  expect(span).toMatchObject({ failed: true, attributes: { 'error.type': 'no-such-thing' } });
  expect(receiver.bodies.join('')).not.toContain('Lovelace');
});

it('makes a send the child of its one creation, and links a batch to several; the relay is no parent', async () => {
  const [one, other] = [creation('one'), creation('other')];
  const sent = (...made: readonly (typeof one)[]) =>
    made.map(({ headers }) => ({
      type: 'continuo.cdp.TrackReceived.v1',
      partition: 1,
      trace: headers as never,
    }));
  const batch = { topic: 'cdp.tracking', bytes: 10, attempt: 1 };
  const relay = startSpan('relay', { parent: ROOT_CONTEXT });
  context.with(trace.setSpan(ROOT_CONTEXT, relay), () => {
    observer.sending({ ...batch, records: sent(one, one) })({});
    observer.sending({ ...batch, records: sent(one, other) })({ error: new Error('not acknowledged') });
  });
  relay.end();
  await telemetry.flush();
  const [child, linked] = receiver.named('send cdp.tracking');
  expect(child).toMatchObject({ kind: 'producer', parentSpanId: one?.spanId, failed: false });
  expect(linked).toMatchObject({
    failed: true,
    attributes: { 'messaging.batch.message_count': 2, 'error.type': 'Error' },
  });
  expect([linked?.parentSpanId, linked?.links.map(({ spanId }) => spanId)]).toEqual([
    undefined,
    [one?.spanId, other?.spanId],
  ]);
});

it('counts what the consumer tells', async () => {
  observer.count('delivered', 4, place);
  observer.count('duplicate-sequence', 2, place);
  observer.count('ignored', 3, place, 'no-handler');
  observer.count('parked', 1, place, 'undecodable');
  const text = await telemetry.metricsText();
  expect(text).toMatch(
    /^continuo_consumer_records_total\{[^}]*messaging_destination_name="cdp.timeline"[^}]*\} 4$/m,
  );
  expect(text).toMatch(/^continuo_consumer_duplicates_total\{[^}]*\} 2$/m);
  expect(text).toMatch(/^continuo_consumer_ignored_total\{[^}]*continuo_reason="no-handler"[^}]*\} 3$/m);
  expect(text).toMatch(/^continuo_parked_records_total\{[^}]*continuo_reason="undecodable"[^}]*\} 1$/m);
});
