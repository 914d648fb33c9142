// The whole system as `npm start` has it: the same table, release steps and programs, as processes of its own.
import {
  clientSecret,
  demonstrationEnvironment,
  freePorts,
  inheritedEnvironment,
  prepareSystem,
  serviceEnvironment,
  serviceMain,
  system,
  type ServiceName,
  type ServicePart,
  type SystemContext,
} from '@continuo/local-stack';
import { kafkaClient, type KafkaClient } from '@continuo/messaging';
import { DEVELOPMENT_GRANT, type Role } from '@continuo/service-kit';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { eventually } from './eventually.js';
import { LoggedProcess } from './logged-process.js';
import { OtlpReceiver } from './otlp-receiver.js';
import { testServers } from './test-servers.js';
import { uniqueName, uniquePrefix } from './unique.js';

export { LoggedProcess } from './logged-process.js';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What a service may take to end; beyond it its unfinished work is given up by itself. */
export const graceMs = 10_000;

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface SystemOptions {
  /** A backend that gets all traces beside the receiver. */
  readonly tracesTo?: string;
  /** Which traces are recorded. @default 'all' */
  readonly traces?: 'all' | 'as-in-production';
}

export class RunningSystem {
  readonly services = new Map<ServiceName, LoggedProcess>();
  readonly #tokens = new Map<string, Promise<string>>();

  private constructor(
    readonly context: SystemContext,
    readonly prefix: string,
    readonly parts: readonly ServicePart[],
    readonly receiver: OtlpReceiver,
    readonly kafka: KafkaClient,
    readonly traces: SystemOptions['traces'] = 'all',
  ) {}

  static async start({ tracesTo, traces }: SystemOptions = {}): Promise<RunningSystem> {
    const servers = testServers();
    const prefix = uniquePrefix('system');
    // Release steps hand the environment of this process on, as those of `npm start` do.
    process.env.KAFKA_TOPIC_PREFIX = prefix;
    const suffix = uniqueName('e2e');
    const parts = system.map((part) => ({
      ...part,
      ...(part.database !== undefined && { database: `${part.database}_${suffix}` }),
    }));
    const ports = await freePorts(parts.length);
    const urls = Object.fromEntries(parts.map(({ name }, at) => [name, `http://127.0.0.1:${ports[at]}`]));
    const context: SystemContext = {
      servers: { ...servers, source: 'external', processes: [], stop: async () => undefined },
      secrets: {
        writeKey: 'write-key-of-the-shop',
        identifierHashKey: randomBytes(32).toString('base64'),
        issuerSecret: randomBytes(32).toString('hex'),
        sessionSecret: randomBytes(32).toString('hex'),
        postgresPassword: '',
        whatsappAppSecret: 'app-secret-of-whatsapp',
        whatsappVerifyToken: 'verify-token-of-whatsapp',
        whatsappAccessToken: 'access-token-of-whatsapp',
        twilioAuthToken: 'auth-token-of-twilio',
      },
      urls: urls as Record<ServiceName, string>,
    };
    const kafka = kafkaClient({
      brokers: servers.kafkaBrokers.split(','),
      clientId: 'system-e2e',
      topicPrefix: prefix,
    });
    const receiver = await OtlpReceiver.start(tracesTo === undefined ? {} : { forwardTo: tracesTo });
    const running = new RunningSystem(context, prefix, parts, receiver, kafka, traces);
    try {
      await running.#up();
      return running;
    } catch (error) {
      await running.close().catch(() => undefined); // what kept it from starting is what counts
      throw error;
    }
  }

  get gateway(): string {
    return this.context.urls.console;
  }

  /** Plays the demonstration; its end is for the caller to wait for. */
  playDemonstration(): LoggedProcess {
    return new LoggedProcess(root, serviceMain(root, { name: 'demo' }), {
      ...inheritedEnvironment(process.env),
      ...demonstrationEnvironment(this.context),
      // Other tests run beside it.
      DEMO_PACE: '2',
    });
  }

