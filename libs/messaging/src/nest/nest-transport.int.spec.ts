// Proves the Nest transport on real servers: handlers share the position's transaction, and whatever throws on a record's
// way through Nest (handler, pipe, guard, interceptor, filter) leaves the position where it was.
import 'reflect-metadata';
import {
  createRegistryClient,
  defineContract,
  registerSchemas,
  type Contract,
  type EventSchema,
} from '@continuo/contracts';
import { Fault, ignored } from '@continuo/kernel';
import { Database, migrate } from '@continuo/persistence';
import { inSpan, startTelemetry, type Telemetry } from '@continuo/telemetry';
import {
  eventually,
  OtlpReceiver,
  testDatabase,
  testServers,
  uniquePrefix,
  type TestDatabase,
} from '@continuo/testing';
import {
  Catch,
  Controller,
  Injectable,
  Module,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type CallHandler,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
  type NestInterceptor,
  type PipeTransform,
  type RpcExceptionFilter,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern as NestEventPattern, Payload } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { EMPTY, map, of, tap, type Observable } from 'rxjs';
import type { HandlerResult, PartitionHandler, PartitionScope } from '../handler.js';
import { kafkaClient } from '../kafka/kafkajs-client.js';
import { partitionOf } from '../kafka/partition-of.js';
import type { IncomingRecord, OutgoingEvent } from '../message.js';
import { messagingMigrations } from '../migrations/messaging-migrations.js';
import { Outbox } from '../outbox/outbox.js';
import { BatchHandler } from './batch-handler.decorator.js';
import { EventPattern } from './event-pattern.decorator.js';
import { Messaging } from './messaging.js';
import { MessagingModule } from './messaging.module.js';
import { RecordContext, type RecordAnswer } from './record-context.js';
import { startMessaging } from './start-messaging.js';

const ASKED = 'continuo.nestprobe.Asked.v1';
const ANSWERED = 'continuo.nestprobe.Answered.v1';
const SEEN = 'continuo.nestprobe.Seen.v1';
/** Nobody here asked for it. */
const PASSED = 'continuo.nestprobe.Passed.v1';
const PARTITIONS = 16;

interface Asked {
  readonly act: string;
}

function schema(name: string): EventSchema {
  return {
    type: 'record',
    namespace: 'continuo.nestprobe',
    name,
    fields: ['entity', 'act'].map((field) => ({ name: field, type: 'string', pii: false })),
  };
}

function probeContract(): Contract {
  const common = {
    owner: 'probe',
    doc: 'Of a test.',
    key: { is: 'entity', from: ['value.entity'] },
    about: 'none',
    partitions: PARTITIONS,
    retentionMs: 3_600_000,
    cleanup: 'delete',
    forwards: [],
    producers: ['probe'],
    consumers: ['probe'],
  } as const;
  return defineContract({
    schemas: ['Asked', 'Answered', 'Seen', 'Passed'].map(schema),
    topics: [
      {
        ...common,
        name: 'nestprobe.asked',
        types: ['continuo.nestprobe.Asked', 'continuo.nestprobe.Seen', 'continuo.nestprobe.Passed'],
      },
      { ...common, name: 'nestprobe.answered', types: ['continuo.nestprobe.Answered'] },
    ],
  });
}

/** Where on its way a record fails, as its `act` says, until the failure is cured. */
const failing = { on: true };
const attempts = new Map<string, number>();

function failAt(place: string, { act }: Asked): void {
  if (act !== place) return;
  attempts.set(act, (attempts.get(act) ?? 0) + 1);
  if (failing.on) throw new TypeError(`failing at ${place}`);
}

const askedOf = (context: ExecutionContext): Asked => context.switchToRpc().getData<Asked>();

@Injectable()
class ActGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const asked = askedOf(context);
    failAt('guard', asked);
    if (asked.act === 'guard-refuses') attempts.set(asked.act, (attempts.get(asked.act) ?? 0) + 1);
    return asked.act !== 'guard-refuses' || !failing.on;
  }
}

@Injectable()
class ActPipe implements PipeTransform<unknown> {
  transform(value: unknown): unknown {
    if (!(value instanceof RecordContext)) failAt('pipe', value as Asked);
    return value;
  }
}

