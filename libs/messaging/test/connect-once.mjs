// Connects a producer, an admin and a consumer, and ends: `kafkajs-client.int.spec.ts` reads what Node warns of.
import { kafkaClient } from '../dist/kafka/kafkajs-client.js';

const { broker, prefix } = JSON.parse(process.argv[2] ?? '{}');
const kafka = kafkaClient({ brokers: broker.split(','), clientId: 'connect-once', topicPrefix: prefix });
await kafka.admin().create([{ topic: 'warnings', partitions: 1 }]);
const producer = await kafka.producer();
await producer.send('warnings', [{ partition: 0, key: null, value: Buffer.from('x'), headers: {} }]);
const consumer = kafka.consumer({ group: 'warnings', topics: ['warnings'] });
await new Promise((resolve, reject) => {
  consumer
    .start({
      assigned: ([partition]) => consumer.resume(partition, 0n),
      revoked: () => undefined,
      batch: resolve,
      positionLost: reject,
      crashed: reject,
    })
    .catch(reject);
});
await kafka.admin().delete(['warnings']);
await kafka.close();
