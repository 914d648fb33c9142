// Gathers what a service's handlers ask for, checks it against the contract, and says which group consumes what, and how.
import type { Contract } from '@continuo/contracts';
import { Fault } from '@continuo/kernel';
import type { PartitionHandler } from '../handler.js';
import type { BatchHandlerOptions } from './batch-handler.decorator.js';
import { RecordHandler } from './record-handler.js';
import type { NestHandler } from './record-pipeline.js';

/** What the second argument of `@EventPattern` may say. */
export interface EventPatternExtras {
  /** May be left out when the contract has exactly one topic for the type. */
  readonly topic?: string;
  /** @default the group given to MessagingModule */
  readonly group?: string;
  /** See `PartitionHandler.lastWords`: applied although its key has parked records, which it discards. @default false */
  readonly lastWord?: boolean;
}

/** One topic of a group. */
export interface TopicSubscription {
  readonly handler: PartitionHandler;
  /** Records of one transaction at most. */
  readonly batchSize: number;
  /** Records of one key that a batch applies at most; left out where nothing is deferred. */
  readonly recordsPerKey?: number;
}

const DEFAULT_BATCH = 500;

export class Subscriptions {
  readonly #records = new Map<string, Map<string, Map<string, NestHandler>>>();
  readonly #batches = new Map<string, Map<string, TopicSubscription>>();
  readonly #lastWords = new Set<string>();

  constructor(
    private readonly contract: Contract,
    private readonly defaultGroup: string,
  ) {}

  addRecordHandler(type: string, extras: EventPatternExtras, handler: NestHandler): void {
    const topic = extras.topic ?? this.onlyTopicOf(type);
    const group = extras.group ?? this.defaultGroup;
    this.requireConsumer(topic, group);
    if (!this.contract.typesOn(topic).some((entry) => entry.type === type)) {
      throw invalid('handler-type-unknown', `${topic} carries no ${type}`);
    }
    const types = entryOf(entryOf(this.#records, group), topic);
    if (types.has(type))
      throw invalid('handler-duplicate', `two handlers of ${group} for ${type} on ${topic}`);
    types.set(type, handler);
    if (extras.lastWord === true) this.#lastWords.add(type);
  }

  addBatchHandler(
    { topics, group = this.defaultGroup, batchSize = DEFAULT_BATCH, recordsPerKey }: BatchHandlerOptions,
    handler: PartitionHandler,
  ): void {
    const ofGroup = entryOf(this.#batches, group);
    for (const topic of topics) {
      this.requireConsumer(topic, group);
      if (ofGroup.has(topic))
        throw invalid('handler-duplicate', `two batch handlers of ${group} for ${topic}`);
      ofGroup.set(topic, { handler, batchSize, ...(recordsPerKey !== undefined && { recordsPerKey }) });
    }
  }

  /** By group, then by topic. Throws when a topic is asked for both ways. */
  byGroup(): ReadonlyMap<string, ReadonlyMap<string, TopicSubscription>> {
    const groups = new Map<string, Map<string, TopicSubscription>>();
    for (const [group, topics] of this.#batches) groups.set(group, new Map(topics));
    for (const [group, topics] of this.#records) {
      const ofGroup = entryOf(groups, group);
      for (const [topic, handlers] of topics) {
        if (ofGroup.has(topic)) {
          throw invalid('handler-duplicate', `${group} handles ${topic} both by record and by batch`);
        }
        ofGroup.set(topic, { handler: new RecordHandler(handlers, this.#lastWords), batchSize: 1 });
      }
    }
    return groups;
  }

  private onlyTopicOf(type: string): string {
    const topics = this.contract.type(type)?.topics ?? [];
    const [topic] = topics;
    if (topic !== undefined && topics.length === 1) return topic;
    throw invalid(
      'handler-topic-missing',
      `${type} is on ${topics.length} topics: @EventPattern must name one`,
    );
  }

  /** Topic list and code must agree: a group that the contract does not list has no dead-letter topic and no rights. */
  private requireConsumer(topic: string, group: string): void {
    const definition = this.contract.topic(topic);
    if (definition === undefined) throw invalid('topic-unknown', `the contract has no topic ${topic}`);
    if (definition.consumers.includes(group)) return;
    throw invalid(
      'consumer-not-in-contract',
      `the contract does not list ${group} as a consumer of ${topic}`,
    );
  }
}

function entryOf<V>(map: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const found = map.get(key) ?? new Map<string, V>();
  map.set(key, found);
  return found;
}

function invalid(code: string, message: string): Fault {
  return new Fault(message, { code, retriable: false });
}
