// Idempotency-Key on a real database: once, replayed, refused, in flight, and atomically with its effect.
import { Controller, Module, Post, Body, type DynamicModule } from '@nestjs/common';
import { Database, migrate } from '@continuo/persistence';
import { eventually, testDatabase, type TestDatabase } from '@continuo/testing';
import { z } from 'zod';
import {
  Answers,
  Idempotent,
  IdempotencyKey,
  Problem,
  Roles,
  serviceKitMigrations,
  type IdempotentCall,
} from '../src/index.js';
import { DatabaseModule } from './database.module.js';
import { startIssuer, startNotes, type SmallService, type TestIssuer } from './small-service.js';

const orderSchema = z.object({ item: z.string() });

let finish: (() => void) | undefined;
let failing = false;

@Controller('orders')
class OrdersController {
  constructor(private readonly database: Database) {}

  @Post()
  @Roles('designer')
  @Idempotent()
  @Answers(201, z.object({ number: z.number() }))
  async order(
    @Body({ schema: orderSchema }) { item }: z.output<typeof orderSchema>,
    @IdempotencyKey() call: IdempotentCall | undefined,
  ) {
    if (item === 'slow' || item === 'overtaken') await new Promise<void>((resolve) => (finish = resolve));
    if (failing) throw new Problem(409, 'sold-out', 'There is nothing left.');
    return this.database
      .transaction(async (tx) => {
        const { rows } = await tx.client.query<{ number: string }>(
          'insert into ordered default values returning number',
        );
        const answer = { number: Number(rows[0]?.number) };
        if (item === 'crashes' || item === 'overtaken') await call?.complete(tx, 201, answer);
        return answer;
      })
      .then((answer) => {
        if (item === 'crashes') throw new Error('killed after the commit');
        return answer;
      });
  }
}

@Module({})
class OrdersModule {
  static on(url: string): DynamicModule {
    return {
      module: OrdersModule,
      imports: [DatabaseModule.on({ url, applicationName: 'orders-test', poolSize: 4 })],
      controllers: [OrdersController],
    };
  }
}

let database: TestDatabase;
let issuer: TestIssuer;
let service: SmallService;

beforeAll(async () => {
  database = await testDatabase();
  const own = await Database.open({ url: database.url, applicationName: 'orders-test' });
  await migrate(own, [serviceKitMigrations]);
  await own.query('create table ordered (number bigint generated always as identity)');
  await own.close();
  issuer = await startIssuer();
  service = await startNotes({ OIDC_ISSUER: issuer.url }, OrdersModule.on(database.url));
});

afterAll(async () => {
  await service.stop();
  await issuer.close();
  await database.drop();
});

async function order(key: string | undefined, item: string, subject = 'anna') {
  const response = await fetch(`${service.url}/api/notes/orders`, {
    method: 'POST',
    body: JSON.stringify({ item }),
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await issuer.token({ sub: subject })}`,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
  });
  const body = (await response.json()) as { number?: number; code?: string };
  return {
    status: response.status,
    replayed: response.headers.get('idempotency-replayed') === 'true',
    ...body,
  };
}

it('does the work once and replays the answer, per caller', async () => {
  const first = await order('key-1', 'book');
  expect(first).toMatchObject({ status: 201, replayed: false });
  expect(await order('key-1', 'book')).toEqual({ ...first, replayed: true });
  expect((await order('key-1', 'book', 'bert')).number).not.toBe(first.number);
  expect((await order(undefined, 'book')).replayed).toBe(false);
});

it('keeps no answer that a copy of the table could show', async () => {
  const own = await Database.open({ url: database.url, applicationName: 'orders-look' });
  const { number } = await order('key-sealed', 'book');
  const rows = await own.query<{ row: string }>('select s::text as row from service_kit.stored_answer s');
  await own.close();
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.map(({ row }) => row).join()).not.toContain('"number"');
  expect(await order('key-sealed', 'book')).toMatchObject({ number, replayed: true });
});

it('refuses the same key for another request, and a key that is none', async () => {
  await order('key-2', 'book');
  expect(await order('key-2', 'pen')).toMatchObject({ status: 422, code: 'idempotency-key-reused' });
  expect(await order('a key with blanks', 'pen')).toMatchObject({
    status: 400,
    code: 'idempotency-key-malformed',
  });
});

it('answers 409 while the first call is being worked on, then its answer', async () => {
  const first = order('key-3', 'slow');
  const go = await eventually(() => finish, { what: 'the first call in the route' });
  expect(await order('key-3', 'slow')).toMatchObject({ status: 409, code: 'idempotency-key-in-flight' });
  go();
  const { number } = await first;
  expect(await order('key-3', 'slow')).toMatchObject({ status: 201, replayed: true, number });
});

it('keeps no refusal: a later attempt may succeed', async () => {
  failing = true;
  expect(await order('key-4', 'book')).toMatchObject({ status: 409, code: 'sold-out' });
  failing = false;
  expect(await order('key-4', 'book')).toMatchObject({ status: 201, replayed: false });
});

it('does nothing twice when it dies right after the commit that stored the answer', async () => {
  expect((await order('key-5', 'crashes')).status).toBe(500);
  expect(await order('key-5', 'crashes')).toMatchObject({ status: 201, replayed: true });
});

it('takes the effect back of a call that took longer than its lease and was made again meanwhile', async () => {
  const own = await Database.open({ url: database.url, applicationName: 'orders-look' });
  const ordered = async () => (await own.query('select from ordered')).length;
  const before = await ordered();
  finish = undefined;
  const first = order('key-6', 'overtaken');
  const goFirst = await eventually(() => finish, { what: 'the first call in the route' });
  await own.query("update service_kit.stored_answer set lease_until = now() where key = 'key-6'");
  finish = undefined;
  const second = order('key-6', 'overtaken');
  const goSecond = await eventually(() => finish, { what: 'the second call in the route' });
  goSecond();
  const { number } = await second;
  goFirst();
  expect(await first).toMatchObject({ status: 409, code: 'idempotency-key-in-flight' });
  expect(await ordered()).toBe(before + 1);
  expect(await order('key-6', 'overtaken')).toMatchObject({ status: 201, replayed: true, number });
  await own.close();
});