@Injectable()
class ActInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const asked = askedOf(context);
    failAt('interceptor', asked);
    return next.handle().pipe(
      tap(() => failAt('interceptor-after', asked)),
      map((answer: unknown) => answer),
    );
  }
}

@Catch()
class ActFilter implements RpcExceptionFilter<unknown> {
  catch(_exception: unknown, host: { switchToRpc(): { getData<T>(): T } }): Observable<unknown> {
    const { act } = host.switchToRpc().getData<Asked>();
    if (act === 'filter-throws') throw new Error('the filter fails too');
    if (act === 'filter-swallows-with-a-value') return of({ handled: true });
    if (act === 'filter-classifies') throw new Fault('comes again', { code: 'come-again', retriable: true });
    // What a careless filter does: the error is gone, and with it would be the record.
    return EMPTY;
  }
}

function insertEffect(context: RecordContext, act: string): Promise<unknown> {
  return context.tx.client.query('insert into effect (act, record_offset) values ($1, $2)', [
    act,
    context.record.offset.toString(),
  ]);
}

const answer = (record: IncomingRecord, act: string): OutgoingEvent => ({
  type: ANSWERED,
  key: record.key,
  value: { entity: record.key, act },
});

const throwsInHandler = new Set([
  'handler',
  'filter-throws',
  'filter-swallows-with-a-value',
  'filter-classifies',
]);

@Controller()
@UseGuards(ActGuard)
@UsePipes(ActPipe)
@UseInterceptors(ActInterceptor)
@UseFilters(ActFilter)
class AskedController {
  @EventPattern(ASKED, { topic: 'nestprobe.asked' })
  async asked(@Payload() asked: Asked, @Ctx() context: RecordContext): Promise<RecordAnswer> {
    await insertEffect(context, asked.act);
    if (throwsInHandler.has(asked.act)) failAt(asked.act, asked);
    if (asked.act === 'quiet') return ignored('asked-to-be-quiet');
    return answer(context.record, asked.act);
  }
}

@Injectable({ scope: Scope.REQUEST })
class PerRecord {
  readonly born = Symbol('one for each record');
}

const born = new Set<symbol>();

@Controller()
class SeenController {
  constructor(private readonly perRecord: PerRecord) {}

  @NestEventPattern<string>(SEEN, { topic: 'nestprobe.asked' })
  seen(@Ctx() context: RecordContext): Observable<OutgoingEvent> {
    born.add(this.perRecord.born);
    context.publish(answer(context.record, 'by-context'));
    return of(answer(context.record, 'by-stream-1'), answer(context.record, 'by-stream-2'));
  }
}

@Injectable()
@BatchHandler({ topics: ['nestprobe.answered'] })
class AnsweredHandler implements PartitionHandler {
  async handle(records: readonly IncomingRecord[], scope: PartitionScope): Promise<HandlerResult> {
    for (const record of records) {
      await scope.tx.client.query('insert into answered (act) values ($1)', [
        record.value<Asked & Record<string, unknown>>().act,
      ]);
    }
    return {};
  }
}

let own: TestDatabase;
let app: INestApplication;
let contract: Contract;
let receiver: OtlpReceiver;
let telemetry: Telemetry;
const prefix = uniquePrefix('nest');

beforeAll(async () => {
  [own, receiver] = await Promise.all([testDatabase('nest'), OtlpReceiver.start()]);
  telemetry = startTelemetry({
    service: 'probe',
    version: '0',
    otlpEndpoint: receiver.endpoint,
    samplingRatio: 1,
  });
  contract = probeContract();
  await prepareServers();
  @Module({
    imports: [
      MessagingModule.forRoot({
        service: 'probe',
        group: 'probe',
        contract,
        database: { url: own.url, poolSize: 20 },
        kafka: { brokers: testServers().kafkaBrokers.split(','), topicPrefix: prefix },
        schemaRegistry: { url: testServers().schemaRegistryUrl },
        consumer: {
          sessionTimeoutMs: 6_000,
          limits: { maxAttempts: 1_000_000 },
          backoff: { firstMs: 20, maxMs: 50 },
        },
      }),
    ],
    controllers: [AskedController, SeenController],
    providers: [ActGuard, ActPipe, ActInterceptor, ActFilter, PerRecord, AnsweredHandler],
  })
  class ProbeModule {}
  app = await NestFactory.create(ProbeModule, new FastifyAdapter(), { logger: false });
  await app.init();
  await startMessaging(app);
}, 30_000);

