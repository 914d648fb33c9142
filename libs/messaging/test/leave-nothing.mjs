// Asks a broker at several places at once, closes while some of it is under way, and must end by itself: `kafkajs-connections.int.spec.ts` waits for it.
import { setImmediate as turn } from 'node:timers/promises';
import { kafkaClient } from '../dist/kafka/kafkajs-client.js';

const { broker, prefix } = JSON.parse(process.argv[2] ?? '{}');
const kafka = kafkaClient({ brokers: broker.split(','), clientId: 'leave-nothing', topicPrefix: prefix });
const [admin, log] = [kafka.admin(), kafka.log()];
await admin.create([{ topic: 'left', partitions: 2 }]);
const producers = await Promise.all([kafka.producer(), kafka.producer()]);
const message = { partition: 0, key: null, value: Buffer.from('x'), headers: {} };
await Promise.all([
  ...producers.map((producer) => producer.send('left', [message])),
  ...[0, 1, 0, 1].map((partition) => log.fetch({ topic: 'left', partition, from: 0n })),
  ...[0, 1, 2].flatMap(() => [admin.logRanges('left'), admin.topicId('left'), admin.ping()]),
]);
await admin.delete(['left']);
// kafkajs asks for what is unknown again and again: these are not over when their client closes.
const left = Promise.allSettled([
  ...['none', 'nobody'].map((topic) => admin.logRanges(topic)),
  log.ends(['none']),
  admin.topicId('none'),
]);
await admin.ping();
await kafka.close();
const sockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
// What was destroyed is gone some turns of the event loop later.
for (let turns = 0; turns < 10 && sockets() > 0; turns += 1) await turn();
const closed = sockets();
const failed = (await left).filter(({ status }) => status === 'rejected').length;
process.stdout.write(JSON.stringify({ closed, failed, afterwards: sockets() }));
