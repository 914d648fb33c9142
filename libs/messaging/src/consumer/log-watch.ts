// Asks the broker where logs begin and end; partitions that ask at the same time share one question.
import { Fault } from '@continuo/kernel';
import type { KafkaAdmin, LogRange, TopicPartition } from '../kafka/kafka-client.js';
import type { LogBounds } from './position-check.js';

interface TopicBounds {
  readonly topicId: string;
  readonly ranges: ReadonlyMap<number, LogRange>;
}

export class LogWatch {
  private readonly asking = new Map<string, Promise<TopicBounds>>();

  constructor(private readonly admin: KafkaAdmin) {}

  /** May come from a question that was under way already. */
  async bounds(of: TopicPartition): Promise<LogBounds> {
    let asked = this.asking.get(of.topic);
    if (asked === undefined) {
      asked = this.ask(of.topic).finally(() => this.asking.delete(of.topic));
      this.asking.set(of.topic, asked);
    }
    return boundsIn(await asked, of);
  }

  /** Asked after this call. */
  async boundsNow(of: TopicPartition): Promise<LogBounds> {
    return boundsIn(await this.ask(of.topic), of);
  }

  /** The ends of a topic's partitions, asked after this call. */
  async ends(topic: string): Promise<ReadonlyMap<number, LogRange>> {
    return this.admin.logRanges(topic);
  }

  private async ask(topic: string): Promise<TopicBounds> {
    const [topicId, ranges] = await Promise.all([this.admin.topicId(topic), this.admin.logRanges(topic)]);
    return { topicId, ranges };
  }
}

function boundsIn({ topicId, ranges }: TopicBounds, { topic, partition }: TopicPartition): LogBounds {
  const range = ranges.get(partition);
  if (range === undefined) {
    throw new Fault(`the broker knows no partition ${partition} of ${topic}`, {
      code: 'partition-unknown',
      retriable: true,
    });
  }
  return { topicId, ...range };
}
