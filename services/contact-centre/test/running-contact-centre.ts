// The whole service on real servers, as `main.ts` starts it, twice: two replicas on one database, asked in turn.
import {
  contract,
  createDecoder,
  createEncoder,
  createRegistryClient,
  registerSchemas,
  type RecordDecoder,
} from '@continuo/contracts';
import { kafkaClient, messagingMigrations, type KafkaClient, type KafkaRecord } from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import {
  parseConfig,
  serviceKitMigrations,
  startService,
  type Role,
  type RunningService,
} from '@continuo/service-kit';
import { eventually, testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import { request } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceOf } from '../src/app.module.js';
import { configSchema } from '../src/config.js';
import { contactCentreMigrations } from '../src/migrations/all-migrations.js';
import { AgentStream } from './agent-stream.js';
import { StandInProvider } from './stand-in-provider.js';
import { startIssuer, type TestIssuer } from './test-issuer.js';
import { queueNamed, queuesFile, type TestQueue } from './test-queues.js';
import { hashKey, TimelineHand } from './timeline-hand.js';
import { AUTH_TOKEN, newCallSid, PUBLIC_URL, signatureOf, WEBHOOKS } from './twilio-signing.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

export interface Published {
  readonly name: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Readonly<Record<string, unknown>>;
}

const TOPIC = 'contact-centre.interactions';

export class RunningContactCentre {
  readonly #records: KafkaRecord[] = [];
  #asked = 0;
  #queues = 0;
  #number = 791_000_000;

  private constructor(
    readonly own: TestDatabase,
    readonly provider: StandInProvider,
    readonly timeline: TimelineHand,
    private readonly kafka: KafkaClient,
    private readonly services: readonly RunningService[],
    private readonly issuer: TestIssuer,
    private readonly decoder: RecordDecoder,
  ) {}

  static async start(): Promise<RunningContactCentre> {
    const servers = testServers();
    const own = await testDatabase('contact_centre_e2e');
    const prefix = uniquePrefix('cc');
    const brokers = servers.kafkaBrokers.split(',');
    const kafka = kafkaClient({ brokers, clientId: 'e2e', topicPrefix: prefix });
    const topics = ['cdp.timeline', TOPIC, 'cdp.timeline.contact-centre.dlq'];
    await kafka
      .admin()
      .create(topics.map((topic) => ({ topic, partitions: contract.topic(topic)?.partitions ?? 1 })));
    const registry = createRegistryClient({ url: servers.schemaRegistryUrl });
    await registerSchemas(registry, contract);
    const encoder = createEncoder(contract, registry);
    await encoder.warmUp();
    const issuer = await startIssuer();
    const provider = await StandInProvider.start();
    const folder = await mkdtemp(join(tmpdir(), 'contact-centre-'));
    await writeFile(join(folder, 'queues.yaml'), queuesFile());
    const config = parseConfig(configSchema, {
      NODE_ENV: 'test',
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATABASE_URL: own.url,
      KAFKA_BROKERS: servers.kafkaBrokers,
      KAFKA_TOPIC_PREFIX: prefix,
      SCHEMA_REGISTRY_URL: servers.schemaRegistryUrl,
      OIDC_ISSUER: issuer.url,
      PUBLIC_URL,
      IDENTIFIER_HASH_KEYS: `1:${hashKey.toString('base64')}`,
      DEFAULT_COUNTRY: 'CH',
      TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001',
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_API_URL: provider.url,
      QUEUES_FILE: join(folder, 'queues.yaml'),
    });
    await rm(folder, { recursive: true });
    const database = await Database.open({ url: own.url, applicationName: 'e2e', poolSize: 2 });
    await migrate(database, [messagingMigrations, serviceKitMigrations, contactCentreMigrations]);
    await database.close();
    const services = [await startService(serviceOf(config)), await startService(serviceOf(config))];
    const timeline = await TimelineHand.on(kafka, encoder);
    const decoder = createDecoder(contract, registry);
    const running = new RunningContactCentre(own, provider, timeline, kafka, services, issuer, decoder);
    await running.#follow();
    return running;
  }

