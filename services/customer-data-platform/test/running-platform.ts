// The whole service in this process on real servers, as `main.ts` starts it, under a prefix and a database of its own.
import { contract, createDecoder, type RecordDecoder } from '@continuo/contracts';
import { kafkaClient, messagingMigrations, type KafkaClient, type KafkaRecord } from '@continuo/messaging';
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
import { Database, migrate } from '@continuo/persistence';
import { testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serviceOf } from '../src/app.module.js';
import { configSchema } from '../src/config.js';
import { customerDataPlatformMigrations } from '../src/migrations/all-migrations.js';
import { DOWNSTREAM } from './downstream.js';
import { registryWithSchemas } from './platform-rig.js';

export interface ReadRecord {
  readonly partition: number;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  readonly bytes: Buffer;
  readonly value: Readonly<Record<string, unknown>>;
}

const issuerSecret = 'a secret of a test that has 32 characters';

export class RunningPlatform {
  private constructor(
    readonly own: TestDatabase,
    readonly kafka: KafkaClient,
    readonly service: RunningService,
    private readonly issuer: { readonly server: Server; readonly local: LocalIssuer },
    private readonly decoder: RecordDecoder,
    private readonly followed: Followed,
    /** What a service beside it is told; `downstreamPort` is where the platform looks for one. */
    readonly environment: Readonly<Record<string, string>>,
    readonly downstreamPort: number,
  ) {}

  static async start(): Promise<RunningPlatform> {
    const servers = testServers();
    const own = await testDatabase('cdp_e2e');
    const prefix = uniquePrefix('cdp');
    const kafka = kafkaClient({
      brokers: servers.kafkaBrokers.split(','),
      clientId: 'e2e',
      topicPrefix: prefix,
    });
    // Only what the service reads and writes: every partition costs the test's broker.
    const sources = contract.topic('cdp.timeline')?.forwards ?? [];
    const dead = contract.deadLetterTopics.filter(
      ({ source, group }) => sources.includes(source) && group === 'cdp',
    );
    const names = [
      'cdp.timeline',
      'cdp.profiles',
      `cdp.timeline.${DOWNSTREAM}.dlq`,
      ...sources,
      ...dead.map(({ name }) => name),
    ];
    await kafka
      .admin()
      .create(names.map((topic) => ({ topic, partitions: contract.topic(topic)?.partitions ?? 1 })));
    const decoder = createDecoder(contract, await registryWithSchemas());
    const issuer = await startIssuer();
    const environment = {
      NODE_ENV: 'test',
      LOG_LEVEL: 'silent',
      KAFKA_BROKERS: servers.kafkaBrokers,
      KAFKA_TOPIC_PREFIX: prefix,
      SCHEMA_REGISTRY_URL: servers.schemaRegistryUrl,
      OIDC_ISSUER: issuer.url,
    };
    const downstreamPort = await freePort();
    const config = parseConfig(configSchema, {
      ...environment,
      PORT: '0',
      DATABASE_URL: own.url,
      OIDC_CLIENT_ID: 'customer-data-platform',
      OIDC_CLIENT_SECRET: localClientSecret(issuerSecret, 'customer-data-platform'),
      PERSONAL_DATA_SERVICES: `${DOWNSTREAM}=http://127.0.0.1:${downstreamPort}`,
      TRACKING_ORIGINS: 'https://shop.example',
      WRITE_KEYS: 'web:write-key-of-the-web,app:write-key-of-the-app',
      IDENTIFIER_HASH_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
    });
    const database = await Database.open({ url: own.url, applicationName: 'e2e', poolSize: 2 });
    await migrate(database, [messagingMigrations, serviceKitMigrations, customerDataPlatformMigrations]);
    await database.close();
    const service = await startService(serviceOf(config));
    return new RunningPlatform(
      own,
      kafka,
      service,
      issuer,
      decoder,
      await follow(kafka, ['cdp.timeline', 'cdp.tracking', 'cdp.profiles']),
      environment,
      downstreamPort,
    );
  }

  get url(): string {
    return this.service.url;
  }

  async token(...roles: Role[]): Promise<string> {
    const token = await this.issuer.local.token({
      grantType: DEVELOPMENT_GRANT,
      clientId: COMMAND_LINE_CLIENT,
      clientSecret: localClientSecret(issuerSecret, COMMAND_LINE_CLIENT),
      roles,
    });
    if (!token.ok) throw new Error(token.refusal.message);
    return token.value.access_token;
  }

  /** What has come on a topic so far, decoded. */
  async read(topic: string): Promise<readonly ReadRecord[]> {
    const records = this.followed.records.filter((record) => record.topic === topic);
    await this.decoder.prepare(records.map(({ value }) => value));
    return records.map(({ partition, key, headers, value }) => ({
      partition,
      key: key?.toString() ?? '',
      headers,
      type: headers.ce_type ?? '',
      bytes: value ?? Buffer.alloc(0),
      value: this.decoder.decode(value ?? Buffer.alloc(0)).value as Record<string, unknown>,
    }));
  }

  /** A request to the service's own interface, as somebody with a role. */
  async ask(
    method: string,
    path: string,
    role: Role,
    body?: object,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const answer = await fetch(`${this.url}/api/customer-data-platform/${path}`, {
      method,
      headers: { authorization: `Bearer ${await this.token(role)}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
  }

  /** The profile behind one identifier. */
  async lookUp(kind: string, value: string): Promise<string | null> {
    const { body } = await this.ask('POST', 'profiles:lookup', 'agent', { customers: [{ kind, value }] });
    return (body.profileIds as (string | null)[])[0] ?? null;
  }

  async stop(): Promise<void> {
    await this.followed.stop();
    await this.service.stop();
    await this.kafka.admin().delete(await this.kafka.admin().topics());
    await this.kafka.close();
    this.issuer.server.close();
    await this.own.drop();
  }
}

/** The local issuer behind the smallest of servers. */
async function startIssuer(): Promise<{ server: Server; local: LocalIssuer; url: string }> {
  const holder: { local?: LocalIssuer } = {};
  const server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify(await bodyFor(request.url ?? '')));
    };
    const bodyFor = async (path: string): Promise<unknown> => {
      if (path.endsWith('/jwks')) return holder.local?.keys();
      if (!path.endsWith('/token')) return holder.local?.discovery();
      const clientId = 'customer-data-platform';
      const clientSecret = localClientSecret(issuerSecret, clientId);
      const token = await holder.local?.token({ grantType: 'client_credentials', clientId, clientSecret });
      return token?.ok === true ? token.value : {};
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

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
