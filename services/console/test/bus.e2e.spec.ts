// The bus's pages from outside, on a real broker and registry: topics, schemas, records; and all that must be refused.
import { formatCustomer, partitionOf } from '@continuo/messaging';
import type { RunningService } from '@continuo/service-kit';
import { eventually, FaultProxy, testServers } from '@continuo/testing';
import { BusRig, playService, type PlayedService, type Reply } from './bus-rig.js';

const TOPIC = 'crm.contacts';
const contactId = (n: number): string => `018f3c1e-7b1a-7c3d-9e2f-0000000000${String(n).padStart(2, '0')}`;
const HASH = 'Zm9v_bar-hash';
let rig: BusRig;
let platform: PlayedService;
let console_: RunningService;

type Item = Record<string, unknown> & { value?: Record<string, unknown>; offset: string; partition: number };

const ask = (
  path: string,
  ...rest: [role?: 'agent' | 'admin' | 'nobody' | 'operator', subject?: string]
): Promise<Reply> => rig.ask(console_, path, ...rest);
/** Records of one millisecond have no order over partitions, so times are what is compared. */
const timesOf = (items: readonly Item[]): string[] => items.map(({ time }) => String(time));
const itemsOf = ({ body }: Reply): Item[] => body.items as Item[];

/** A contact that became known, as crm's relay writes it. */
async function contact(n: number): Promise<void> {
  const key = contactId(n);
  const customer = [
    { kind: 'crm.contact', value: key },
    { kind: 'email.h1', value: HASH },
  ];
  const type = n % 2 === 0 ? 'continuo.crm.ContactCreated.v1' : 'continuo.crm.ContactUpdated.v1';
  const value = {
    contactId: key,
    ...(n % 2 === 0
      ? { createdAt: 1_700_000_000_000 + n }
      : { updatedAt: 1_700_000_000_000, version: n, changed: ['name'] }),
  };
  const encoded = rig.encoder.encode({
    type,
    topic: TOPIC,
    key,
    value,
    customer: customer.map((each) => ({ ...each })),
  });
  if (!encoded.ok) throw new Error(encoded.refusal.message);
  const bytes = Buffer.from(key);
  const headers = {
    ce_id: `event-${n}`,
    ce_type: type,
    ce_source: '/crm',
    ce_correlationid: `story-${n}`,
    customer: formatCustomer(customer),
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  };
  await rig.producer.send(TOPIC, [
    { partition: partitionOf(bytes, 8), key: bytes, value: encoded.value.bytes, headers },
  ]);
}

beforeAll(async () => {
  rig = await BusRig.open([TOPIC, 'crm.cases', 'crm.contacts.cdp.dlq']);
  platform = await playService();
  console_ = await rig.console({ CUSTOMER_DATA_PLATFORM_URL: platform.url });
  for (let n = 10; n < 30; n += 1) await contact(n);
}, 60_000);

afterAll(async () => {
  await rig.close();
  await platform.close();
});