  /** The replicas in turn. */
  get url(): string {
    this.#asked += 1;
    return this.services[this.#asked % this.services.length]?.url ?? '';
  }

  /** A queue that no test used before. */
  newQueue(): TestQueue {
    this.#queues += 1;
    return queueNamed(this.#queues);
  }

  /** A number that nobody called from before. */
  newNumber(): string {
    this.#number += 1;
    return `+41${this.#number}`;
  }

  /** A request as somebody: an agent by their id, a supervisor or another role by its name. */
  async ask(
    method: string,
    path: string,
    who: { readonly role?: Role; readonly subject: string },
    body?: object | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const answer = await fetch(`${this.url}/api/contact-centre/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.issuer.token(who.role ?? 'agent', who.subject)}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return answerOf(answer);
  }

  /** A webhook as Twilio signs it, or with another signature. */
  async webhook(
    hook: string,
    fields: Readonly<Record<string, string>>,
    signature = signatureOf(hook, fields),
  ): Promise<Answer> {
    const answer = await fetch(`${this.url}${WEBHOOKS}/${hook}`, {
      method: 'POST',
      headers: { 'x-twilio-signature': signature },
      body: new URLSearchParams(fields),
    });
    return answerOf(answer);
  }

  /** The same with a Host header of the caller's choice, which `fetch` does not allow. Answers the status. */
  webhookNaming(
    headers: Readonly<Record<string, string>>,
    hook: string,
    fields: Readonly<Record<string, string>>,
    signature: string,
  ): Promise<number> {
    const type = 'application/x-www-form-urlencoded';
    const all = { 'content-type': type, 'x-twilio-signature': signature, ...headers };
    return new Promise((resolve, reject) => {
      request(`${this.url}${WEBHOOKS}/${hook}`, { method: 'POST', headers: all }, (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      })
        .on('error', reject)
        .end(new URLSearchParams(fields).toString());
    });
  }

  /** Somebody calls; answers the call's id. */
  async call(from: string, to: string, callSid = newCallSid()): Promise<string> {
    const fields = { CallSid: callSid, From: from, To: to, CallStatus: 'ringing', Direction: 'inbound' };
    const answer = await this.webhook('voice', fields);
    if (!answer.text.includes('<Enqueue'))
      throw new Error(`the call was answered ${answer.status}: ${answer.text}`);
    return callSid;
  }

  /** The provider says what became of a call. */
  async becomes(callSid: string, status: string): Promise<Answer> {
    return this.webhook('status', { CallSid: callSid, CallStatus: status });
  }

  /** An agent who is set up and available, with their stream. */
  async agent(agentId: string, skills: readonly string[]): Promise<AgentStream> {
    const body = { displayName: agentId, skills };
    await this.ask('PUT', `agents/${agentId}`, { role: 'supervisor', subject: 'boss' }, body);
    const stream = await this.stream(agentId);
    await this.says(agentId, 'available');
    return stream;
  }

  says(agentId: string, presence: string): Promise<Answer> {
    return this.ask('POST', `agents/${agentId}/presence`, { subject: agentId }, { presence });
  }

  async stream(agentId: string, lastEventId?: string): Promise<AgentStream> {
    const url = `${this.url}/api/contact-centre/agents/${agentId}/offers/stream`;
    return AgentStream.open(url, await this.issuer.token('agent', agentId), lastEventId);
  }

  async interactionOf(callSid: string): Promise<string> {
    const rows = await this.own.query<{ id: string }>(
      'select interaction_id as id from interaction where call_sid = $1',
      [callSid],
    );
    return rows[0]?.id ?? '';
  }

  /** The events of an interaction in the order of the topic, once there are as many as expected. */
  async events(interactionId: string, expected: number): Promise<readonly Published[]> {
    return eventually(
      async () => {
        const found = (await this.published()).filter(({ value }) => value.interactionId === interactionId);
        return found.length >= expected ? found : undefined;
      },
      { within: 15_000, what: `${expected} events of an interaction` },
    );
  }

  async published(): Promise<readonly Published[]> {
    const records = [...this.#records];
    await this.decoder.prepare(records.map(({ value }) => value));
    return records.map(({ headers, value }) => ({
      name: headers.ce_type?.split('.')[2] ?? '',
      headers,
      value: this.decoder.decode(value ?? Buffer.alloc(0)).value as Record<string, unknown>,
    }));
  }

  /** Everything on the topic as it lies there. */
  get bytes(): string {
    return this.#records
      .map(({ key, headers, value }) => `${key} ${JSON.stringify(headers)} ${value?.toString('latin1')}`)
      .join('\n');
  }

  async stop(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
    await this.stopFollowing();
    await this.timeline.close();
    await this.kafka.admin().delete(await this.kafka.admin().topics());
    await this.kafka.close();
    await this.issuer.close();
    await this.provider.close();
    await this.own.drop();
  }

  private stopFollowing: () => Promise<void> = () => Promise.resolve();

  /** Reads the topic from its start, on and on, and hands it to the timeline. */
  async #follow(): Promise<void> {
    const consumer = this.kafka.consumer({ group: 'follower', topics: [TOPIC], maxWaitMs: 20 });
    await consumer.start({
      assigned: (partitions) => partitions.forEach((one) => consumer.resume(one, 0n)),
      revoked: () => undefined,
      batch: (batch) => {
        this.#records.push(...batch.records);
        batch.records.forEach((record) => this.timeline.sees(record));
      },
      positionLost: () => undefined,
      crashed: () => undefined,
    });
    this.stopFollowing = () => consumer.stop();
  }
}

async function answerOf(answer: Response): Promise<Answer> {
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  const body = (isJson ? JSON.parse(text) : {}) as Record<string, unknown>;
  return { status: answer.status, headers: answer.headers, text, body };
}
