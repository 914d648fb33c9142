// What has to be done so that a broker has the contract's topics: a plan as data, applied by whoever holds a client.
import type { Contract } from './contract.js';

/** A topic as the broker should have it. */
export interface WantedTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly config: Readonly<Record<string, string>>;
}

/** A topic as the broker has it; names without the deployment's prefix. */
export interface ExistingTopic {
  readonly name: string;
  readonly partitions: number;
  /** The values of the settings that the plan compares; others are left alone. */
  readonly config: Readonly<Record<string, string>>;
}

export interface TopicChange {
  readonly name: string;
  /** Only the settings that differ. */
  readonly config: Readonly<Record<string, string>>;
}

export interface TopicRefusal {
  readonly name: string;
  readonly code: 'partition-count-changed';
  readonly message: string;
}

export interface TopicPlan {
  readonly create: readonly WantedTopic[];
  readonly change: readonly TopicChange[];
  readonly refuse: readonly TopicRefusal[];
}

export interface TopicPlanOptions {
  /** 1 for a single broker; 3 in production. */
  readonly replicas: number;
}

/** Every topic the contract needs, dead letters included. */
export function wantedTopics(contract: Contract, options: TopicPlanOptions): readonly WantedTopic[] {
  const minInSync = String(Math.max(1, options.replicas - 1));
  const config = (retentionMs: number, cleanup: string): Record<string, string> => ({
    'cleanup.policy': cleanup,
    'retention.ms': String(retentionMs),
    'message.timestamp.type': 'LogAppendTime',
    'min.insync.replicas': minInSync,
    'unclean.leader.election.enable': 'false',
  });
  const topics = contract.topics.map((topic) => ({
    name: topic.name,
    partitions: topic.partitions,
    replicas: options.replicas,
    config: config(topic.retentionMs, topic.cleanup),
  }));
  const deadLetters = contract.deadLetterTopics.map((topic) => ({
    name: topic.name,
    partitions: topic.partitions,
    replicas: options.replicas,
    config: config(topic.retentionMs, 'delete'),
  }));
  return [...topics, ...deadLetters];
}

/** Compares the contract with a broker. A partition count never changes: a key would move, and with it its order. */
export function planTopics(
  contract: Contract,
  existing: readonly ExistingTopic[],
  options: TopicPlanOptions,
): TopicPlan {
  const found = new Map(existing.map((topic) => [topic.name, topic]));
  const create: WantedTopic[] = [];
  const change: TopicChange[] = [];
  const refuse: TopicRefusal[] = [];
  for (const wanted of wantedTopics(contract, options)) {
    const has = found.get(wanted.name);
    if (!has) create.push(wanted);
    else if (has.partitions !== wanted.partitions) refuse.push(partitionRefusal(wanted, has));
    else {
      const config = differing(wanted.config, has.config);
      if (Object.keys(config).length > 0) change.push({ name: wanted.name, config });
    }
  }
  return { create, change, refuse };
}

function partitionRefusal(wanted: WantedTopic, has: ExistingTopic): TopicRefusal {
  return {
    name: wanted.name,
    code: 'partition-count-changed',
    message:
      `topic ${wanted.name} has ${has.partitions} partitions and the contract says ${wanted.partitions}: ` +
      'a partition count never changes; make a new topic and drain the old one over',
  };
}

function differing(
  wanted: Readonly<Record<string, string>>,
  has: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => has[name] !== value));
}
