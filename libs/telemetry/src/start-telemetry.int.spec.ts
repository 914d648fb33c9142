// Proves the set-up whole: spans delivered and cleaned, statements traced on a real database, metrics read, a collector
// that is away or hangs slowing nothing.
import { context, ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api';
import { eventually, OtlpReceiver, testDatabase, type TestDatabase } from '@continuo/testing';
import pg from 'pg';
import { count, observeGauge } from './metrics.js';
import { attribute } from './names.js';
import { inSpan, startHop, startSpan } from './spans.js';
import { startTelemetry, type Telemetry } from './start-telemetry.js';
import { contextOf, currentTrace, linksTo } from './trace-context.js';

let receiver: OtlpReceiver;
let database: TestDatabase;

beforeAll(async () => {
  [receiver, database] = await Promise.all([OtlpReceiver.start(), testDatabase('telemetry')]);
});

afterAll(async () => {
  await Promise.all([receiver.close(), database.drop()]);
});

const running: Telemetry[] = [];

function start(options: Partial<Parameters<typeof startTelemetry>[0]> = {}): Telemetry {
  const telemetry = startTelemetry({
    service: 'crm',
    version: '1.2.3',
    otlpEndpoint: receiver.endpoint,
    samplingRatio: 1,
    deliverEvery: 20,
    ...options,
  });
  running.push(telemetry);
  return telemetry;
}

afterEach(async () => {
  receiver.hanging = false;
  receiver.answer = 200;
  for (const telemetry of running.splice(0)) await telemetry.shutdown(200);
});

describe('spans', () => {
  it('arrive with their attributes, links and parents, and without what is not listed', async () => {
    const telemetry = start();
    const cause = startSpan('cause', { parent: ROOT_CONTEXT });
    const headers = currentTrace(trace.setSpan(ROOT_CONTEXT, cause));
    cause.end();
    const hop = startHop({
      journeyId: 'j-7',
      definition: 'collect',
      version: 3,
      links: linksTo({ ...headers }),
    });
    hop.setAttribute('customer.email', 'ada@example.org');
    hop.setAttribute(attribute.journeyStep, 'call +49 170 1234567');
    const child = startSpan('child', { parent: trace.setSpan(ROOT_CONTEXT, hop) });
    child.end();
    hop.end();
    await telemetry.flush();
    const [received] = receiver.withAttributes({ 'journey.id': 'j-7' });
    expect(received?.links).toEqual([
      { traceId: cause.spanContext().traceId, spanId: cause.spanContext().spanId },
    ]);
    expect(received?.parentSpanId).toBeUndefined();
    expect(received?.attributes['journey.step']).toBe('call [redacted]');
    expect(receiver.named('child')[0]).toMatchObject({ service: 'crm', parentSpanId: received?.spanId });
    expect(receiver.bodies.join('')).not.toMatch(/ada@example|1234567/);
    expect(await telemetry.metricsText()).toMatch(/continuo_telemetry_attributes_removed_total 1/);
  });

  it('fail with a code and frames, without the message', async () => {
    const telemetry = start();
    const failing = inSpan('failing', {}, async () => {
      throw Object.assign(new Error('no such person: Lovelace'), { code: 'person-unknown' });
    });
    await expect(failing).rejects.toThrow('no such person');
    await telemetry.flush();
    const [span] = receiver.named('failing');
    expect(span).toMatchObject({ failed: true, attributes: { 'error.type': 'person-unknown' } });
    expect(span?.events[0]?.attributes['exception.type']).toBe('Error');
    expect(JSON.stringify(span)).not.toMatch(/Lovelace/);
  });

  it('take up a context that came in headers', () => {
    start();
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const span = startSpan('taken up', { parent: contextOf({ traceparent }) });
    span.end();
    expect(span.spanContext().traceId).toBe('a'.repeat(32));
    expect(linksTo({ traceparent: 'not a context' })).toEqual([]);
  });
});

describe('statements on Postgres', () => {
  it('are children of the span around them, by promise, callback and pool, and say no value', async () => {
    const telemetry = start();
    const pool = new pg.Pool({ connectionString: database.url, max: 1 });
    try {
      const record = async (name: string, work: () => Promise<unknown>): Promise<string> => {
        const span = startSpan(name, { kind: SpanKind.CONSUMER, parent: ROOT_CONTEXT });
        await context.with(trace.setSpan(ROOT_CONTEXT, span), work).catch(() => undefined);
        span.end();
        return span.spanContext().spanId;
      };
      await pool.query('create table contact (id int, name text)');
      const insert = (name: string) => () => pool.query('insert into contact values ($1, $2)', [1, name]);
      // Both wait for the pool's one connection: the second gets it in a callback of the first.
      const [first, second] = await Promise.all([
        record('first', insert('Lovelace')),
        record('second', insert('Hopper')),
      ]);
      const third = await record('third', () =>
        pool.query("select * from nowhere where name = 'Somerville'"),
      );
      await telemetry.flush();
      const inserts = receiver.named('INSERT contact');
      expect(inserts.map(({ parentSpanId }) => parentSpanId).sort()).toEqual([first, second].sort());
      expect(inserts[0]?.attributes).toMatchObject({
        'db.system.name': 'postgresql',
        'db.namespace': database.name,
        'db.query.text': 'insert into contact values ($1, $2)',
      });
      const [failed] = receiver.named('SELECT nowhere');
      expect(failed).toMatchObject({
        parentSpanId: third,
        failed: true,
        attributes: { 'db.response.status_code': '42P01' },
      });
      expect(receiver.bodies.join('')).not.toMatch(/Lovelace|Hopper|Somerville/);
    } finally {
      await pool.end();
    }
  });

  it('cost nothing and work as before outside a recorded span, and after the shutdown', async () => {
    const telemetry = start({ samplingRatio: 0 });
    const before = receiver.spans.length;
    const answer = await inSpan('unsampled', {}, () => database.query<{ n: number }>('select 1 as n'));
    await telemetry.shutdown();
    running.length = 0;
    expect([answer, await database.query('select 2 as n')]).toEqual([[{ n: 1 }], [{ n: 2 }]]);
    expect(receiver.spans).toHaveLength(before);
  });
});

describe('metrics', () => {
  it('are read as Prometheus text, also those that were registered before the start', async () => {
    const stop = observeGauge('continuo.outbox.pending', async () => [{ value: 7 }]);
    const telemetry = start();
    count('continuo.consumer.duplicates', 2, {
      [attribute.messagingDestinationName]: 'cdp.timeline',
      [attribute.messagingConsumerGroupName]: 'orchestrator',
    });
    const text = await telemetry.metricsText();
    stop();
    expect(text).toMatch(/^continuo_outbox_pending 7/m);
    expect(text).toMatch(
      /^continuo_consumer_duplicates_total\{.*messaging_destination_name="cdp.timeline".*\} 2/m,
    );
    expect(text).toMatch(/^process_memory_usage \d+/m);
  });
});

describe('an observed gauge', () => {
  it('tells what was read this time: what is gone and what could not be read is left out', async () => {
    const open = new Set(['timeout', 'refused']);
    let isAway = false;
    const stop = observeGauge('continuo.incidents.open', async () => {
      if (isAway) throw new Error('the database is away');
      return [...open].map((code) => ({ value: 1, attributes: { [attribute.continuoIncidentCode]: code } }));
    });
    const telemetry = start();
    const told = async (): Promise<readonly string[]> =>
      [...(await telemetry.metricsText()).matchAll(/^continuo_incidents_open\{.*code="(\w+)".*\} 1/gm)].map(
        ([, code]) => code ?? '',
      );
    expect(await told()).toEqual(['timeout', 'refused']);
    open.delete('refused');
    expect(await told()).toEqual(['timeout']);
    isAway = true;
    expect(await told()).toEqual([]);
    isAway = false;
    expect(await Promise.all([told(), told(), told()])).toEqual(Array(3).fill(['timeout']));
    stop();
    expect(await told()).toEqual([]);
  });
});

describe('a collector in trouble', () => {
  const spansEnded = 5_000;

  /** Milliseconds that it takes to start and end many spans. */
  function work(): number {
    const began = performance.now();
    for (let at = 0; at < spansEnded; at += 1) startSpan('work', { parent: ROOT_CONTEXT }).end();
    return performance.now() - began;
  }

  it('slows nothing when it hangs: what exceeds the queue is dropped and counted, and shutting down is bounded', async () => {
    receiver.hanging = true;
    const telemetry = start({ queueSize: 100, deliveryTimeout: 100 });
    const took = work();
    const text = await eventually(async () => {
      const read = await telemetry.metricsText();
      return /otel_sdk_processor_span_processed_total\{[^}]*error_type="queue_full"[^}]*\} \d+/.exec(
        read,
      )?.[0];
    });
    const began = performance.now();
    await telemetry.shutdown(200);
    running.length = 0;
    expect(Number(text.split(' ').at(-1))).toBeGreaterThan(spansEnded / 2);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(took).toBeLessThan(2_000);
  });

  it('is told of once, not for every batch, when it refuses', async () => {
    const troubles: string[] = [];
    receiver.answer = 400;
    const telemetry = start({ onTrouble: (message) => troubles.push(message) });
    for (let round = 0; round < 3; round += 1) {
      work();
      await telemetry.flush();
    }
    expect(troubles).toHaveLength(1);
  });
});
