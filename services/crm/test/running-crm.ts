// The whole service in this process on real servers, as `main.ts` starts it, under a prefix and a database of its own;
// and a hand that writes the timeline and commands, as the customer data platform and the orchestrator do.
import {
  contract,
  createDecoder,
  createEncoder,
  createRegistryClient,
  registerSchemas,
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
import { Database, migrate } from '@continuo/persistence';
import {
  parseConfig,
  serviceKitMigrations,
  startService,
  type Role,
  type RunningService,
} from '@continuo/service-kit';
import { eventually, testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { serviceOf } from '../src/app.module.js';
import { configSchema } from '../src/config.js';
import { crmMigrations } from '../src/migrations/all-migrations.js';
import { startIssuer, type TestIssuer } from './test-issuer.js';

export interface ReadRecord {
  readonly partition: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly raw: KafkaRecord;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

const TIMELINE = 'cdp.timeline';
const COMMANDS = 'crm.commands';
const read = ['crm.contacts', 'crm.cases'];

export class RunningCrm {
  #sent = 0;
  readonly #publisher = `test/${uuidv7()}`;

  private constructor(
    readonly own: TestDatabase,
    private readonly kafka: KafkaClient,
    private readonly producer: KafkaProducer,
    private readonly service: RunningService,
    private readonly issuer: TestIssuer,
    private readonly encoder: RecordEncoder,
    private readonly decoder: RecordDecoder,
    private readonly followed: Followed,
  ) {}

  static async start(): Promise<RunningCrm> {
    const servers = testServers();
    const own = await testDatabase('crm_e2e');
    const prefix = uniquePrefix('crm');
    const kafka = kafkaClient({
      brokers: servers.kafkaBrokers.split(','),
      clientId: 'e2e',
      topicPrefix: prefix,
    });
    // Only what the service reads and writes: every partition costs the test's broker.
    const names = [TIMELINE, COMMANDS, ...read, `${TIMELINE}.crm.dlq`, `${COMMANDS}.crm.dlq`];
    await kafka
      .admin()
      .create(names.map((topic) => ({ topic, partitions: contract.topic(topic)?.partitions ?? 1 })));
    const registry = createRegistryClient({ url: servers.schemaRegistryUrl });
    await registerSchemas(registry, contract);
    const encoder = createEncoder(contract, registry);
    await encoder.warmUp();
    const issuer = await startIssuer();
    const config = parseConfig(configSchema, {
      NODE_ENV: 'test',
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATABASE_URL: own.url,
      KAFKA_BROKERS: servers.kafkaBrokers,
      KAFKA_TOPIC_PREFIX: prefix,
      SCHEMA_REGISTRY_URL: servers.schemaRegistryUrl,
      OIDC_ISSUER: issuer.url,
      IDENTIFIER_HASH_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
      DEFAULT_COUNTRY: 'DE',
    });
    const database = await Database.open({ url: own.url, applicationName: 'e2e', poolSize: 2 });
    await migrate(database, [messagingMigrations, serviceKitMigrations, crmMigrations]);
    await database.close();
    const service = await startService(serviceOf(config));
    const decoder = createDecoder(contract, registry);
    const followed = await follow(kafka, read);
    return new RunningCrm(own, kafka, await kafka.producer(), service, issuer, encoder, decoder, followed);
  }

  get url(): string {
    return this.service.url;
  }

  /** A request to the service, as somebody with a role; texts are sent as they are. */
  async ask(
    method: string,
    path: string,
    role: Role,
    body?: object | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const answer = await fetch(`${this.url}/api/crm/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.issuer.token(role)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const parsed = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    return { status: answer.status, headers: answer.headers, body: parsed };
  }

  /** What has come on a topic so far, decoded. */
  async read(topic: string): Promise<readonly ReadRecord[]> {
    const records = this.followed.records.filter((record) => record.topic === topic);
    await this.decoder.prepare(records.map(({ value }) => value));
    return records.map((raw) => ({
      partition: raw.partition,
      key: raw.key?.toString() ?? '',
      headers: raw.headers,
      type: raw.headers.ce_type ?? '',
      value: this.decoder.decode(raw.value ?? Buffer.alloc(0)).value as Record<string, unknown>,
      raw,
    }));
  }

  /** The events of one thing, in their order, once there are as many as expected. */
  async events(topic: string, field: string, id: string, expected: number): Promise<readonly ReadRecord[]> {
    return eventually(
      async () => {
        const found = (await this.read(topic)).filter(({ value }) => value[field] === id);
        return found.length >= expected ? found : undefined;
      },
      { what: `${expected} events of ${topic}` },
    );
  }

  /** Puts a record of ours on the timeline, as the platform does once it knows whose it is. */
  async forward({ raw }: ReadRecord, profileId: string): Promise<void> {
    const {
      publisher: _publisher,
      'publisher-sequence': _sequence,
      customer: _customer,
      ...kept
    } = raw.headers;
    await this.send(TIMELINE, profileId, raw.value, { ...kept, ce_profileid: profileId });
  }

  /** Puts an event of anybody's on the timeline. */
  async tell(profileId: string, type: string, value: object, id = uuidv7()): Promise<void> {
    await this.send(TIMELINE, profileId, this.bytesOf(type, profileId, value), envelope(type, profileId, id));
  }

  /** Sends a command as the orchestrator does. */
  async command(
    profileId: string,
    type: string,
    value: object,
    commandId: string = uuidv7(),
  ): Promise<string> {
    const headers = {
      ...envelope(type, profileId, uuidv7()),
      ce_source: '/orchestrator',
      commandid: commandId,
    };
    await this.send(COMMANDS, profileId, this.bytesOf(type, profileId, value), headers);
    return commandId;
  }

  /** The answer to a command. */
  async answerTo(commandId: string, count = 1): Promise<ReadRecord> {
    return eventually(
      async () => {
        const found = (await this.read('crm.cases')).filter(({ headers }) => headers.commandid === commandId);
        return found.length >= count ? found.at(-1) : undefined;
      },
      { what: 'the answer to a command' },
    );
  }

  /** Waits until everything that was sent has been read. */
  async settled(): Promise<void> {
    await eventually(
      async () => {
        for (const topic of [TIMELINE, COMMANDS]) {
          const ranges = await this.kafka.admin().logRanges(topic);
          const rows = await this.own.query<{ partition: number; next_offset: string }>(
            'select partition, next_offset from messaging.partition_position where topic = $1',
            [topic],
          );
          const positions = new Map(rows.map((row) => [row.partition, BigInt(row.next_offset)]));
          if (![...ranges].every(([partition, { end }]) => (positions.get(partition) ?? 0n) >= end))
            return false;
        }
        return true;
      },
      { within: 20_000, what: 'topics read to their ends' },
    );
  }

  async stop(): Promise<void> {
    await this.followed.stop();
    await this.producer.close();
    await this.service.stop();
    await this.kafka.admin().delete(await this.kafka.admin().topics());
    await this.kafka.close();
    await this.issuer.close();
    await this.own.drop();
  }

  private async send(
    topic: string,
    key: string,
    value: Buffer | null,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    this.#sent += 1;
    const stamp = { publisher: this.#publisher, 'publisher-sequence': String(this.#sent) };
    const record = Buffer.from(key);
    const partition = partitionOf(record, contract.topic(topic)?.partitions ?? 1);
    await this.producer.send(topic, [{ partition, key: record, value, headers: { ...headers, ...stamp } }]);
  }

  /** The value as its owner would have written it, under a key that its own topic allows. */
  private bytesOf(type: string, profileId: string, value: object): Buffer {
    const topic = contract.topic(contract.type(type)?.topics[0] ?? '');
    const [from = 'profile'] = topic?.key.from ?? [];
    const customer = [{ kind: 'user', value: 'u-1' }];
    const isCustomer = topic?.about === 'customer';
    const field = (value as Record<string, string>)[from.replace('value.', '')];
    const key = from === 'profile' ? profileId : from === 'customer' ? 'user=u-1' : (field ?? '');
    const who = isCustomer ? { customer } : { profileId };
    const encoded = this.encoder.encode({ type, topic: topic?.name, key, value, ...who });
    if (!encoded.ok) throw new Error(encoded.refusal.message);
    return encoded.value.bytes;
  }
}

function envelope(type: string, profileId: string, id: string): Record<string, string> {
  return {
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: '/customer-data-platform',
    ce_type: type,
    ce_time: new Date().toISOString(),
    ce_correlationid: id,
    ce_hops: '0',
    ce_profileid: profileId,
    'content-type': 'application/avro',
  };
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
