// The overview from outside: on the real broker, with services that come, go and count; and its stream of changes.
import type { RunningService } from '@continuo/service-kit';
import { eventually, FaultProxy, testServers } from '@continuo/testing';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { applyMergePatch, type JsonObject, type MergePatch } from '../src/overview/domain/merge-patch.js';
import type { OverviewData } from '../src/overview/overview.schema.js';
import { BusRig, playService, type PlayedService } from './bus-rig.js';

const TOPIC = 'crm.contacts';
let rig: BusRig;
let platform: PlayedService;
let orchestrator: PlayedService;
let console_: RunningService;

const metrics = (more: string): string =>
  [
    'target_info{service_name="orchestrator",service_version="0.1.0",service_instance_id="host-1"} 1',
    'process_memory_usage 123456789',
    'process_uptime 61.4',
    'nodejs_eventloop_delay_max 0.0123',
    'continuo_outbox_pending 3',
    'continuo_outbox_oldest_age 12.5',
    'continuo_journeys{journey_definition="click-and-collect",journey_state="waiting"} 41',
    'continuo_journeys{journey_definition="click-and-collect",journey_state="stalled"} 1',
    'continuo_parked_pending{messaging_consumer_group_name="orchestrator"} 2',
    'continuo_incidents_open{continuo_incident_code="intent-parked"} 0',
    more,
  ].join('\n');

beforeAll(async () => {
  rig = await BusRig.open([TOPIC]);
  [platform, orchestrator] = [await playService(), await playService()];
  orchestrator.metrics = metrics('');
  console_ = await rig.console({
    CUSTOMER_DATA_PLATFORM_URL: platform.url,
    ORCHESTRATOR_URL: orchestrator.url,
  });
}, 60_000);

afterAll(async () => {
  await rig.close();
  await platform.close();
  await orchestrator.close();
});

const overview = async (on = console_): Promise<OverviewData> =>
  (await rig.ask(on, '/console/overview')).body.data as OverviewData;

async function write(count: number, partition = 0): Promise<void> {
  const message = { partition, key: Buffer.from('k'), value: Buffer.from('v'), headers: {} };
  await rig.producer.send(
    TOPIC,
    Array.from({ length: count }, () => message),
  );
}