afterAll(async () => {
  await app?.close();
  await telemetry.shutdown();
  await receiver.close();
  const kafka = testKafka();
  await kafka.admin().delete([...contract.topics, ...contract.deadLetterTopics].map(({ name }) => name));
  await kafka.close();
  await own.drop();
}, 30_000);

function testKafka() {
  return kafkaClient({
    brokers: testServers().kafkaBrokers.split(','),
    clientId: 'nest-test',
    topicPrefix: prefix,
  });
}

async function prepareServers(): Promise<void> {
  const database = await Database.open({ url: own.url, applicationName: 'nest-test', poolSize: 2 });
  await migrate(database, [messagingMigrations]);
  await database.close();
  await own.query(
    'create table effect (id bigint generated always as identity, act text, record_offset bigint)',
  );
  await own.query('create table answered (id bigint generated always as identity, act text)');
  await registerSchemas(createRegistryClient({ url: testServers().schemaRegistryUrl }), contract);
  const kafka = testKafka();
  const config = { 'message.timestamp.type': 'LogAppendTime' };
  await kafka
    .admin()
    .create([
      ...contract.topics.map(({ name, partitions }) => ({ topic: name, partitions, config })),
      ...contract.deadLetterTopics.map(({ name, partitions }) => ({ topic: name, partitions })),
    ]);
  await kafka.close();
}

/** A key on a partition that no other key of this test is on. */
const taken = new Set<number>();
function freshKey(): string {
  for (let n = 0; ; n += 1) {
    const partition = partitionOf(Buffer.from(`key-${n}`), PARTITIONS);
    if (taken.has(partition)) continue;
    taken.add(partition);
    return `key-${n}`;
  }
}

async function publish(type: string, key: string, ...acts: readonly string[]): Promise<void> {
  const outgoing = acts.map((act) => ({ type, key, value: { entity: key, act } }));
  await app.get(Outbox).transact(async () => ({ result: undefined, outgoing }));
}

async function effects(act: string): Promise<number> {
  const rows = await own.query<{ n: number }>('select count(*)::int as n from effect where act = $1', [act]);
  return rows[0]?.n ?? 0;
}

async function answered(act: string): Promise<number> {
  const rows = await own.query<{ n: number }>('select count(*)::int as n from answered where act = $1', [
    act,
  ]);
  return rows[0]?.n ?? 0;
}

async function position(key: string): Promise<string | undefined> {
  const rows = await own.query<{ next_offset: string }>(
    "select next_offset from messaging.partition_position where topic = 'nestprobe.asked' and partition = $1",
    [partitionOf(Buffer.from(key), PARTITIONS)],
  );
  return rows[0]?.next_offset;
}

it('applies a record, publishes what its handler returns, and hands that on to a batch handler', async () => {
  const key = freshKey();
  await publish(ASKED, key, 'once', 'quiet');
  await eventually(async () => (await position(key)) === '2', { what: 'the position behind both records' });
  await eventually(async () => (await answered('once')) === 1, { what: 'the answer at the batch handler' });
  expect([await effects('once'), await effects('quiet'), await answered('quiet')]).toEqual([1, 1, 0]);
}, 30_000);

it('lets types that nobody handles pass, alone and in front of one that somebody does', async () => {
  const key = freshKey();
  await publish(PASSED, key, ...Array.from({ length: 60 }, (_, n) => `alone-${n}`));
  await eventually(async () => (await position(key)) === '60', { what: 'the passing records behind us' });
  const mixed = ['a', 'b', 'c'].map((act) => ({ type: PASSED, key, value: { entity: key, act } }));
  const handled = { type: ASKED, key, value: { entity: key, act: 'behind-passing' } };
  await app.get(Outbox).transact(async () => ({ result: undefined, outgoing: [...mixed, handled] }));
  await eventually(async () => (await answered('behind-passing')) === 1, { what: 'the answer' });
  expect([await position(key), await effects('behind-passing')]).toEqual(['64', 1]);
  expect(await telemetry.metricsText()).toMatch(
    /^continuo_consumer_ignored_total\{[^}]*continuo_reason="no-handler"[^}]*\} 63$/m,
  );
}, 30_000);

