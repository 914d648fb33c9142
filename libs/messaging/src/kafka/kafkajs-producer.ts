// A producer that never says "sent" when it was not: one request per leader, no retries, every answer checked.
import { Fault } from '@continuo/kernel';
import type { Kafka } from 'kafkajs';
import type { KafkaMessage, KafkaProducer } from './kafka-client.js';
import { ask, brokerError, connectCluster, type Cluster } from './kafkajs-cluster.js';
import { kafkaFault } from './kafkajs-faults.js';
import { PRODUCE, produceAnswer, produceRequest, type PartitionAnswer } from './produce-request.js';
import { recordBatch } from './record-batch.js';

export interface ProducerSettings {
  readonly prefix: string;
  readonly gzip: boolean;
  readonly timeoutMs: number;
  readonly closed: () => void;
}

/**
 * Not kafkajs' producer. That one insists on retries when it is to be idempotent, and those can resolve without
 * having sent a partition whose leader moved in between; and it spends a hundred microseconds on a record with our
 * headers. What idempotence would protect, the relay does: it repeats a stored batch with the same
 * `publisher-sequence`, and readers drop what they had.
 */
export class KafkajsProducer implements KafkaProducer {
  private spent: Fault | undefined;
  private readonly known = new Set<string>();

  private constructor(
    private readonly cluster: Cluster,
    private readonly settings: ProducerSettings,
  ) {}

  static async connect(kafka: Kafka, settings: ProducerSettings): Promise<KafkajsProducer> {
    try {
      return new KafkajsProducer(await connectCluster(kafka), settings);
    } catch (error) {
      throw kafkaFault('no broker accepts a producer', error);
    }
  }

  async send(topic: string, messages: readonly KafkaMessage[]): Promise<void> {
    if (this.spent !== undefined) throw this.spent;
    if (messages.length === 0) return;
    try {
      checkAnswer(topic, messages, await this.produce(this.settings.prefix + topic, messages));
    } catch (error) {
      this.spent = new Fault('a producer whose send failed must not be used again', {
        code: 'producer-spent',
        retriable: true,
      });
      throw kafkaFault(`sending to ${topic} failed`, error);
    }
  }

  async close(): Promise<void> {
    this.settings.closed();
    await this.cluster.disconnect();
  }

  private async produce(name: string, messages: readonly KafkaMessage[]): Promise<PartitionAnswer[]> {
    const batches = await this.batches(messages);
    if (!this.known.has(name)) await this.cluster.addTargetTopic(name);
    this.known.add(name);
    await this.cluster.refreshMetadataIfNecessary();
    const leaders = this.cluster.findLeaderForPartitions(name, [...batches.keys()]);
    const answers = await Promise.all(
      Object.entries(leaders).map(async ([nodeId, partitions]) => {
        const broker = await this.cluster.findBroker({ nodeId });
        const own = new Map([...batches].filter(([partition]) => partitions.includes(partition)));
        const request = produceRequest(name, own, this.settings.timeoutMs);
        return ask(broker, { ...PRODUCE, request, answer: produceAnswer });
      }),
    );
    return answers.flat();
  }

  private async batches(messages: readonly KafkaMessage[]): Promise<ReadonlyMap<number, Buffer>> {
    const byPartition = new Map<number, KafkaMessage[]>();
    for (const message of messages) {
      const group = byPartition.get(message.partition);
      if (group === undefined) byPartition.set(message.partition, [message]);
      else group.push(message);
    }
    const now = Date.now();
    const batches = new Map<number, Buffer>();
    for (const [partition, group] of byPartition) {
      batches.set(partition, await recordBatch(group, now, this.settings.gzip));
    }
    return batches;
  }
}

/** Acknowledged means: every partition that was sent is answered, without an error and with an offset. */
export function checkAnswer(
  topic: string,
  messages: readonly Pick<KafkaMessage, 'partition'>[],
  answer: readonly PartitionAnswer[],
): void {
  const acknowledged = new Set<number>();
  for (const { partition, errorCode, baseOffset } of answer) {
    if (errorCode !== 0) throw brokerError(errorCode);
    if (baseOffset >= 0n) acknowledged.add(partition);
  }
  for (const { partition } of messages) {
    if (acknowledged.has(partition)) continue;
    throw new Fault(`the broker's answer does not acknowledge partition ${partition} of ${topic}`, {
      code: 'send-unacknowledged',
      retriable: true,
    });
  }
}