describe('GET /console/overview', () => {
  it('shows services, topics and journeys, and what each figure means', async () => {
    await write(5);
    const { status, body, headers } = await rig.ask(console_, '/console/overview');
    const data = body.data as OverviewData;
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(data.services.orchestrator).toMatchObject({
      state: 'ready',
      version: '0.1.0',
      uptimeSeconds: 61,
      memoryBytes: 123_456_789,
      outboxPending: 3,
      outboxOldestSeconds: 12.5,
      failing: [],
    });
    expect(data.journeys.running).toEqual({ 'click-and-collect': { waiting: 41, stalled: 1 } });
    expect([data.parked, data.incidents]).toEqual([{ orchestrator: 2 }, {}]);
    expect(data.broker.state).toBe('answering');
    expect(data.topics[TOPIC]).toMatchObject({ owner: 'crm', partitions: 8, end: 5 });
    expect(data.figures['service.memory']).toEqual({ window: 'now', source: 'metrics', unit: 'By' });
    // An age for every source that figures name.
    for (const { asOf } of [data.services.orchestrator ?? {}, data.broker] as { asOf?: string }[])
      expect(Date.now() - Date.parse(asOf ?? '')).toBeLessThan(10_000);
    expect(JSON.stringify(body)).not.toContain('null');
  });

  it('tells rates and lag once there is something to compare with', async () => {
    const consumer = rig.kafka.consumer({ group: 'cdp', topics: [TOPIC] });
    const place = { topic: TOPIC, partition: 0 };
    let assigned = false;
    await consumer.start({
      assigned: () => (assigned = true),
      revoked: () => undefined,
      batch: () => undefined,
      positionLost: () => undefined,
      crashed: () => undefined,
    });
    await eventually(() => assigned, { within: 20_000, what: 'an assignment' });
    await consumer.commit([{ ...place, offset: 2n }]);
    await overview();
    await write(10);
    await eventually(
      async () => {
        const topic = (await overview()).topics[TOPIC];
        return (
          topic?.groups.cdp?.lag === 13 &&
          (topic.ratePerSecond ?? 0) > 0 &&
          topic.history.some((rate) => rate > 0)
        );
      },
      { within: 20_000, what: 'a lag of thirteen and a rate' },
    );
    await consumer.stop();
  });

  it('counts what services count over a window, and does not take a restart for a fall', async () => {
    const fired = (value: number): string =>
      metrics(`continuo_sends_withheld_total{continuo_reason="quiet-hours"} ${value}`);
    await overview();
    const upTo = (want: number): Promise<unknown> =>
      eventually(async () => (await overview()).withheld['quiet-hours'] === want, {
        within: 15_000,
        what: `${want}`,
      });
    orchestrator.metrics = fired(104);
    await upTo(104);
    orchestrator.metrics = fired(2);
    await upTo(106);
  });

  it('shows a service that went away, since when, and all others as before', async () => {
    await orchestrator.close();
    await eventually(async () => (await overview()).services.orchestrator?.state === 'away', {
      within: 15_000,
      what: 'away',
    });
    const { services, topics } = await overview();
    expect(Date.parse(services.orchestrator?.awaySince ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(services.orchestrator?.memoryBytes).toBeUndefined();
    expect([services['customer-data-platform']?.state, topics[TOPIC]?.end]).toEqual(['ready', 15]);
    await orchestrator.open();
    orchestrator.ready = false;
    await eventually(async () => (await overview()).services.orchestrator?.state === 'not-ready', {
      within: 15_000,
      what: 'back',
    });
    expect((await overview()).services.orchestrator?.failing).toEqual(['database and broker']);
    orchestrator.ready = true;
  });

  it('shows the customers of the day with its own credentials, and says so when they are not known', async () => {
    expect((await overview()).customers).toMatchObject({ state: 'unknown', timeZone: 'Europe/Zurich' });
    let authorization: string | undefined;
    platform.answers.set('/api/customer-data-platform/activity/today', (given) => {
      authorization = given;
      return {
        status: 200,
        body: { day: '2026-11-28', timeZone: 'Europe/Zurich', customers: 7, events: 21, asOf: '' },
      };
    });
    const other = await rig.console({
      CUSTOMER_DATA_PLATFORM_URL: platform.url,
      ORCHESTRATOR_URL: orchestrator.url,
    });
    expect((await overview(other)).customers).toMatchObject({
      state: 'known',
      day: '2026-11-28',
      customers: 7,
      events: 21,
    });
    expect(authorization).toMatch(/^Bearer ey/);
  });

  it('is for operators', async () => {
    const as = async (role: 'agent' | 'designer' | 'operator' | 'admin' | 'nobody', path: string) =>
      (await rig.ask(console_, path, role)).status;
    for (const path of ['/console/overview', '/console/live']) {
      expect(
        await Promise.all((['nobody', 'agent', 'designer'] as const).map((role) => as(role, path))),
      ).toEqual([401, 403, 403]);
    }
    expect(await as('admin', '/console/overview')).toBe(200);
  });
});

describe('a broker that is away', () => {
  it('is shown as away since when, breaks nothing else, and comes back', async () => {
    const proxy = await FaultProxy.to(testServers().kafkaBrokers.split(',')[0] ?? '');
    proxy.refuse();
    const other = await rig.console({
      KAFKA_BROKERS: proxy.address,
      CUSTOMER_DATA_PLATFORM_URL: platform.url,
      ORCHESTRATOR_URL: orchestrator.url,
    });
    await eventually(async () => (await overview(other)).broker.state === 'away', {
      within: 20_000,
      what: 'away',
    });
    const { services, topics, broker } = await overview(other);
    expect([services.orchestrator?.state, topics[TOPIC]?.end, topics[TOPIC]?.owner]).toEqual([
      'ready',
      undefined,
      'crm',
    ]);
    expect(broker.awaySince).toBeDefined();
    proxy.accept();
    await eventually(async () => (await overview(other)).topics[TOPIC]?.end === 15, {
      within: 30_000,
      what: 'back',
    });
    await proxy.close();
  });

  it('that was never named is said to be so', async () => {
    const other = await rig.console({
      KAFKA_BROKERS: '',
      CUSTOMER_DATA_PLATFORM_URL: platform.url,
      ORCHESTRATOR_URL: orchestrator.url,
    });
    const data = await overview(other);
    expect([data.broker, data.services.orchestrator?.state]).toEqual([{ state: 'not-configured' }, 'ready']);
  });
});

interface Stream {
  readonly events: EventSourceMessage[];
  end(): void;
  readonly ended: Promise<void>;
}

async function listen(lastEventId?: string): Promise<Stream> {
  const ending = new AbortController();
  const response = await fetch(`${console_.url}/console/live`, {
    headers: {
      authorization: `Bearer ${await rig.issuer.token('operator')}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    },
    signal: ending.signal,
  });
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  const decoder = new TextDecoder();
  const read = async (): Promise<void> => {
    for await (const chunk of response.body ?? [])
      parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
  };
  return { events, end: () => ending.abort(), ended: read().catch(() => undefined) };
}

describe('GET /console/live', () => {
  it('sends a snapshot and changes; who comes back misses none of them', async () => {
    const first = await listen();
    await eventually(() => first.events.length >= 2, { within: 15_000, what: 'a snapshot and a change' });
    const [snapshot, change] = first.events;
    expect([snapshot?.event, change?.event]).toEqual(['snapshot', 'change']);
    first.end();
    await first.ended;
    await write(4);
    const last = first.events.at(-1)?.id;
    await eventually(async () => (await overview()).topics[TOPIC]?.end === 19, {
      within: 15_000,
      what: 'nineteen',
    });
    const second = await listen(last);
    await eventually(() => second.events.length >= 2, { within: 15_000, what: 'changes' });
    second.end();
    expect(new Set(second.events.map(({ event }) => event))).toEqual(new Set(['change']));
    const start = (JSON.parse(snapshot?.data ?? '{}') as { data: JsonObject }).data;
    const patches = [...first.events.slice(1), ...second.events].map(
      ({ data }) => (JSON.parse(data) as { changes: MergePatch }).changes,
    );
    const seen = patches.reduce(
      (document, patch) => applyMergePatch(document, patch),
      start,
    ) as unknown as OverviewData;
    expect(seen.topics[TOPIC]?.end).toBe(19);
    const numbers = [...first.events, ...second.events].map(({ id }) => Number(id?.split('.')[1]));
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  });

  it('begins anew with a snapshot for an id that is not one of its own', async () => {
    for (const id of ['nonsense', 'ffffffffffff.3', '9'.repeat(500)]) {
      const stream = await listen(id);
      await eventually(() => stream.events.length >= 1, { within: 15_000, what: 'an event' });
      stream.end();
      expect(stream.events[0]?.event).toBe('snapshot');
    }
  });

  it('asks nobody while nobody looks', async () => {
    const alone = await playService();
    const other = await rig.console({ CUSTOMER_DATA_PLATFORM_URL: alone.url, ORCHESTRATOR_URL: alone.url });
    await rig.ask(other, '/health/ready');
    expect(alone.asked).toBe(0);
    await overview(other);
    expect(alone.asked).toBeGreaterThan(0);
    await alone.close();
  });
});
