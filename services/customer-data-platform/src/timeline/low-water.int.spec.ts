// How far the timeline is behind, as it is measured: by real positions on real topics, while one of them is not read.
import { contract } from '@continuo/contracts';
import { kafkaClient, messagingMigrations, type KafkaClient } from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import { serviceKitMigrations } from '@continuo/service-kit';
import { startTelemetry, type Telemetry } from '@continuo/telemetry';
import { eventually, testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import { customerDataPlatformMigrations } from '../migrations/all-migrations.js';
import { LowWaterService } from './low-water.service.js';
import { LowWaterStore } from './low-water.store.js';
import { sourceTopics } from './timeline.consumer.js';

const TOPIC = 'cdp.tracking';

let own: TestDatabase;
let database: Database;
let kafka: KafkaClient;
let telemetry: Telemetry;
let service: LowWaterService;

beforeAll(async () => {
  own = await testDatabase('low_water');
  database = await Database.open({ url: own.url, applicationName: 'low-water', poolSize: 4 });
  await migrate(database, [messagingMigrations, serviceKitMigrations, customerDataPlatformMigrations]);
  const brokers = testServers().kafkaBrokers.split(',');
  kafka = kafkaClient({ brokers, clientId: 'low-water', topicPrefix: uniquePrefix('low-water') });
  await kafka.admin().create(sourceTopics.map((topic) => ({ topic, partitions: 1 })));
  telemetry = startTelemetry({ service: 'customer-data-platform', version: 'test' });
  service = renewed();
}, 60_000);

afterAll(async () => {
  service.onApplicationShutdown();
  await telemetry.shutdown();
  await kafka.admin().delete(sourceTopics);
  await kafka.close();
  await database.close();
  await own.drop();
}, 30_000);

/** As after a start: nothing is known yet. */
function renewed(): LowWaterService {
  const started = new LowWaterService(database, kafka, new LowWaterStore());
  started.onModuleInit();
  return started;
}

/** Seconds; undefined where nothing is told. */
async function lag(): Promise<number | undefined> {
  const told = /^continuo_low_water_mark_lag\S* (\S+)/m.exec(await telemetry.metricsText())?.[1];
  return told === undefined ? undefined : Number(told);
}

async function read(next: number, clock: number): Promise<void> {
  await database.query(
    `insert into messaging.partition_position (group_name, topic, partition, topic_id, next_offset, epoch, clock)
     values ('cdp', $1, 0, 'id', $2, 1, $3)
     on conflict (group_name, topic, partition) do update set next_offset = excluded.next_offset, clock = excluded.clock`,
    [TOPIC, next, clock],
  );
}

test('the mark is as far behind as the source that is read least, and tells nothing where nothing is known', async () => {
  expect(contract.topic('cdp.timeline')?.forwards).toContain(TOPIC);
  expect(await lag()).toBeLessThan(10);

  const producer = await kafka.producer();
  const record = { partition: 0, key: Buffer.from('k'), value: Buffer.from('v'), headers: {} };
  await producer.send(TOPIC, [record, record]);
  await producer.close();
  service.onApplicationShutdown();
  expect(await lag()).toBeUndefined();
  service = renewed();
  // A record that nobody has begun to read: up to when everything was read is not known.
  expect(await lag()).toBeUndefined();

  await read(1, Date.now() - 90_000);
  // Looks that come close together are one.
  const behind = await eventually(lag, { what: 'a mark that is known' });
  expect(behind).toBeGreaterThanOrEqual(90);
  expect(behind).toBeLessThan(100);

  await read(2, Date.now() - 90_000);
  await eventually(async () => ((await lag()) ?? 90) < 10, { what: 'a mark that has come up' });
}, 30_000);
