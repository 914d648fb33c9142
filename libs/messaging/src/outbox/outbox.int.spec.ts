// Publishing on a real database: with the state or not at all, and refused by name inside the transaction.
import { defineContract, frame, type EventSchema, type TopicDefinition } from '@continuo/contracts';
import { Fault, ok } from '@continuo/kernel';
import { testDatabase, testServer, uniquePrefix, type TestDatabase } from '@continuo/testing';
import { transportRig, versionOf, type Rig } from '../../test/transport-rig.js';
import type { OutgoingEvent } from '../message.js';
import type { OutboxEncoder } from './outbox.js';
import { outboxStats } from './outbox-stats.js';

const schema: EventSchema = {
  type: 'record',
  name: 'Happened',
  namespace: 'continuo.test',
  fields: [{ name: 'what', type: 'string', pii: false }],
};
const topic: TopicDefinition = {
  name: 'test.things',
  owner: 'test',
  doc: 'things',
  key: { is: 'thing', from: ['customer'] },
  about: 'customer',
  partitions: 4,
  retentionMs: 1,
  cleanup: 'delete',
  types: ['continuo.test.Happened'],
  forwards: [],
  producers: [],
  consumers: [],
};
const contract = defineContract({ schemas: [schema], topics: [topic] });
const event: OutgoingEvent = {
  type: 'continuo.test.Happened.v1',
  key: 'anonymous=a',
  customer: [{ kind: 'anonymous', value: 'a' }],
  value: { what: 'x' },
};

/** The contract's own check, with an id that needs no registry. */
const encoder: OutboxEncoder = {
  prepare: () => Promise.resolve(),
  encode(claim) {
    const checked = contract.checkOutgoing(claim);
    return checked.ok ? ok({ topic: checked.value.topic, bytes: frame(7, checked.value.avro) }) : checked;
  },
};

let own: TestDatabase;
let rig: Rig;

beforeAll(async () => {
  own = await testDatabase('outbox');
  rig = await transportRig({
    url: own.url,
    broker: testServer('kafkaBrokers'),
    prefix: uniquePrefix('outbox'),
    topics: [],
  });
  await own.query('create table state (id int)');
}, 30_000);

afterEach(() => own.query('truncate state, messaging.outbox'));

afterAll(async () => {
  await rig.close();
  await own.drop();
});

async function left(): Promise<{ state: number; rows: number }> {
  const [row] = await own.query<{ state: number; rows: number }>(
    'select (select count(*) from state)::int as state, (select count(*) from messaging.outbox)::int as rows',
  );
  return row ?? { state: -1, rows: -1 };
}

async function change(
  outgoing: readonly OutgoingEvent[],
  outbox = rig.outboxWith({ encoder }),
): Promise<void> {
  await outbox.transact(async ({ client }) => {
    await client.query('insert into state values (1)');
    return { result: undefined, outgoing };
  });
}