it('serves request-scoped controllers, and collects what the context, and every value of a stream, publish', async () => {
  const key = freshKey();
  await publish(SEEN, key, 'first', 'second');
  await eventually(async () => (await answered('by-stream-2')) === 2, { what: 'all answers' });
  expect([await answered('by-context'), await answered('by-stream-1'), born.size]).toEqual([2, 2, 2]);
}, 30_000);

const places = [
  'handler',
  'guard',
  'guard-refuses',
  'pipe',
  'interceptor',
  'interceptor-after',
  'filter-throws',
  'filter-swallows-with-a-value',
  'filter-classifies',
];

it('leaves the position where it was whatever throws, and applies each record once when it no longer does', async () => {
  const keys = new Map(places.map((place) => [place, freshKey()]));
  const bystander = freshKey();
  for (const [place, key] of keys) await publish(ASKED, key, place);
  await eventually(() => places.every((place) => (attempts.get(place) ?? 0) >= 2), {
    what: 'two attempts of each',
  });
  await publish(ASKED, bystander, 'bystander');
  await eventually(async () => (await effects('bystander')) === 1, { what: 'a record of another partition' });
  for (const [place, key] of keys) {
    expect([place, await position(key), await effects(place)]).toEqual([place, '0', 0]);
  }
  expect(app.get(Messaging).live()).toBeUndefined();
  failing.on = false;
  for (const [place, key] of keys) {
    await eventually(async () => (await position(key)) === '1', { what: `the position behind ${place}` });
    expect([place, await effects(place)]).toEqual([place, 1]);
  }
  await eventually(async () => (await answered('handler')) === 1, { what: 'the answer, once' });
}, 60_000);

it('tells the way of an event: sent and handled under its own trace context, answered under the handling', async () => {
  const key = freshKey();
  const request = await inSpan('request', {}, async (span) => {
    await publish(ASKED, key, 'traced');
    return span.spanContext();
  });
  await eventually(async () => (await answered('traced')) === 1, { what: 'the answer at the batch handler' });
  const path = await eventually(
    async () => {
      await telemetry.flush();
      const handled = linkedTo('process nestprobe.asked', request.spanId);
      const answer = handled && linkedTo('process nestprobe.answered', handled.spanId);
      const sent = receiver
        .named('send nestprobe.asked')
        .find(({ parentSpanId }) => parentSpanId === request.spanId);
      return handled && answer && sent ? { handled, answer, sent } : undefined;
    },
    { what: 'the spans of all three' },
  );
  expect(path.sent).toMatchObject({ kind: 'producer', traceId: request.traceId });
  expect(path.handled).toMatchObject({ kind: 'consumer', attributes: { 'continuo.event.type': ASKED } });
  const statements = receiver.spans.filter(({ parentSpanId }) => parentSpanId === path.handled.spanId);
  expect(statements.map(({ name }) => name)).toContain('INSERT effect');
  expect(receiver.bodies.join('')).not.toContain(key);
}, 30_000);

function linkedTo(name: string, spanId: string) {
  return receiver.named(name).find(({ links }) => links.some((link) => link.spanId === spanId));
}

it('is ready and alive, tells its figures, and drains on close: all sent, all handed over', async () => {
  const messaging = app.get(Messaging);
  expect([await messaging.ready(), messaging.live()]).toEqual([undefined, undefined]);
  const figures = await telemetry.metricsText();
  expect(figures).toMatch(/^continuo_consumer_lag\{[^}]*messaging_destination_name="nestprobe.asked"/m);
  expect(figures).toMatch(/^continuo_outbox_pending \d+$/m);
  expect(figures).toMatch(
    /^continuo_consumer_ignored_total\{[^}]*continuo_reason="asked-to-be-quiet"[^}]*\} 1$/m,
  );
  await publish(ASKED, freshKey(), 'last');
  await app.close();
  const [left] = await own.query<{ outbox: number; kept: number }>(
    `select (select count(*)::int from messaging.outbox) as outbox,
       (select count(*)::int from messaging.partition_position where handed_over_epoch is distinct from epoch) as kept`,
  );
  expect(left).toEqual({ outbox: 0, kept: 0 });
}, 30_000);
