// Outbox, relay, Kafka and partition consumer together keep what every transport must keep.
import {
  testDatabase,
  testServers,
  transportContract,
  uniquePrefix,
  type ContractHandler,
  type ContractMessage,
  type TransportUnderTest,
} from '@continuo/testing';
import {
  Outbox,
  PartitionConsumer,
  Relay,
  WakeUp,
  type IncomingRecord,
  type OutgoingBytes,
  type PartitionHandler,
} from '../src/index.js';
import { ConsumerRig, consumerOptions, HAPPENED, type Happening } from './consumer-rig.js';

const TOPIC = 'rig.things';
const PARTITIONS = 4;

transportContract('outbox, relay, Kafka, partition consumer', kafkaTransport);

async function kafkaTransport(): Promise<TransportUnderTest> {
  const own = await testDatabase('contract');
  const servers = { ...testServers(), databaseUrl: own.url, topicPrefix: uniquePrefix('contract') };
  const rig = await ConsumerRig.open(servers, { topics: [TOPIC], partitions: PARTITIONS });
  await own.query(
    'create table kept (id bigint generated always as identity, consumer text, key text, said text)',
  );
  const wakeUp = new WakeUp();
  const outbox = outboxOf(rig, wakeUp);
  const relay = new Relay({
    database: rig.database,
    kafka: rig.kafka,
    service: 'rig',
    wakeUp,
    leaseMs: 1_000,
  });
  relay.start();
  return {
    async publish(messages, { rollBack = false } = {}) {
      const outgoing = messages.map((message) => outgoingOf(rig, message));
      const publishing = rig.database.transaction(async (tx) => {
        await outbox.insertOutgoing(tx, outgoing);
        if (rollBack) throw new RolledBack();
      });
      await publishing.catch((thrown: unknown) => {
        if (!(thrown instanceof RolledBack)) throw thrown;
      });
    },
    async join(group, handler) {
      const over = { group, backoff: { firstMs: 5, maxMs: 20 } };
      const consumer = new PartitionConsumer(
        consumerOptions(rig, rig.kafka, handlerOf(group, handler), over),
      );
      await consumer.start();
      return consumer;
    },
    async effects(group) {
      const rows = await own.query<{ key: string; said: string }>(
        'select key, said from kept where consumer = $1 order by id',
        [group],
      );
      return rows.map(({ key, said }) => ({ key, text: JSON.parse(said) as string }));
    },
    async close() {
      await relay.stop();
      await rig.close();
      await own.drop();
    },
  };
}

class RolledBack extends Error {}

function outboxOf(rig: ConsumerRig, wakeUp: WakeUp): Outbox {
  return new Outbox({
    database: rig.database,
    encoder: { prepare: () => Promise.resolve(), encode: () => neverEncodes() },
    partitions: () => PARTITIONS,
    service: 'rig',
    wake: () => wakeUp.ring(),
  });
}

function neverEncodes(): never {
  throw new Error('this suite publishes copies only');
}

let ids = 0;

function outgoingOf(rig: ConsumerRig, { key, text, headers }: ContractMessage): OutgoingBytes {
  ids += 1;
  const envelope = { ce_specversion: '1.0', ce_id: `contract-${ids}`, ce_type: HAPPENED, ce_source: '/rig' };
  return {
    topic: TOPIC,
    key,
    bytes: rig.valueOf({ entity: key, number: ids, act: text }),
    headers: { ...envelope, ...headers },
  };
}

function handlerOf(group: string, handler: ContractHandler): PartitionHandler {
  return {
    async handle(records, { tx }) {
      for (const record of records) {
        await handler(messageOf(record), async (text) => {
          // As JSON: a text column holds no U+0000.
          const values = [group, record.key, JSON.stringify(text)];
          await tx.client.query('insert into kept (consumer, key, said) values ($1, $2, $3)', values);
        });
      }
      return {};
    },
  };
}

function messageOf(record: IncomingRecord): ContractMessage {
  const { key, headers } = record;
  return { key, text: record.value<Happening & Record<string, unknown>>().act, headers };
}
