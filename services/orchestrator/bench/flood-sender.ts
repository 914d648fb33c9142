// Sends one message to a topic very often, from a process of its own: what sends it must not slow who is measured.
import { kafkaClient, type KafkaMessage } from '@continuo/messaging';
import { randomUUID } from 'node:crypto';
import { setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** What it is told, once, over its channel. */
export interface Flood {
  readonly brokers: string;
  readonly topicPrefix: string;
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly count: number;
  readonly perSecond: number;
}

const AT_ONCE = 240;
/** Elsewhere it has a machine of its own; here it takes what the others leave. */
const LOWER = 10;

setPriority(LOWER);
process.on('disconnect', () => process.exit(1));
process.once('message', (flood) => void send(flood as Flood).then(() => process.send?.('sent')));
process.send?.('ready');

async function send(flood: Flood): Promise<void> {
  const { brokers, topicPrefix, topic, partition, headers, count } = flood;
  const kafka = kafkaClient({ brokers: brokers.split(','), clientId: 'flood', topicPrefix });
  const producer = await kafka.producer();
  const [key, value] = [Buffer.from(flood.key), Buffer.from(flood.value, 'base64')];
  const publisher = `flood/${randomUUID()}`;
  const began = performance.now();
  for (let from = 0; from < count; from += AT_ONCE) {
    await delay(Math.max(0, began + (from * 1_000) / flood.perSecond - performance.now()));
    const messages = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, n): KafkaMessage => {
      const own = { ce_id: randomUUID(), publisher, 'publisher-sequence': String(from + n + 1) };
      return { partition, key, value, headers: { ...headers, ...own } };
    });
    await producer.send(topic, messages);
  }
  await producer.close();
  await kafka.close();
}
