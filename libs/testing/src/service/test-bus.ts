// Topics and a database of one test's own on the real servers, for a service that runs in this process: hands that write
// as the customer data platform and the orchestrator do, and eyes that read what the service publishes.
import {
  contract,
  createDecoder,
  createEncoder,
  type RecordDecoder,
  type RecordEncoder,
} from '@continuo/contracts';
import {
  kafkaClient,
  messagingMigrations,
  partitionOf,
  type KafkaClient,
  type KafkaProducer,
  type KafkaRecord,
} from '@continuo/messaging';
import { Database, migrate, type MigrationSource } from '@continuo/persistence';
import { serviceKitMigrations } from '@continuo/service-kit';
import { uuidv7 } from 'uuidv7';
import { eventually } from '../eventually.js';
import { testDatabase, type TestDatabase } from '../test-database.js';
import { testServers } from '../test-servers.js';
import { uniquePrefix } from '../unique.js';
import { followTopics, type FollowedTopics } from './followed-topics.js';
import { registryWithSchemas } from './registry.js';
import { startTestIssuer, type TestIssuer } from './test-issuer.js';

const TIMELINE = 'cdp.timeline';

export interface TestBusOptions {
  readonly service: string;
  /** @default the service's name */
  readonly group?: string;
  readonly migrations: MigrationSource;
  /** Topics that the service writes: they are followed. */
  readonly writes: readonly string[];
  /** Topics that it reads. */
  readonly reads: readonly string[];
  /** Further topics that must be there. */
  readonly beside?: readonly string[];
  /** Told of each record that the service writes. */
  readonly onRecord?: (record: KafkaRecord) => void;
}

/** A record as a test sees it. */
export interface ReadRecord {
  readonly partition: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  /** The type without namespace and version. */
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly raw: KafkaRecord;
}

/** What a test tells the service by a record. */
export interface ToldEvent {
  readonly profileId: string;
  readonly type: string;
  readonly value: object;
  /** @default cdp.timeline */
  readonly topic?: string;
  /** Over those of an event of the platform. */
  readonly headers?: Readonly<Record<string, string>>;
}

export class TestBus {
  readonly #publisher = `test/${uuidv7()}`;
  #sent = 0;
  #sending: Promise<void> = Promise.resolve();

  private constructor(
    readonly own: TestDatabase,
    readonly kafka: KafkaClient,
    readonly issuer: TestIssuer,
    readonly encoder: RecordEncoder,
    readonly decoder: RecordDecoder,
    private readonly producer: KafkaProducer,
    private readonly followed: FollowedTopics,
    private readonly reads: readonly string[],
    private readonly prefix: string,
  ) {}

  static async open(options: TestBusOptions): Promise<TestBus> {
    const { service, group = service, migrations, writes, reads, beside = [] } = options;
    const own = await testDatabase(`${service.replaceAll('-', '_')}_e2e`);
    const prefix = uniquePrefix(service);
    const brokers = testServers().kafkaBrokers.split(',');
    const kafka = kafkaClient({ brokers, clientId: 'e2e', topicPrefix: prefix });
    // Only what the service reads and writes: every partition costs the test's broker.
    const dead = contract.deadLetterTopics.filter(
      (dead) => dead.group === group && reads.includes(dead.source),
    );
    const topics = [...new Set([...writes, ...reads, ...beside, ...dead.map(({ name }) => name)])];
    const partitions = (topic: string): number => contract.topic(topic)?.partitions ?? 1;
    await kafka.admin().create(topics.map((topic) => ({ topic, partitions: partitions(topic) })));
    const registry = await registryWithSchemas();
    const encoder = createEncoder(contract, registry);
    await encoder.warmUp();
    const database = await Database.open({ url: own.url, applicationName: 'e2e', poolSize: 2 });
    await migrate(database, [messagingMigrations, serviceKitMigrations, migrations]);
    await database.close();
    return new TestBus(
      own,
      kafka,
      await startTestIssuer(),
      encoder,
      createDecoder(contract, registry),
      await kafka.producer(),
      await followTopics(kafka, writes, options.onRecord),
      reads,
      prefix,
    );
  }

  /** What the service is configured with to run here; its own settings go over it. */
  get environment(): Readonly<Record<string, string>> {
    const { kafkaBrokers, schemaRegistryUrl } = testServers();
    return {
      NODE_ENV: 'test',
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATABASE_URL: this.own.url,
      KAFKA_BROKERS: kafkaBrokers,
      KAFKA_TOPIC_PREFIX: this.prefix,
      SCHEMA_REGISTRY_URL: schemaRegistryUrl,
      OIDC_ISSUER: this.issuer.url,
    };
  }

