// Records that are not the contract's, on a real broker and registry: what the bus's pages show of them tells of nobody.
import type { RunningService } from '@continuo/service-kit';
import { testServers } from '@continuo/testing';
import { BusRig, playService, type PlayedService, type Reply } from './bus-rig.js';

let rig: BusRig;
let platform: PlayedService;
let console_: RunningService;

type Item = Record<string, unknown> & { offset: string };

const ask = (path: string): Promise<Reply> => rig.ask(console_, path);
const itemsOf = ({ body }: Reply): Item[] => body.items as Item[];

beforeAll(async () => {
  rig = await BusRig.open(['crm.cases', 'crm.contacts.cdp.dlq']);
  platform = await playService();
  console_ = await rig.console({ CUSTOMER_DATA_PLATFORM_URL: platform.url });
}, 60_000);

afterAll(async () => {
  await rig.close();
  await platform.close();
});

describe('records', () => {
  it('that cannot be decoded are shown with the reason and how they begin', async () => {
    const unknownId = Buffer.from([0, 0x7f, 0xff, 0xff, 0xff, 1, 2]);
    const message = (value: Buffer | null) => ({
      partition: 0,
      key: Buffer.from([0xff, 0xfe]),
      value,
      headers: {},
    });
    await rig.producer.send('crm.cases', [
      message(Buffer.from('no avro')),
      message(unknownId),
      message(null),
    ]);
    const items = itemsOf(await ask('/console/records?topic=crm.cases&from=earliest'));
    expect(items[0]?.undecodable).toMatchObject({
      code: 'undecodable',
      hexHead: Buffer.from('no av').toString('hex'),
    });
    expect(items[1]?.undecodable).toMatchObject({
      code: 'schema-unknown',
      hexHead: unknownId.subarray(0, 5).toString('hex'),
    });
    expect([items[2]?.value, items[2]?.key, items[2]?.keyBytes]).toEqual([null, null, 2]);
  });

  it('of strangers show nobody in the clear: neither key, headers nor bytes', async () => {
    const name = 'ada.lovelace@example.org';
    const headers = {
      customer: `email=${name}`,
      'x-customer': name,
      ce_id: name,
      ce_correlationid: '+41790000001 Ada',
      ce_type: 'continuo.crm.ContactCreated.v1',
    };
    const message = { partition: 0, key: Buffer.from(name), value: Buffer.from(`to ${name}`), headers };
    await rig.producer.send('crm.contacts.cdp.dlq', [message]);
    const path = '/console/records?topic=crm.contacts.cdp.dlq';
    const { body } = await ask(path);
    const [item] = body.items as Item[];
    const whole = await ask(`/console/records/crm.contacts.cdp.dlq/0/${item?.offset ?? ''}`);
    for (const shown of [body, whole.body]) expect(JSON.stringify(shown)).not.toMatch(/ada|790000001/i);
    expect(item).toMatchObject({
      key: null,
      keyBytes: name.length,
      customer: [],
      id: null,
      correlationId: null,
    });
    expect(item?.headers).toContainEqual({
      name: 'x-customer',
      value: null,
      hidden: 'unknown',
      bytes: name.length,
    });
  });

  it('of a type that is not of the contract show no value, though the registry has its schema', async () => {
    const schema = {
      type: 'record',
      name: 'Lead',
      namespace: 'com.acme',
      fields: [{ name: 'fullName', type: 'string' }],
    };
    const registered = await fetch(
      `${testServers().schemaRegistryUrl}/subjects/${rig.prefix}leads/versions`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ schema: JSON.stringify(schema) }),
      },
    );
    const { id } = (await registered.json()) as { id: number };
    const name = Buffer.from('Ada Lovelace');
    const value = Buffer.concat([Buffer.alloc(5), Buffer.from([name.length * 2]), name]);
    value.writeInt32BE(id, 1);
    const headers = { customer: 'phone=041-790-00001' };
    await rig.producer.send('crm.contacts.cdp.dlq', [{ partition: 0, key: null, value, headers }]);
    const { body } = await ask('/console/records?topic=crm.contacts.cdp.dlq&limit=1');
    const [item] = body.items as Item[];
    expect(item).toMatchObject({ customer: [], undecodable: { code: 'type-foreign' } });
    expect(JSON.stringify(item)).not.toMatch(/ada|790/i);
  });

  it('of topics that are not of the contract are not read, though the topic is listed', async () => {
    await rig.kafka.admin().create([{ topic: 'payroll', partitions: 1 }]);
    const message = { partition: 0, key: null, value: Buffer.from('salary'), headers: {} };
    await rig.producer.send('payroll', [message]);
    for (const path of ['/console/records?topic=payroll', '/console/records/payroll/0/0'])
      expect(await ask(path)).toMatchObject({ status: 404, body: { code: 'topic-unknown' } });
  });
});
