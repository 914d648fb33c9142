// Topics, log ranges and committed offsets through kafkajs' admin client.
import { Fault } from '@continuo/kernel';
import kafkajs, { type Admin } from 'kafkajs';
import type { KafkaAdmin, LogRange, TopicDescription, TopicSpecification } from './kafka-client.js';
import type { OwnKafka } from './kafkajs-connections.js';
import { kafkaFault } from './kafkajs-faults.js';
import { TopicIds } from './kafkajs-topic-ids.js';

// Node finds only some of this CommonJS package's names when it is imported; this one is not among them.
const { ConfigResourceTypes } = kafkajs;

export class KafkajsAdmin implements KafkaAdmin {
  private readonly kafka: OwnKafka;
  private readonly client: Admin;
  private readonly ids: TopicIds;
  private connecting: Promise<void> | undefined;

  constructor(
    newKafka: () => OwnKafka,
    private readonly prefix: string,
    private readonly replicationFactor: number | undefined,
  ) {
    this.kafka = newKafka();
    this.client = this.kafka.admin();
    this.ids = new TopicIds(newKafka);
  }

  logRanges(topic: string): Promise<ReadonlyMap<number, LogRange>> {
    return this.ask(`log ranges of ${topic}`, async (client) => {
      const ranges = await client.fetchTopicOffsets(this.prefix + topic);
      return new Map(
        ranges.map(({ partition, low, high }) => [partition, { start: BigInt(low), end: BigInt(high) }]),
      );
    });
  }

  offsetsAt(topic: string, time: number): Promise<ReadonlyMap<number, bigint>> {
    return this.ask(`offsets of ${topic} at a time`, async (client) => {
      const offsets = await client.fetchTopicOffsetsByTimestamp(this.prefix + topic, time);
      return new Map(offsets.map(({ partition, offset }) => [partition, BigInt(offset)]));
    });
  }

  topicId(topic: string): Promise<string> {
    return this.ask(`id of ${topic}`, () => this.ids.of(this.prefix + topic));
  }

  topics(): Promise<readonly string[]> {
    return this.ask('list of topics', async (client) => {
      const names = await client.listTopics();
      return names
        .filter((name) => name.startsWith(this.prefix))
        .map((name) => name.slice(this.prefix.length));
    });
  }

  describe(topics: readonly string[]): Promise<readonly TopicDescription[]> {
    return this.ask('description of topics', async (client) => {
      if (topics.length === 0) return [];
      const names = topics.map((topic) => this.prefix + topic);
      const metadata = await client.fetchTopicMetadata({ topics: names });
      const configs = await client.describeConfigs({
        includeSynonyms: false,
        resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
      });
      return metadata.topics.map(({ name, partitions }) => {
        const entries =
          configs.resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
        const config = Object.fromEntries(
          entries.map(({ configName, configValue }) => [configName, configValue]),
        );
        const inSyncReplicas = Math.min(...partitions.map(({ isr }) => isr.length));
        return {
          topic: name.slice(this.prefix.length),
          partitions: partitions.length,
          inSyncReplicas,
          config,
        };
      });
    });
  }

  create(topics: readonly TopicSpecification[]): Promise<readonly string[]> {
    return this.ask('creating topics', async (client) => {
      const existing = new Set(await client.listTopics());
      const missing = topics.filter(({ topic }) => !existing.has(this.prefix + topic));
      if (missing.length === 0) return [];
      await client.createTopics({
        // kafkajs' own waiting throws when a broker has not heard of the topic yet: it is waited for below.
        waitForLeaders: false,
        timeout: 30_000,
        topics: missing.map(({ topic, partitions, replicationFactor, config }) => ({
          topic: this.prefix + topic,
          numPartitions: partitions,
          replicationFactor: replicationFactor ?? this.replicationFactor ?? -1,
          configEntries: Object.entries(config ?? {}).map(([name, value]) => ({ name, value })),
        })),
      });
      await untilLed(
        client,
        missing.map(({ topic }) => this.prefix + topic),
      );
      return missing.map(({ topic }) => topic);
    });
  }

  alterConfig(topic: string, config: Readonly<Record<string, string>>): Promise<void> {
    return this.ask(`configuration of ${topic}`, async (client) => {
      await client.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: ConfigResourceTypes.TOPIC,
            name: this.prefix + topic,
            configEntries: Object.entries(config).map(([name, value]) => ({ name, value })),
          },
        ],
      });
    });
  }

  delete(topics: readonly string[]): Promise<void> {
    return this.ask('deleting topics', async (client) => {
      const existing = new Set(await client.listTopics());
      const names = topics.map((topic) => this.prefix + topic).filter((name) => existing.has(name));
      if (names.length > 0) await client.deleteTopics({ topics: names, timeout: 30_000 });
    });
  }

  async committed(group: string, topic: string): Promise<ReadonlyMap<number, bigint>> {
    return (await this.committedOn(group, [topic])).get(topic) ?? new Map();
  }

  committedOn(
    group: string,
    topics: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlyMap<number, bigint>>> {
    return this.ask(`committed offsets of ${group}`, async (client) => {
      const answers = await client.fetchOffsets({
        groupId: this.prefix + group,
        topics: topics.map((topic) => this.prefix + topic),
      });
      return new Map(
        answers.map(({ topic, partitions }) => [
          topic.slice(this.prefix.length),
          new Map(
            partitions
              .filter(({ offset }) => BigInt(offset) >= 0n)
              .map(({ partition, offset }) => [partition, BigInt(offset)]),
          ),
        ]),
      );
    });
  }

  deleteGroup(group: string): Promise<void> {
    return this.ask(`deleting group ${group}`, async (client) => {
      await client.deleteGroups([this.prefix + group]);
    });
  }

  ping(): Promise<void> {
    return this.ask('the cluster', async (client) => {
      await client.describeCluster();
    });
  }

  /** For good. A question that is under way ends with an error. */
  async close(): Promise<void> {
    this.kafka.refuse();
    await this.ids.close();
    await this.connecting?.then(() => this.client.disconnect()).catch(() => undefined);
    this.kafka.close();
  }

  private async ask<T>(what: string, question: (client: Admin) => Promise<T>): Promise<T> {
    try {
      await (this.connecting ??= this.client.connect());
    } catch (error) {
      this.connecting = undefined;
      throw kafkaFault(`${what}: no broker answers`, error);
    }
    try {
      return await question(this.client);
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw kafkaFault(what, error);
    }
  }
}

const LEADERS_WITHIN_MS = 30_000;

/** Resolves when every partition of new topics answers: a broker is named as leader before it knows that it is one. */
async function untilLed(client: Admin, names: readonly string[]): Promise<void> {
  const deadline = performance.now() + LEADERS_WITHIN_MS;
  // All of them to their end: of a question that is left behind nobody knows when it tries again.
  const answers = await Promise.allSettled(names.map((name) => untilAnswered(client, name, deadline)));
  for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
}

/** Only what does not answer yet is asked again: hundreds of questions at once keep a busy broker from its work. */
async function untilAnswered(client: Admin, name: string, deadline: number): Promise<void> {
  for (;;) {
    try {
      await client.fetchTopicOffsets(name);
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