  /** A request through the gateway, with JSON when there is a body. */
  ask(
    method: string,
    path: string,
    authorization: string,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.send(method, path, body && JSON.stringify(body), {
      authorization,
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    });
  }

  /** A request through the gateway. Of a stream of events only the beginning is waited for. */
  async send(
    method: string,
    path: string,
    body: string | undefined,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const answer = await fetch(`${this.gateway}${path}`, {
      method,
      headers: { ...headers },
      ...(body !== undefined && { body }),
      signal: AbortSignal.timeout(15_000),
    });
    if (answer.headers.get('content-type')?.startsWith('text/event-stream') === true) {
      await answer.body?.cancel();
      return { status: answer.status, text: '' };
    }
    return { status: answer.status, text: await answer.text() };
  }

  /** The JSON that somebody with a role gets. */
  async get<T>(path: string, role: Role): Promise<T> {
    const { status, text } = await this.ask('GET', path, await this.bearer(role));
    if (status !== 200) throw new Error(`${path} answered ${status} ${text}`);
    return JSON.parse(text) as T;
  }

  /** As `subject`, or as anybody with the role. */
  bearer(role: Role, subject?: string): Promise<string> {
    const who = `${role} ${subject ?? ''}`;
    const known = this.#tokens.get(who) ?? this.#token(role, subject);
    this.#tokens.set(who, known);
    return known.then((token) => `Bearer ${token}`);
  }

  /** As the shop's web pages present themselves. */
  get writeKey(): string {
    return `Basic ${Buffer.from(`${this.context.secrets.writeKey}:`).toString('base64')}`;
  }

  async close(): Promise<void> {
    await Promise.all([...this.services.values()].map((one) => one.stop(graceMs)));
    await this.receiver.close();
    const admin = this.kafka.admin();
    await admin.delete(await admin.topics()).finally(() => this.kafka.close());
    const client = new pg.Client({ connectionString: this.context.servers.databaseUrl });
    await client.connect();
    for (const { database } of this.parts)
      if (database !== undefined) await client.query(`drop database if exists ${database} with (force)`);
    await client.end();
  }

  async #up(): Promise<void> {
    const { context, parts } = this;
    await prepareSystem({
      root,
      parts,
      context,
      say: () => undefined,
      cancelled: new AbortController().signal,
    });
    for (const part of parts)
      this.services.set(part.name, new LoggedProcess(root, serviceMain(root, part), this.#environment(part)));
    await Promise.all(parts.map(({ name }) => this.#ready(name)));
  }

  #environment(part: ServicePart): NodeJS.ProcessEnv {
    return {
      ...inheritedEnvironment(process.env),
      ...serviceEnvironment(part, this.context),
      STOP_GRACE_MS: String(graceMs - 2_000),
      LOG_LEVEL: 'debug',
      OTEL_EXPORTER_OTLP_ENDPOINT: this.receiver.endpoint,
      ...(this.traces === 'all' && { OTEL_TRACES_SAMPLER_ARG: '1' }),
      CONTINUO_PARENT_PID: String(process.pid),
    };
  }

  async #ready(name: ServiceName): Promise<void> {
    const answers = async (): Promise<boolean> => {
      if (this.services.get(name)?.hasEnded === true) return true;
      return (await fetch(`${this.context.urls[name]}/health/ready`)).ok;
    };
    await eventually(answers, { within: 90_000, every: 100, what: `${name} being ready` });
    const one = this.services.get(name);
    if (one?.hasEnded === true) throw new Error(`${name} did not start:\n${one.lines.slice(-15).join('\n')}`);
  }

  async #token(role: Role, subject?: string): Promise<string> {
    const form = new URLSearchParams({
      grant_type: DEVELOPMENT_GRANT,
      client_id: 'continuo-cli',
      client_secret: clientSecret(this.context.secrets, 'continuo-cli'),
      role,
      ...(subject !== undefined && { subject }),
    });
    const answer = await fetch(`${this.gateway}/issuer/token`, { method: 'POST', body: form });
    return ((await answer.json()) as { access_token: string }).access_token;
  }
}
