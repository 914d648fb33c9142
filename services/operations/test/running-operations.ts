// The whole service in this process on real servers, as `main.ts` starts it, under a prefix and a database of its own;
// and the hands of its neighbours: the orchestrator that commands, the platform that writes the timeline.
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
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
import { Database, migrate } from '@continuo/persistence';
import {
  COMMAND_LINE_CLIENT,
  DEVELOPMENT_GRANT,
  LocalIssuer,
  localClientSecret,
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
import { operationsMigrations } from '../src/migrations/all-migrations.js';
import { registryWithSchemas } from './operations-rig.js';

export interface ReadRecord {
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Without namespace and version. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

const issuerSecret = 'a secret of a test that has 32 characters';
const ownTopics = ['operations.orders', 'operations.commands', 'cdp.timeline'];

export class RunningOperations {
  readonly #publisher = `test/${randomUUID()}`;
  #sent = 0;

  private constructor(
    readonly own: TestDatabase,
    readonly kafka: KafkaClient,
    readonly service: RunningService,
    private readonly issuer: { readonly server: Server; readonly local: LocalIssuer },
    private readonly coding: { readonly encoder: RecordEncoder; readonly decoder: RecordDecoder },
    private readonly producer: KafkaProducer,
    private readonly followed: Followed,
  ) {}

  static async start(): Promise<RunningOperations> {
    const servers = testServers();
    const own = await testDatabase('operations_e2e');
    const prefix = uniquePrefix('operations');
    const brokers = servers.kafkaBrokers.split(',');
    const kafka = kafkaClient({ brokers, clientId: 'e2e', topicPrefix: prefix });
    // Only what the service reads and writes: every partition costs the test's broker.
    const dead = contract.deadLetterTopics.filter(({ group }) => group === 'operations');
    const names = [...ownTopics, ...dead.map(({ name }) => name)];
    const partitions = (topic: string): number => contract.topic(topic)?.partitions ?? 1;
    await kafka.admin().create(names.map((topic) => ({ topic, partitions: partitions(topic) })));
    const registry = await registryWithSchemas();
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
    await migrate(database, [messagingMigrations, serviceKitMigrations, operationsMigrations]);
    await database.close();
    const service = await startService(serviceOf(config));
    const coding = { encoder, decoder: createDecoder(contract, registry) };
    const followed = await follow(kafka, ['operations.orders']);
    return new RunningOperations(own, kafka, service, issuer, coding, await kafka.producer(), followed);
  }

  /** A request to the service's own interface, as somebody with a role. */
  async ask(
    method: string,
    path: string,
    role: Role,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await fetch(`${this.service.url}/api/operations/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.token(role)}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: text }),
    });
    const told = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (told === '' ? {} : JSON.parse(told)) as Record<string, unknown>,
    };
  }

  /** `status code field` of a refusal. */
  async refusal(method: string, path: string, role: Role, body?: unknown): Promise<string> {
    const { status, body: problem } = await this.ask(method, path, role, body);
    const [first] = (problem.errors ?? []) as { field: string }[];
    return [status, problem.code, first?.field].filter((part) => part !== undefined).join(' ');
  }

  /** What the service has published of an order, decoded, in order. */
  async published(orderId: string): Promise<readonly ReadRecord[]> {
    const records = this.followed.records.filter(({ key }) => key?.toString() === orderId);
    await this.coding.decoder.prepare(records.map(({ value }) => value));
    return records.map(({ key, headers, value }) => ({
      key: key?.toString() ?? '',
      headers,
      name: headers.ce_type?.split('.')[2] ?? '',
      bytes: value ?? Buffer.alloc(0),
      value: this.coding.decoder.decode(value ?? Buffer.alloc(0)).value as Record<string, unknown>,
    }));
  }

  /** Everything that is on the service's topic, as one text: for what must not be there. */
  everything(): string {
    return this.followed.records
      .map(({ key, headers, value }) => [key, JSON.stringify(headers), value].map(String).join(' '))
      .join('\n');
  }

  /** What a journey asks of stock; answers the command's id. */
  async command(
    name: 'ReserveStock' | 'ReleaseStock',
    value: object,
    { profileId, commandId = uuidv7() }: { readonly profileId: string; readonly commandId?: string },
  ): Promise<string> {
    const type = `continuo.operations.commands.${name}.v1`;
    const topic = 'operations.commands';
    const bytes = this.encoded({ type, topic, key: profileId, value, profileId });
    await this.send(topic, profileId, bytes, { ce_type: type, commandid: commandId });
    return commandId;
  }

  /** A record of the timeline: an event of ours come back, or a marker of the platform. */
  async timeline(profileId: string, what: { readonly type: string; readonly value: object } | ReadRecord) {
    const own = 'bytes' in what;
    const type = own ? (what.headers.ce_type ?? '') : what.type;
    const topic = 'cdp.timeline';
    const bytes = own
      ? what.bytes
      : this.encoded({ type, topic, key: profileId, value: what.value, profileId });
    await this.send(topic, profileId, bytes, { ce_type: type });
  }

  async stop(): Promise<void> {
    await this.followed.stop();
    await this.service.stop();
    await this.producer.close();
    await this.kafka.admin().delete(await this.kafka.admin().topics());
    await this.kafka.close();
    this.issuer.server.close();
    await this.own.drop();
  }

  async token(role: Role): Promise<string> {
    const token = await this.issuer.local.token({
      grantType: DEVELOPMENT_GRANT,
      clientId: COMMAND_LINE_CLIENT,
      clientSecret: localClientSecret(issuerSecret, COMMAND_LINE_CLIENT),
      roles: [role],
    });
    if (!token.ok) throw new Error(token.refusal.message);
    return token.value.access_token;
  }

  private encoded(event: Parameters<RecordEncoder['encode']>[0]): Buffer {
    const encoded = this.coding.encoder.encode(event);
    if (!encoded.ok) throw new Error(encoded.refusal.message);
    return encoded.value.bytes;
  }

  /** Stamped as a relay would. */
  private async send(topic: string, profileId: string, value: Buffer, more: Record<string, string>) {
    const key = Buffer.from(profileId);
    this.#sent += 1;
    const headers = {
      ce_specversion: '1.0',
      ce_id: uuidv7(),
      ce_source: '/test',
      ce_time: new Date().toISOString(),
      ce_correlationid: 'correlation-1',
      ce_hops: '0',
      ce_profileid: profileId,
      'content-type': 'application/avro',
      publisher: this.#publisher,
      'publisher-sequence': String(this.#sent),
      ...more,
    };
    const partition = partitionOf(key, contract.topic(topic)?.partitions ?? 1);
    await this.producer.send(topic, [{ partition, key, value, headers }]);
  }
}

/** The local issuer behind the smallest of servers. */
async function startIssuer(): Promise<{ server: Server; local: LocalIssuer; url: string }> {
  const holder: { local?: LocalIssuer } = {};
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const body = request.url?.endsWith('/jwks') ? await holder.local?.keys() : holder.local?.discovery();
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    };
    void answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const local = new LocalIssuer({ issuer: url, audience: 'continuo', secret: issuerSecret, nodeEnv: 'test' });
  holder.local = local;
  return { server, local, url };
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
