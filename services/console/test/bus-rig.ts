// A console on the real broker under a prefix of the test's own, hands that write records, and services that are played.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contract, createEncoder, type RecordEncoder } from '@continuo/contracts';
import { kafkaClient, type KafkaClient, type KafkaProducer } from '@continuo/messaging';
import { parseConfig, startService, type Role, type RunningService } from '@continuo/service-kit';
import { testServers, uniquePrefix } from '@continuo/testing';
import { registryWithSchemas, startTestIssuer, type TestIssuer } from '@continuo/testing/service';
import { configSchema } from '../src/config.js';
import { consoleService } from '../src/console-service.js';

const quiet = () => undefined;
const telemetry = {
  logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  metrics: { text: async () => '' },
  stop: async () => undefined,
};

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** A service that says of itself what it is told to. */
export interface PlayedService {
  readonly url: string;
  ready: boolean;
  metrics: string;
  /** Further answers by path. */
  readonly answers: Map<string, (authorization: string | undefined) => { status: number; body: unknown }>;
  asked: number;
  close(): Promise<void>;
  /** At the same address, after `close`. */
  open(): Promise<void>;
}

export async function playService(): Promise<PlayedService> {
  let port = 0;
  const server = createServer((request, response) => {
    played.asked += 1;
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path === '/metrics') return response.end(played.metrics);
    if (path === '/health/ready') {
      response.statusCode = played.ready ? 200 : 503;
      return response.end(JSON.stringify({ checks: [{ name: 'database and broker', ok: played.ready }] }));
    }
    const { status, body } = played.answers.get(path)?.(request.headers.authorization) ?? {
      status: 404,
      body: {},
    };
    response.statusCode = status;
    return response.end(JSON.stringify(body));
  });
  const played: PlayedService = {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    ready: true,
    metrics: '',
    answers: new Map(),
    asked: 0,
    open: () =>
      new Promise((resolve) =>
        server.listen(port, '127.0.0.1', () => {
          ({ port } = server.address() as AddressInfo);
          resolve();
        }),
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await played.open();
  return played;
}

export class BusRig {
  readonly #consoles: RunningService[] = [];

  private constructor(
    readonly kafka: KafkaClient,
    readonly producer: KafkaProducer,
    readonly encoder: RecordEncoder,
    readonly issuer: TestIssuer,
    readonly prefix: string,
  ) {}

  static async open(topics: readonly string[]): Promise<BusRig> {
    const prefix = uniquePrefix('console');
    const kafka = kafkaClient({
      brokers: testServers().kafkaBrokers.split(','),
      clientId: 'e2e',
      topicPrefix: prefix,
    });
    await kafka
      .admin()
      .create(topics.map((topic) => ({ topic, partitions: contract.topic(topic)?.partitions ?? 1 })));
    const encoder = createEncoder(contract, await registryWithSchemas());
    await encoder.warmUp();
    return new BusRig(kafka, await kafka.producer(), encoder, await startTestIssuer(), prefix);
  }

  async console(env: Readonly<Record<string, string>>): Promise<RunningService> {
    const { kafkaBrokers, schemaRegistryUrl } = testServers();
    const settings = {
      NODE_ENV: 'test',
      PORT: '0',
      LOG_LEVEL: 'silent',
      OIDC_ISSUER: this.issuer.url,
      KAFKA_BROKERS: kafkaBrokers,
      KAFKA_TOPIC_PREFIX: this.prefix,
      SCHEMA_REGISTRY_URL: schemaRegistryUrl,
      TIME_ZONE: 'Europe/Zurich',
      OVERVIEW_EVERY_MS: '200',
      ...this.issuer.credentialsOf('console'),
      ...env,
    };
    const running = await startService(consoleService(parseConfig(configSchema, settings)), telemetry);
    this.#consoles.push(running);
    return running;
  }

  async ask(
    console: RunningService,
    path: string,
    role: Role | 'nobody' = 'operator',
    subject?: string,
  ): Promise<Reply> {
    const token = role === 'nobody' ? undefined : await this.issuer.token(role, subject);
    const answer = await fetch(`${console.url}${path}`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
  }

  async close(): Promise<void> {
    for (const console of this.#consoles) await console.stop();
    await this.producer.close();
    await this.kafka.admin().delete(await this.kafka.admin().topics());
    await this.kafka.close();
    await this.issuer.close();
  }
}
