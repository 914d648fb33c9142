// The port to Kafka: the whole of what this library needs from a client, so that the client can be exchanged.
// Topic and group names are plain here; the adapter adds the deployment's prefix.

/** One topic's partition. */
export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

/** A record as it lies in the log. */
export interface KafkaRecord extends TopicPartition {
  readonly offset: bigint;
  /** Log-append time, milliseconds since the epoch. */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Header values as UTF-8; of a header that is repeated, the last value counts. */
  readonly headers: Readonly<Record<string, string>>;
  /** Lets go of what was read of it; it is read again when it is asked for. For those who keep many. */
  forget?(): void;
}

/** A record to be written; its partition was chosen by us (`partitionOf`). */
export interface KafkaMessage {
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Writes with acks from all in-sync replicas and without retries of its own. After a failed send it must not be
 * used again: discard it and make another (whether the records arrived is then unknown).
 */
export interface KafkaProducer {
  /** Resolves only when every partition of the messages was answered without error and with an offset. */
  send(topic: string, messages: readonly KafkaMessage[]): Promise<void>;
  close(): Promise<void>;
}

/** Where a partition's log begins and ends. */
export interface LogRange {
  /** Offset of the first record still kept. */
  readonly start: bigint;
  /** Offset that the next record will get. */
  readonly end: bigint;
}

export interface TopicSpecification {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor?: number;
  readonly config?: Readonly<Record<string, string>>;
}

export interface TopicDescription {
  readonly topic: string;
  readonly partitions: number;
  /** Copies that are up to date, of the partition that has the fewest. */
  readonly inSyncReplicas: number;
  readonly config: Readonly<Record<string, string>>;
}

export interface KafkaAdmin {
  /** Start and end of every partition of a topic, by partition. Throws Fault `topic-unknown`. */
  logRanges(topic: string): Promise<ReadonlyMap<number, LogRange>>;
  /** By partition the offset of the first record at or after a time (ms); the end of the log where there is none. */
  offsetsAt(topic: string, time: number): Promise<ReadonlyMap<number, bigint>>;
  /** The broker's id of the topic: another one after it was deleted and created again. */
  topicId(topic: string): Promise<string>;
  /** The topics that exist (of this deployment's prefix), plain names. */
  topics(): Promise<readonly string[]>;
  describe(topics: readonly string[]): Promise<readonly TopicDescription[]>;
  /** Creates those that do not exist; answers the names it created. */
  create(topics: readonly TopicSpecification[]): Promise<readonly string[]>;
  alterConfig(topic: string, config: Readonly<Record<string, string>>): Promise<void>;
  delete(topics: readonly string[]): Promise<void>;
  /** The offsets a group has committed for a topic, by partition; partitions without one are absent. */
  committed(group: string, topic: string): Promise<ReadonlyMap<number, bigint>>;
  /** The same for several topics by one question, by topic and partition. */
  committedOn(
    group: string,
    topics: readonly string[],
  ): Promise<ReadonlyMap<string, ReadonlyMap<number, bigint>>>;
  deleteGroup(group: string): Promise<void>;
  /** Answers when a broker does; throws when none does. For readiness. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** One look at a partition's log. */
export interface LogFetch extends TopicPartition {
  readonly from: bigint;
  /** At most about this much, but always one batch of the log. @default 1 MiB */
  readonly maxBytes?: number;
  /** Whoever needs few headers of many records says which; others may come all the same. @default all */
  readonly headers?: ReadonlySet<string>;
}

/**
 * Logs as somebody sees them who is in no group: leaves nothing behind at the broker, commits nothing, disturbs nobody.
 * For tools and pages; it waits for no record that is not there.
 */
export interface KafkaLog {
  /** The offset that the next record of each partition will get, by topic and partition. Throws `topic-unknown`. */
  ends(topics: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<number, bigint>>>;
  /** The offset of the first record that each partition still keeps. Throws `topic-unknown`. */
  starts(topics: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<number, bigint>>>;
  /** Committed records from an offset on; empty at the end of the log. Throws `offset-gone` outside of what is kept. */
  fetch(what: LogFetch): Promise<KafkaBatch>;
  close(): Promise<void>;
}

/** Records of one partition, in offset order, as one fetch brought them. */
export interface KafkaBatch extends TopicPartition {
  /** May be empty when the fetch brought nothing but control records or compacted gaps. */
  readonly records: readonly KafkaRecord[];
  /** The offset after this batch (also when its last offsets hold no record). */
  readonly nextOffset: bigint;
  /** The partition's end when it was fetched. */
  readonly endOffset: bigint;
}

/**
 * What a consumer tells. Every function must return at once: none may wait, and whatever one throws is caught and
 * reported to `crashed`, never passed to the client.
 */
export interface ConsumerListener {
  /**
   * Partitions that this member now owns; all others it had before were revoked. They are **paused** and have no
   * fetch position: the listener calls `resume(partition, from)` once it knows where to read on.
   */
  assigned(partitions: readonly TopicPartition[]): void;
  /** Partitions that this member no longer owns (a rebalance, a stop, a crash). Each assignment is revoked whole. */
  revoked(partitions: readonly TopicPartition[]): void;
  /**
   * Records fetched for a partition. Delivery goes on with the next ones at once unless the partition is paused;
   * nothing is delivered for a paused partition, but what was delivered before `pause` stays delivered.
   */
  batch(batch: KafkaBatch): void;
  /**
   * The broker no longer has, or does not have yet, the offset that was to be fetched. The partition is paused; the
   * records found instead are not delivered.
   */
  positionLost(partition: TopicPartition, wanted: bigint, found: bigint): void;
  /** The client gave up. When `restarts` is false it will never fetch again: liveness must fail. */
  crashed(error: Error, restarts: boolean): void;
}

export interface KafkaConsumerOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** @default 30_000 */
  readonly sessionTimeoutMs?: number;
  /** @default a tenth of the session timeout */
  readonly heartbeatIntervalMs?: number;
  /** How long the broker may hold a fetch when there is nothing. Also the granularity of resume. @default 100 */
  readonly maxWaitMs?: number;
}

export interface KafkaConsumer {
  /** Joins the group and begins to deliver. Resolves when it has connected (not when partitions are assigned). */
  start(listener: ConsumerListener): Promise<void>;
  /** Stops delivering for a partition. Takes effect at once. Unknown partitions are ignored. */
  pause(partition: TopicPartition): void;
  /** Delivers again: from the offset when one is given, else from after the last delivered batch. */
  resume(partition: TopicPartition, from?: bigint): void;
  /** Commits the offset of the next record, per partition, to the broker. For lag metrics and tools only. */
  commit(offsets: readonly (TopicPartition & { readonly offset: bigint })[]): Promise<void>;
  /**
   * `Date.now()` when the last heartbeat or join was **sent** that the coordinator has accepted; 0 before the first.
   * Whatever happened before that moment, we were a member after it.
   */
  lastHeartbeatAt(): number;
  /** `Date.now()` when a fetch was last answered (also an empty one); 0 before the first. */
  lastFetchAt(): number;
  /** True between a successful start and a stop or a crash. */
  isRunning(): boolean;
  /** Leaves the group; revokes what is assigned. Safe to call twice. */
  stop(): Promise<void>;
}

/** A connection to one Kafka cluster, under one prefix. */
export interface KafkaClient {
  /** A new producer with a connection of its own. */
  producer(): Promise<KafkaProducer>;
  /** The admin client; one per KafkaClient, connected on first use. */
  admin(): KafkaAdmin;
  consumer(options: KafkaConsumerOptions): KafkaConsumer;
  /** For looking at logs without a group; one per KafkaClient, with a connection of its own made on first use. */
  log(): KafkaLog;
  /** Closes what is still open. */
  close(): Promise<void>;
}
