// The topics that exist or should, with what the contract says of them and what the broker does.
import { contract, type TopicDefinition } from '@continuo/contracts';
import type { KafkaClient } from '@continuo/messaging';
import { lagsOf, sumOf, type BrokerAnswer } from '../overview/broker-probe.js';
import type { Overview } from '../overview/overview.service.js';
import type { TopicOverview } from '../overview/overview.schema.js';

export type TopicKind = 'events' | 'commands' | 'dead-letters' | 'other';

/** As the contract names it; of a topic that is not in it only the name is known. */
export interface KnownTopic {
  readonly name: string;
  readonly kind: TopicKind;
  readonly definition?: TopicDefinition;
  /** Of dead letters: whose, and from where. */
  readonly deadLettersOf?: { readonly topic: string; readonly group: string };
  readonly partitions?: number;
  readonly retentionMs?: number;
}

export interface GroupLag {
  readonly group: string;
  /** Undefined when the group has committed nothing here. */
  readonly lag: number | undefined;
  readonly delaySeconds: number | undefined;
}

export interface ListedTopic extends KnownTopic {
  /** False when it is in the contract only. */
  readonly exists: boolean | undefined;
  readonly end: number | undefined;
  readonly kept: number | undefined;
  readonly ratePerSecond: number | undefined;
  readonly history: readonly number[];
  readonly groups: readonly GroupLag[];
}

export interface PartitionState {
  readonly partition: number;
  readonly start: bigint;
  readonly end: bigint;
  /** By group: the next offset it will read, and how many records lie before that. */
  readonly groups: readonly {
    readonly group: string;
    readonly committed: bigint | undefined;
    readonly lag: bigint;
  }[];
}

export class BusTopics {
  constructor(
    private readonly kafka: KafkaClient,
    private readonly overview: Overview,
  ) {}

  /** Also while the broker is away: then only what the contract says is known. */
  async list(): Promise<{
    readonly topics: readonly ListedTopic[];
    readonly broker: BrokerAnswer | undefined;
  }> {
    const snapshot = await this.overview.look();
    const broker = this.overview.broker?.answer;
    const known = knownTopics();
    const others = [...(broker?.ends.keys() ?? [])].filter((name) => !known.has(name));
    const all = [...known.values(), ...others.map((name): KnownTopic => ({ name, kind: 'other' }))];
    return { broker, topics: all.map((topic) => listed(topic, broker, snapshot?.data.topics[topic.name])) };
  }

  /**
   * Whether its records may be read here: only topics of the contract hold what the console may show, whatever else lies in
   * the same cluster. As the broker says, also of a topic that was made this moment. Throws a Fault while it is away.
   */
  async isReadable(name: string): Promise<boolean> {
    if (!knownTopics().has(name)) return false;
    if (this.overview.broker?.answer?.ends.has(name) === true) return true;
    return (await this.kafka.admin().topics()).includes(name);
  }

  async find(name: string): Promise<ListedTopic | undefined> {
    const { topics } = await this.list();
    return topics.find((topic) => topic.name === name);
  }

  /** As the broker tells it now. Throws a Fault while it is away. */
  async partitions(topic: string): Promise<readonly PartitionState[]> {
    const groups = contract.topic(topic)?.consumers ?? [];
    const log = this.kafka.log();
    const [starts, ends, ...committed] = await Promise.all([
      log.starts([topic]),
      log.ends([topic]),
      ...groups.map((group) => this.kafka.admin().committed(group, topic)),
    ]);
    const byGroup = new Map(
      groups.map((group, index) => [group, new Map([[topic, committed[index] ?? new Map()]])]),
    );
    const answer: BrokerAnswer = { starts, ends, committed: byGroup };
    const lags = new Map(groups.map((group) => [group, lagsOf(answer, topic, group)]));
    return [...(ends.get(topic) ?? [])]
      .sort(([a], [b]) => a - b)
      .map(([partition, end]) => ({
        partition,
        start: starts.get(topic)?.get(partition) ?? 0n,
        end,
        groups: groups.map((group) => ({
          group,
          committed: byGroup.get(group)?.get(topic)?.get(partition) as bigint | undefined,
          lag: lags.get(group)?.get(partition) ?? 0n,
        })),
      }));
  }

  /** The broker's own settings of a topic; only those that people ask for. */
  async settings(
    topic: string,
  ): Promise<{ readonly inSyncReplicas: number; readonly config: Record<string, string> }> {
    const [described] = await this.kafka.admin().describe([topic]);
    const config = Object.entries(described?.config ?? {}).filter(([name]) => SHOWN_SETTINGS.has(name));
    return { inSyncReplicas: described?.inSyncReplicas ?? 0, config: Object.fromEntries(config.sort()) };
  }
}

const SHOWN_SETTINGS: ReadonlySet<string> = new Set([
  'cleanup.policy',
  'compression.type',
  'max.message.bytes',
  'message.timestamp.type',
  'min.insync.replicas',
  'retention.bytes',
  'retention.ms',
  'segment.bytes',
  'unclean.leader.election.enable',
]);

/** By name, in the contract's order. */
export function knownTopics(): ReadonlyMap<string, KnownTopic> {
  const topics = contract.topics.map((definition): KnownTopic => {
    const { name, partitions, retentionMs } = definition;
    return {
      name,
      kind: name.endsWith('.commands') ? 'commands' : 'events',
      definition,
      partitions,
      retentionMs,
    };
  });
  const dead = contract.deadLetterTopics.map(
    ({ name, source, group, partitions, retentionMs }): KnownTopic => ({
      name,
      kind: 'dead-letters',
      deadLettersOf: { topic: source, group },
      partitions,
      retentionMs,
    }),
  );
  return new Map([...topics, ...dead].map((topic) => [topic.name, topic]));
}

function listed(
  topic: KnownTopic,
  broker: BrokerAnswer | undefined,
  seen: TopicOverview | undefined,
): ListedTopic {
  const ends = broker?.ends.get(topic.name);
  const starts = broker?.starts.get(topic.name);
  const end = ends && Number(sumOf(ends.values()));
  const start = starts && Number(sumOf(starts.values()));
  return {
    ...topic,
    partitions: ends?.size ?? topic.partitions,
    exists: broker && ends !== undefined,
    end,
    kept: end === undefined || start === undefined ? undefined : Math.max(0, end - start),
    ratePerSecond: seen?.ratePerSecond,
    history: seen?.history ?? [],
    groups: Object.entries(seen?.groups ?? {}).map(([group, { lag, delaySeconds }]) => ({
      group,
      lag,
      delaySeconds,
    })),
  };
}
