// A producer that never says "sent" when it was not: no retries inside, every answer checked.
import { Fault } from '@continuo/kernel';
import { CompressionTypes, type Producer, type RecordMetadata } from 'kafkajs';
import type { KafkaMessage, KafkaProducer } from './kafka-client.js';
import type { OwnKafka } from './kafkajs-connections.js';
import { kafkaFault } from './kafkajs-faults.js';

export interface ProducerSettings {
  readonly prefix: string;
  readonly gzip: boolean;
  readonly timeoutMs: number;
  readonly closed: () => void;
}

/**
 * Not kafkajs' idempotent mode. It insists on retries, and those can resolve without having sent a partition whose
 * leader moved in between; it also lets one topic's send wait for another's. What idempotence would protect, the
 * relay does: it repeats a stored batch with the same `publisher-sequence`, and readers drop what they had.
 */
export class KafkajsProducer implements KafkaProducer {
  private spent: Fault | undefined;

  private constructor(
    private readonly kafka: OwnKafka,
    private readonly producer: Producer,
    private readonly settings: ProducerSettings,
  ) {}

  static async connect(kafka: OwnKafka, settings: ProducerSettings): Promise<KafkajsProducer> {
    const producer = kafka.producer({
      allowAutoTopicCreation: false,
      retry: { retries: 0 },
      createPartitioner: () => chosenPartition,
    });
    try {
      await producer.connect();
    } catch (error) {
      kafka.close();
      throw kafkaFault('no broker accepts a producer', error);
    }
    return new KafkajsProducer(kafka, producer, settings);
  }

  async send(topic: string, messages: readonly KafkaMessage[]): Promise<void> {
    if (this.spent !== undefined) throw this.spent;
    if (messages.length === 0) return;
    try {
      const answer = await this.producer.send({
        topic: this.settings.prefix + topic,
        messages: messages as KafkaMessage[],
        acks: -1,
        timeout: this.settings.timeoutMs,
        compression: this.settings.gzip ? CompressionTypes.GZIP : CompressionTypes.None,
      });
      checkAnswer(topic, messages, answer);
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
    this.kafka.refuse();
    await this.producer.disconnect().finally(() => this.kafka.close());
  }
}

function chosenPartition(chosen: { message: { partition?: number } }): number {
  return chosen.message.partition ?? 0;
}

/** Acknowledged means: every partition that was sent is answered, without an error and with an offset. */
export function checkAnswer(
  topic: string,
  messages: readonly Pick<KafkaMessage, 'partition'>[],
  answer: readonly RecordMetadata[],
): void {
  const acknowledged = new Set<number>();
  for (const { partition, errorCode, baseOffset } of answer) {
    if (errorCode === 0 && baseOffset !== undefined && BigInt(baseOffset) >= 0n) acknowledged.add(partition);
  }
  for (const { partition } of messages) {
    if (acknowledged.has(partition)) continue;
    throw new Fault(`the broker's answer does not acknowledge partition ${partition} of ${topic}`, {
      code: 'send-unacknowledged',
      retriable: true,
    });
  }
}
