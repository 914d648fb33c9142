// The whole service in this process on real servers, as `main.ts` starts it, under a prefix and a database of its own.
import { randomUUID } from 'node:crypto';
import {
  contract,
  createDecoder,
  createEncoder,
  createRegistryClient,
  registerSchemas,
  wantedTopics,
  type RecordDecoder,
  type RecordEncoder,
  type RegistryClient,
} from '@continuo/contracts';
import {
  kafkaClient,
  messagingMigrations,
  partitionOf,
  type KafkaClient,
  type KafkaProducer,
  type KafkaRecord,
} from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import {
  parseConfig,
  serviceKitMigrations,
  startService,
  type Role,
  type RunningService,
} from '@continuo/service-kit';
import { testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { serviceOf } from '../src/app.module.js';
import { configSchema } from '../src/config.js';
import { collaborationMigrations } from '../src/migrations/all-migrations.js';
import { PlayedWorld } from './played-world.js';

/** A record as a test sees it. */
export interface ReadRecord {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly raw: KafkaRecord;
}

/** An event or command to send: `customer` or `profileId`, as its topic wants. */
export interface SentEvent {
  readonly topic: string;
  readonly type: string;
  readonly value: object;
  readonly profileId: string;
  readonly commandId?: string;
  readonly correlationId?: string;
}

export const APP_SECRET = 'the app secret of the tests';
export const VERIFY_TOKEN = 'the verify token of the tests';
export const NUMBER_ID = '106540352242922';

export class RunningCollaboration {
  readonly #publisher = `test/${randomUUID()}`;
  #sent = 0;

  private constructor(
    readonly own: TestDatabase,
    readonly kafka: KafkaClient,
    readonly service: RunningService,
    readonly world: PlayedWorld,
    private readonly producer: KafkaProducer,
    private readonly encoder: RecordEncoder,
    private readonly decoder: RecordDecoder,
    private readonly followed: Followed,
  ) {}

  /** @param settings over those of the tests */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<RunningCollaboration> {
    const servers = testServers();
    const [own, world] = await Promise.all([testDatabase('collaboration'), PlayedWorld.start()]);
    const prefix = uniquePrefix('collaboration');
    const kafka = kafkaClient({
      brokers: servers.kafkaBrokers.split(','),
      clientId: 'e2e',
      topicPrefix: prefix,
    });
    // Only what the service reads and writes: every partition costs the test's broker.
    const wanted = wantedTopics(contract, { replicas: 1 }).filter(
      ({ name }) =>
        name.startsWith('collaboration.') ||
        name === 'cdp.timeline' ||
        name === 'cdp.timeline.collaboration.dlq',
    );
    await kafka.admin().create(wanted.map(({ name, ...rest }) => ({ topic: name, ...rest })));
    const registry = await registryWithSchemas(servers.schemaRegistryUrl);
    const encoder = createEncoder(contract, registry);
    await encoder.warmUp();
    const config = parseConfig(configSchema, {
      NODE_ENV: 'test',
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATABASE_URL: own.url,
      KAFKA_BROKERS: servers.kafkaBrokers,
      KAFKA_TOPIC_PREFIX: prefix,
      SCHEMA_REGISTRY_URL: servers.schemaRegistryUrl,
      OIDC_ISSUER: world.url,
      OIDC_CLIENT_ID: 'collaboration',
      OIDC_CLIENT_SECRET: world.clientSecret,
      CUSTOMER_DATA_PLATFORM_URL: world.url,
      IDENTIFIER_HASH_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
      DEFAULT_COUNTRY: 'DE',
      WHATSAPP_API_URL: `${world.url}/v23.0`,
      WHATSAPP_APP_SECRET: APP_SECRET,
      WHATSAPP_VERIFY_TOKEN: VERIFY_TOKEN,
      WHATSAPP_ACCESS_TOKEN: 'an access token',
      WHATSAPP_PHONE_NUMBER_ID: NUMBER_ID,
      WHATSAPP_TIMEOUT_MS: '300',
      ALLOWED_RECIPIENTS: '*',
      DELIVERY_RETRY_FIRST_MS: '20',
      DELIVERY_ATTEMPTS: '5',
      ...settings,
    });
    const database = await Database.open({ url: own.url, applicationName: 'e2e', poolSize: 2 });
    await migrate(database, [messagingMigrations, serviceKitMigrations, collaborationMigrations]);
    await database.close();
    return new RunningCollaboration(
      own,
      kafka,
      await startService(serviceOf(config)),
      world,
      await kafka.producer(),
      encoder,
      createDecoder(contract, registry),
      await follow(
        kafka,
        wanted.map(({ name }) => name).filter((name) => /^collaboration\.(?!commands)[a-z]+$/.test(name)),
      ),
    );
  }

  get url(): string {
    return `${this.service.url}/api/collaboration`;
  }

  /** Writes an event or command as its publisher's relay would; to the timeline too, under any type it carries. */
  async send({ topic, type, value, profileId, commandId, correlationId }: SentEvent): Promise<void> {
    const source = topic === 'cdp.timeline' ? (contract.type(type)?.topics[0] ?? topic) : topic;
    const isAboutCustomer = contract.topic(source)?.about === 'customer';
    const who = isAboutCustomer
      ? { key: 'user=u', customer: [{ kind: 'user', value: 'u' }] }
      : { key: profileId, profileId };
    const encoded = this.encoder.encode({
      topic: source,
      type,
      value,
      ...who,
      ...(commandId && { commandId }),
    });
    if (!encoded.ok) throw new Error(encoded.refusal.message);
    const id = uuidv7();
    await this.put(topic, profileId, encoded.value.bytes, {
      ce_specversion: '1.0',
      ce_id: id,
      ce_source: '/test',
      ce_type: type,
      ce_time: new Date().toISOString(),
      ce_correlationid: correlationId ?? id,
      ce_hops: '1',
      ce_profileid: profileId,
      'content-type': 'application/avro',
      ...(commandId && { commandid: commandId }),
    });
  }

  /** Puts what the service published on the timeline of a profile, as the customer data platform does. */
  async passOn({ raw }: ReadRecord, profileId: string): Promise<void> {
    const {
      publisher: _publisher,
      'publisher-sequence': _sequence,
      customer: _customer,
      ...headers
    } = raw.headers;
    await this.put('cdp.timeline', profileId, raw.value ?? Buffer.alloc(0), {
      ...headers,
      ce_profileid: profileId,
    });
  }

  /** What has come on a topic of the service so far, decoded. */
  async read(topic: string): Promise<readonly ReadRecord[]> {
    const records = this.followed.records.filter((record) => record.topic === topic);
    await this.decoder.prepare(records.map(({ value }) => value));
    return records.map((raw) => ({
      key: raw.key?.toString() ?? '',
      headers: raw.headers,
      type: raw.headers['ce_type'] ?? '',
      value: this.decoder.decode(raw.value ?? Buffer.alloc(0)).value as Record<string, unknown>,
      raw,
    }));
  }

  /** A request to the service's own interface, as somebody with a role. */
  async ask(
    method: string,
    path: string,
    role: Role,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ status: number; headers: Headers; body: Record<string, unknown> }> {
    const answer = await fetch(`${this.url}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.world.token(role)}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  }

  async stop(): Promise<void> {
    await this.followed.stop();
    await this.service.stop();
    await this.producer.close();
    await this.kafka.admin().delete(await this.kafka.admin().topics());
    await this.kafka.close();
    await this.world.stop();
    await this.own.drop();
  }

  private async put(
    topic: string,
    key: string,
    value: Buffer,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    this.#sent += 1;
    const stamp = { publisher: this.#publisher, 'publisher-sequence': String(this.#sent) };
    const partition = partitionOf(Buffer.from(key), contract.topic(topic)?.partitions ?? 1);
    await this.producer.send(topic, [
      { partition, key: Buffer.from(key), value, headers: { ...headers, ...stamp } },
    ]);
  }
}

/** A registry that knows the contract; whoever was here first has registered it. */
async function registryWithSchemas(url: string): Promise<RegistryClient> {
  const first = createRegistryClient({ url });
  try {
    await createEncoder(contract, first).warmUp();
    return first;
  } catch {
    await registerSchemas(first, contract);
    // The first one remembers for a while that ids were not there.
    return createRegistryClient({ url });
  }
}

interface Followed {
  readonly records: readonly KafkaRecord[];
  stop(): Promise<void>;
}

/** Reads topics from their start, on and on. */
async function follow(kafka: KafkaClient, topics: readonly string[]): Promise<Followed> {
  const records: KafkaRecord[] = [];
  const consumer = kafka.consumer({ group: 'follower', topics, maxWaitMs: 20 });
  await consumer.start({
    assigned: (partitions) => partitions.forEach((one) => consumer.resume(one, 0n)),
    revoked: () => undefined,
    batch: (batch) => {
      records.push(...batch.records);
    },
    positionLost: () => undefined,
    crashed: () => undefined,
  });
  return { records, stop: () => consumer.stop() };
}