describe('transact', () => {
  it('commits the state and its events together, in the order given', async () => {
    const result = await rig.outboxWith({ encoder }).transact(async ({ client }) => {
      await client.query('insert into state values (1)');
      return { result: 42, outgoing: [event, { ...event, id: 'second' }, versionOf('rig.copy', 'k', 1)] };
    });
    expect(result).toBe(42);
    const rows = await own.query<{
      topic: string;
      headers: string;
      size: number;
      value: Buffer;
      key: Buffer;
    }>('select topic, headers, size, key, value from messaging.outbox order by id');
    expect(rows.map((row) => row.topic)).toEqual(['test.things', 'test.things', 'rig.copy']);
    expect(JSON.parse(rows[1]?.headers ?? '')).toMatchObject({
      ce_id: 'second',
      customer: 'anonymous=a',
      ce_source: '/rig',
    });
    for (const row of rows) expect(row.size).toBe(row.key.length + row.value.length + row.headers.length);
    expect(rows[0]?.value.subarray(0, 5)).toEqual(Buffer.from([0, 0, 0, 0, 7]));
  });

  it.each([
    ['unknown-type', { type: 'continuo.test.Other.v1' }],
    ['unknown-topic', { topic: 'test.none' }],
    ['key-rule', { key: 'somebody=else' }],
    ['customer-rule', { customer: [] }],
    ['schema-violation', { value: { what: 1 } }],
    ['event-too-large', { value: { what: 'x'.repeat(262_144) } }],
  ])('changes nothing when an event is refused: %s', async (code, wrong) => {
    await expect(change([event, { ...event, ...wrong }])).rejects.toMatchObject({ code, retriable: false });
    expect(await left()).toEqual({ state: 0, rows: 0 });
  });

  it('changes nothing when the key cannot be spelt', async () => {
    const key = 'anonymous=\ud800';
    const lone = { ...event, key, customer: [{ kind: 'anonymous', value: '\ud800' }] };
    await expect(change([lone])).rejects.toMatchObject({ retriable: false });
    expect(await left()).toEqual({ state: 0, rows: 0 });
  });

  it('lets copies of parked records be larger than events', async () => {
    const copy = { ...versionOf('rig.copy', 'k', 1), bytes: Buffer.alloc(900_000) };
    await rig.outbox.transact(() => Promise.resolve({ result: undefined, outgoing: [copy] }));
    expect((await left()).rows).toBe(1);
    const larger = { ...copy, bytes: Buffer.alloc(1_100_000) };
    const refused = rig.outbox.transact(() => Promise.resolve({ result: undefined, outgoing: [larger] }));
    await expect(refused).rejects.toMatchObject({ code: 'event-too-large' });
  });

  it.each([
    ['before-insert', 0],
    ['before-commit', 0],
    ['after-commit', 1],
  ] as const)('an error at %s leaves state and events in accord', async (where, committed) => {
    const outbox = rig.outboxWith({
      encoder,
      seam: (seam) => {
        if (seam === where) throw new Error(`a fault at ${seam}`);
      },
    });
    await expect(change([event], outbox)).rejects.toThrow('a fault');
    expect(await left()).toEqual({ state: committed, rows: committed });
  });

  it('asks for a schema id that is not known yet outside the transaction, so that the next try has it', async () => {
    const asked: string[] = [];
    let known = false;
    const outbox = rig.outboxWith({
      encoder: {
        prepare: (events) => {
          for (const { type } of events) asked.push(type);
          known = true;
          return Promise.resolve();
        },
        encode: (claim) => {
          if (!known) throw new Fault('never fetched', { code: 'schema-not-registered', retriable: true });
          return encoder.encode(claim);
        },
      },
    });
    await expect(change([event], outbox)).rejects.toMatchObject({ code: 'schema-not-registered' });
    expect(asked).toEqual([event.type]);
    await change([event], outbox);
    expect(await left()).toEqual({ state: 1, rows: 1 });
  });

  it('tells the relay of topics only by transactions that commit', async () => {
    const outbox = rig.outboxWith({});
    const failing = outbox.transact(async (tx) => {
      await outbox.insertOutgoing(tx, [versionOf('rig.new', 'k', 1)]);
      throw new Error('rolled back');
    });
    await expect(failing).rejects.toThrow('rolled back');
    await outbox.transact(() =>
      Promise.resolve({ result: undefined, outgoing: [versionOf('rig.new', 'k', 1)] }),
    );
    expect(await own.query(`select topic from messaging.outbox_topic where topic = 'rig.new'`)).toHaveLength(
      1,
    );
  });
});

describe('outboxStats', () => {
  it('counts what waits and how long', async () => {
    expect(await outboxStats(rig.database)).toEqual({ pending: 0, oldestAgeMs: 0 });
    await change([event, event, event]);
    await own.query(`update messaging.outbox set written_at = clock_timestamp() - interval '1 minute'`);
    const { pending, oldestAgeMs } = await outboxStats(rig.database);
    expect(pending).toBe(3);
    expect(oldestAgeMs).toBeGreaterThanOrEqual(60_000);
  });
});