describe('topics', () => {
  it('are listed with owner, retention, groups and what the broker has of them', async () => {
    await eventually(
      async () => itemsOf(await ask('/console/topics?q=crm.contacts')).some(({ end }) => end === 20),
      {
        within: 15_000,
        what: 'twenty records',
      },
    );
    const all = itemsOf(await ask('/console/topics'));
    const topic = all.find(({ name }) => name === TOPIC);
    expect(topic).toMatchObject({
      owner: 'crm',
      kind: 'events',
      exists: true,
      partitions: 8,
      end: 20,
      kept: 20,
      cleanup: 'delete',
    });
    expect(topic?.groups).toEqual([{ group: 'cdp', lag: null, delaySeconds: null }]);
    expect(all.find(({ name }) => name === 'cdp.timeline')).toMatchObject({ exists: false, end: null });
  });

  it('are filtered and sorted', async () => {
    const names = async (query: string): Promise<unknown[]> =>
      itemsOf(await ask(`/console/topics?${query}`)).map(({ name }) => name);
    expect(await names('kind=dead-letters&q=crm.contacts')).toEqual(['crm.contacts.cdp.dlq']);
    expect((await names('owner=crm&sort=-name'))[0]).toBe('crm.contacts');
    expect((await names('sort=-end'))[0]).toBe(TOPIC);
    expect(await names('lagging=true')).toEqual([]);
    expect(await names('q=nothing-like-it')).toEqual([]);
    expect((await ask('/console/topics?sort=size')).status).toBe(400);
    expect((await ask('/console/topics?kind=events,nonsense')).status).toBe(400);
  });

  it('show partitions, key, types and settings', async () => {
    const { status, body } = await ask(`/console/topics/${TOPIC}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      owner: 'crm',
      key: 'contact',
      about: 'customer',
      types: ['continuo.crm.ContactCreated', 'continuo.crm.ContactUpdated'],
      producers: ['crm'],
      inSyncReplicas: 1,
      config: { 'cleanup.policy': 'delete' },
    });
    const states = body.partitionStates as { partition: number; start: string; end: string }[];
    expect(states.map(({ partition }) => partition)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(states.reduce((sum, { end }) => sum + Number(end), 0)).toBe(20);
  });

  it('show the schemas that the registry has, with versions and compatibility', async () => {
    const { status, body } = await ask(`/console/topics/${TOPIC}/schemas`);
    const subjects = body.items as {
      subject: string;
      type: string;
      versions: { id: number; version: number; schema: { name: string } }[];
    }[];
    expect([status, subjects.map(({ subject }) => subject)]).toEqual([
      200,
      [`${TOPIC}-continuo.crm.ContactCreated`, `${TOPIC}-continuo.crm.ContactUpdated`],
    ]);
    expect(subjects[0]?.versions[0]).toMatchObject({ schema: { name: 'ContactCreated' } });
    expect(subjects[0]?.type).toBe('continuo.crm.ContactCreated.v1');
  });

  it.each(['nothing.here', '__consumer_offsets', '..%2f..', 'a b', 'x'.repeat(300)])(
    'are not found by %s',
    async (name) => {
      for (const path of [
        `/console/topics/${name}`,
        `/console/topics/${name}/schemas`,
        `/console/records?topic=${name}`,
      ])
        expect([400, 404]).toContain((await ask(path)).status);
    },
  );
});

describe('records', () => {
  it('are shown decoded, the newest first, with envelope and trace', async () => {
    const { status, body, headers } = await ask(`/console/records?topic=${TOPIC}&limit=15`);
    const items = body.items as Item[];
    expect([status, headers.get('cache-control'), items.length]).toEqual([200, 'no-store', 15]);
    expect(timesOf(items)).toEqual(timesOf(items).sort().reverse());
    expect(items.find(({ id }) => id === 'event-28')).toMatchObject({
      topic: TOPIC,
      key: contactId(28),
      type: 'continuo.crm.ContactCreated.v1',
      customer: [`crm.contact=${contactId(28)}`, `email.h1=${HASH}`],
      traceId: '0af7651916cd43dd8448eb211c80319c',
      correlationId: 'story-28',
      value: { contactId: contactId(28), createdAt: 1_700_000_000_028 },
      isCut: false,
    });
    expect(body.looked).toMatchObject({ records: 15, stoppedBy: 'found' });
  });

  it('go on by cursor in both directions until all were shown once', async () => {
    for (const from of ['latest', 'earliest']) {
      const all: Item[] = [];
      let cursor = '';
      do {
        const { status, body } = await ask(`/console/records?topic=${TOPIC}&from=${from}&limit=7${cursor}`);
        expect(status).toBe(200);
        all.push(...(body.items as Item[]));
        cursor = body.nextCursor === undefined ? '' : `&cursor=${String(body.nextCursor)}`;
      } while (cursor !== '');
      const inOrder = timesOf(all).sort();
      expect(timesOf(all)).toEqual(from === 'latest' ? inOrder.reverse() : inOrder);
      expect([new Set(all.map(({ id }) => id)).size, all.length]).toEqual([20, 20]);
    }
  });

  it('are found by type, customer, key and story', async () => {
    const ids = async (query: string): Promise<unknown[]> =>
      itemsOf(await ask(`/console/records?topic=${TOPIC}&${query}`)).map(({ id }) => id);
    expect(await ids('type=ContactCreated')).toHaveLength(10);
    expect(await ids(`customer=${encodeURIComponent(`crm.contact=${contactId(12)}`)}`)).toEqual(['event-12']);
    expect(await ids(`customer=${encodeURIComponent(`email.h1=${HASH}`)}`)).toHaveLength(20);
    expect(await ids(`key=${contactId(13)}`)).toEqual(['event-13']);
    expect(await ids('correlationId=story-14')).toEqual(['event-14']);
    const { body } = await ask(`/console/records?topic=${TOPIC}&type=Nothing`);
    expect(body).toMatchObject({ items: [], looked: { records: 20, stoppedBy: 'end' } });
  });

  it('are read from a time and from an offset on', async () => {
    await contact(40);
    const [newest] = itemsOf(await ask(`/console/records?topic=${TOPIC}&limit=1`));
    const time = String(newest?.time);
    const later = await ask(`/console/records?topic=${TOPIC}&from=time&time=${time}`);
    expect(itemsOf(later).map(({ id }) => id)).toEqual(['event-40']);
    const before = new Date(Date.parse(time) - 3_600_000).toISOString();
    expect(itemsOf(await ask(`/console/records?topic=${TOPIC}&from=time&time=${before}`))).toHaveLength(21);
    const [{ partition = 0, offset = '0' } = {}] = itemsOf(later);
    const at = await ask(
      `/console/records?topic=${TOPIC}&from=offset&partition=${partition}&offset=${offset}`,
    );
    expect(itemsOf(at).map(({ id }) => id)).toEqual(['event-40']);
    const one = await ask(`/console/records/${TOPIC}/${partition}/${offset}`);
    expect([one.status, one.body.id]).toEqual([200, 'event-40']);
    for (const path of [`${partition}/99999`, `99/0`, `${partition}/${2n ** 63n - 1n}`])
      expect((await ask(`/console/records/${TOPIC}/${path}`)).status).toBe(404);
    for (const path of [`${partition}/-1`, `${partition}/x`, `${partition}/${2n ** 63n}`])
      expect((await ask(`/console/records/${TOPIC}/${path}`)).status).toBe(400);
  });

  it('refuse what is no question: field and rule are named', async () => {
    const other = await ask(`/console/records?topic=${TOPIC}&limit=2`);
    const cursor = String(other.body.nextCursor);
    const cases: readonly (readonly [string, string])[] = [
      ['limit=201', 'limit'],
      ['limit=0', 'limit'],
      ['limit=1e3', 'limit'],
      ['partition=-1', 'partition'],
      ['from=offset&partition=1', 'offset'],
      ['from=offset&offset=1', 'partition'],
      ['from=time', 'time'],
      ['from=time&time=yesterday', 'time'],
      ['from=middle', 'from'],
      ['cursor=nonsense', 'cursor'],
      [`cursor=${cursor}&type=Other`, 'cursor'],
      [`cursor=${cursor.slice(0, -2)}`, 'cursor'],
      ['customer=ada%40example.org', 'customer'],
      ['customer=phone%3D%2B41790000001', 'customer'],
      ['key=ada%40example.org', 'key'],
    ];
    for (const [query, field] of cases) {
      const { status, body } = await ask(`/console/records?topic=${TOPIC}&${query}`);
      const errors = body.errors as { field: string }[] | undefined;
      expect([query, status, errors?.[0]?.field]).toEqual([query, 400, field]);
      expect(JSON.stringify(body)).not.toContain('example.org');
    }
    expect((await ask(`/console/records?topic=${TOPIC}&partition=8`)).status).toBe(404);
    expect((await ask(`/console/records?topic=${TOPIC}&cursor=${cursor}&partition=1`)).status).toBe(400);
    expect((await ask(`/console/records`)).status).toBe(400);
  });

  it('are for operators, and leave no group behind', async () => {
    for (const path of [
      '/console/topics',
      `/console/topics/${TOPIC}`,
      `/console/topics/${TOPIC}/schemas`,
      `/console/records?topic=${TOPIC}`,
      `/console/records/${TOPIC}/0/0`,
    ])
      expect([(await ask(path, 'agent')).status, (await ask(path, 'nobody')).status]).toEqual([403, 401]);
    expect((await ask(`/console/records?topic=${TOPIC}`, 'admin')).status).toBe(200);
    const committed = await rig.kafka.admin().committedOn('continuo-console', [TOPIC]);
    expect(committed.get(TOPIC)?.size).toBe(0);
  });

  it('are read by one reading at a time for each person', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => ask(`/console/records?topic=${TOPIC}`, 'operator', 'ada')),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
    expect(refused.length).toBeGreaterThan(0);
    expect([refused[0]?.body.code, refused[0]?.headers.get('retry-after')]).toEqual(['reader-busy', '1']);
    expect((await ask(`/console/records?topic=${TOPIC}`, 'operator', 'ada')).status).toBe(200);
  });
});

describe('a bus that is not there', () => {
  it('is named when the console was not told of one', async () => {
    const other = await rig.console({ KAFKA_BROKERS: '', CUSTOMER_DATA_PLATFORM_URL: platform.url });
    for (const path of [
      '/console/topics',
      `/console/topics/${TOPIC}`,
      `/console/records?topic=${TOPIC}`,
      `/console/records/${TOPIC}/0/0`,
    ])
      expect(await rig.ask(other, path)).toMatchObject({ status: 503, body: { code: 'bus-not-configured' } });
  });

  it('is said to be away, the contract is shown all the same, and it comes back', async () => {
    const proxy = await FaultProxy.to(testServers().kafkaBrokers.split(',')[0] ?? '');
    proxy.refuse();
    const other = await rig.console({
      KAFKA_BROKERS: proxy.address,
      CUSTOMER_DATA_PLATFORM_URL: platform.url,
    });
    const list = await rig.ask(other, '/console/topics');
    expect([list.status, list.body.broker]).toEqual([200, 'away']);
    expect(itemsOf(list).find(({ name }) => name === TOPIC)).toMatchObject({
      owner: 'crm',
      exists: null,
      end: null,
    });
    const records = await rig.ask(other, `/console/records?topic=${TOPIC}`);
    expect(records).toMatchObject({ status: 503, body: { code: 'broker-away' } });
    proxy.accept();
    await eventually(async () => (await rig.ask(other, `/console/records?topic=${TOPIC}`)).status === 200, {
      within: 30_000,
      what: 'records again',
    });
    await proxy.close();
  });
});
