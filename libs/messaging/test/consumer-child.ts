// A consumer in a process of its own, to be killed and stopped: does what records say, tells its parent how it is.
import { Database } from '@continuo/persistence';
import { PartitionConsumer } from '../src/index.js';
import { consumerOptions, effectHandler, kafkaOf, rigContract, type RigServers } from './consumer-rig.js';
import { obey } from './rig-acts.js';

interface ChildOrder {
  readonly servers: RigServers;
  readonly topics: readonly string[];
  readonly partitions: number;
  readonly sessionTimeoutMs: number;
  readonly batchSize: number;
  readonly maxAttempts: number;
  readonly recordsPerKey?: number;
  /** Seam at which to kill this process, and at which passing of it. */
  readonly dieAt?: { readonly seam: string; readonly passing: number };
}

const order = JSON.parse(process.argv[2] ?? '{}') as ChildOrder;
const database = await Database.open({ url: order.servers.databaseUrl, applicationName: 'consumer-child' });
const kafka = kafkaOf(order.servers);
const contract = rigContract(order.topics, order.partitions);
let passings = 0;
const consumer = new PartitionConsumer(
  consumerOptions(
    { servers: order.servers, topics: order.topics, contract, database },
    kafka,
    effectHandler(obey),
    {
      sessionTimeoutMs: order.sessionTimeoutMs,
      batchSize: order.batchSize,
      ...(order.recordsPerKey !== undefined && { recordsPerKey: order.recordsPerKey }),
      drain: { perSecond: 2_000, slice: 30 },
      observer: {
        troubled: (place, code, reason) => console.error(`${place.partition}: ${code}: ${reason}`),
      },
      limits: { maxAttempts: order.maxAttempts },
      seams: (seam) => {
        if (seam !== order.dieAt?.seam) return;
        passings += 1;
        if (passings === order.dieAt.passing) process.kill(process.pid, 'SIGKILL');
      },
    },
  ),
);
process.on('SIGTERM', () => {
  void consumer
    .stop()
    .then(() => Promise.all([kafka.close(), database.close()]))
    .then(() => process.exit(0));
});
await consumer.start();
process.stdout.write('started\n');
// Silence tells the parent that the loop is blocked.
setInterval(() => process.stdout.write('.'), 100);
// A parent that is gone takes its children along.
process.stdout.on('error', () => process.exit(1));