  /** What has come on the service's topics so far, decoded; on one of them when it is named. */
  async read(topic?: string): Promise<readonly ReadRecord[]> {
    const records = this.followed.records.filter((record) => topic === undefined || record.topic === topic);
    await this.decoder.prepare(records.map(({ value }) => value));
    return records.map((raw) => {
      const type = raw.headers.ce_type ?? '';
      return {
        partition: raw.partition,
        key: raw.key?.toString() ?? '',
        headers: raw.headers,
        type,
        name: type.split('.')[2] ?? '',
        value: this.decoder.decode(raw.value ?? Buffer.alloc(0)).value as Record<string, unknown>,
        raw,
      };
    });
  }

  /** Everything that the service wrote, as one text: for what must not be there. */
  everything(): string {
    return this.followed.records
      .map(({ key, headers, value }) => `${key} ${JSON.stringify(headers)} ${value?.toString('latin1')}`)
      .join('\n');
  }

  /** Puts a record of the service on the timeline, as the platform does once it knows whose it is. */
  async forward(raw: KafkaRecord, profileId: string): Promise<void> {
    const {
      publisher: _publisher,
      'publisher-sequence': _sequence,
      customer: _customer,
      ...kept
    } = raw.headers;
    await this.put(TIMELINE, profileId, raw.value, { ...kept, ce_profileid: profileId });
  }

  /** An event or a command under a profile. */
  async tell({ profileId, type, value, topic = TIMELINE, headers = {} }: ToldEvent): Promise<void> {
    const id = uuidv7();
    await this.put(topic, profileId, this.#bytesOf(type, profileId, value), {
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: '/customer-data-platform',
      ce_type: type,
      ce_time: new Date().toISOString(),
      ce_correlationid: id,
      ce_hops: '0',
      ce_profileid: profileId,
      'content-type': 'application/avro',
      ...headers,
    });
  }

  /** The marker that a person was erased. */
  async erases(profileId: string, erasureId: string = uuidv7()): Promise<string> {
    const value = { profileId, erasureId, erasedAt: Date.now() };
    await this.tell({ profileId, type: 'continuo.cdp.ProfileErased.v1', value });
    return erasureId;
  }

  /** Writes a record as a relay would, one after the other. */
  put(
    topic: string,
    key: string,
    value: Buffer | null,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    this.#sending = this.#sending.then(async () => {
      this.#sent += 1;
      const stamp = { publisher: this.#publisher, 'publisher-sequence': String(this.#sent) };
      const bytes = Buffer.from(key);
      const partition = partitionOf(bytes, contract.topic(topic)?.partitions ?? 1);
      const message = { partition, key: bytes, value, headers: { ...headers, ...stamp } };
      await this.producer.send(topic, [message]);
    });
    return this.#sending;
  }

  /** Waits until the service has read everything that was sent. */
  async settled(): Promise<void> {
    await eventually(() => this.#isRead(), { within: 20_000, what: 'topics read to their ends' });
  }

  async close(): Promise<void> {
    await this.#sending;
    await this.followed.stop();
    await this.producer.close();
    await this.kafka.admin().delete(await this.kafka.admin().topics());
    await this.kafka.close();
    await this.issuer.close();
    await this.own.drop();
  }

  async #isRead(): Promise<boolean> {
    for (const topic of this.reads) {
      const ranges = await this.kafka.admin().logRanges(topic);
      const rows = await this.own.query<{ partition: number; next_offset: string }>(
        'select partition, next_offset from messaging.partition_position where topic = $1',
        [topic],
      );
      const positions = new Map(rows.map((row) => [row.partition, BigInt(row.next_offset)]));
      if (![...ranges].every(([partition, { end }]) => (positions.get(partition) ?? 0n) >= end)) return false;
    }
    return true;
  }

  /** The value as its owner would have written it, under a key that its own topic allows. */
  #bytesOf(type: string, profileId: string, value: object): Buffer {
    const topic = contract.topic(contract.type(type)?.topics[0] ?? '');
    const [from = 'profile'] = topic?.key.from ?? [];
    const field = (value as Record<string, string>)[from.replace('value.', '')];
    const key = from === 'profile' ? profileId : from === 'customer' ? 'user=u-1' : (field ?? '');
    const who = topic?.about === 'customer' ? { customer: [{ kind: 'user', value: 'u-1' }] } : { profileId };
    const encoded = this.encoder.encode({ type, topic: topic?.name, key, value, ...who });
    if (!encoded.ok) throw new Error(encoded.refusal.message);
    return encoded.value.bytes;
  }
}
