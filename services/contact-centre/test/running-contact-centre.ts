// The whole service on real servers, as `main.ts` starts it, twice: two replicas on one database, asked in turn.
import { parseConfig, startService, type Role, type RunningService } from '@continuo/service-kit';
import { eventually } from '@continuo/testing';
import { answerOf, askAs, TestBus, type Answer, type ReadRecord } from '@continuo/testing/service';
import { request } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceOf } from '../src/app.module.js';
import { configSchema } from '../src/config.js';
import { contactCentreMigrations } from '../src/migrations/all-migrations.js';
import { AgentStream } from './agent-stream.js';
import { StandInProvider } from './stand-in-provider.js';
import { queueNamed, queuesFile, type TestQueue } from './test-queues.js';
import { hashKey, TimelineHand } from './timeline-hand.js';
import { AUTH_TOKEN, newCallSid, PUBLIC_URL, signatureOf, WEBHOOKS } from './twilio-signing.js';

export type { Answer, ReadRecord as Published } from '@continuo/testing/service';

const TOPIC = 'contact-centre.interactions';

export class RunningContactCentre {
  #asked = 0;
  #queues = 0;
  #number = 791_000_000;

  private constructor(
    readonly provider: StandInProvider,
    readonly timeline: TimelineHand,
    private readonly bus: TestBus,
    private readonly services: readonly RunningService[],
  ) {}

  static async start(): Promise<RunningContactCentre> {
    const timeline = new TimelineHand();
    const bus = await TestBus.open({
      service: 'contact-centre',
      migrations: contactCentreMigrations,
      writes: [TOPIC],
      reads: ['cdp.timeline'],
      onRecord: (record) => void timeline.sees(record),
    });
    timeline.writesTo(bus);
    const provider = await StandInProvider.start();
    const folder = await mkdtemp(join(tmpdir(), 'contact-centre-'));
    await writeFile(join(folder, 'queues.yaml'), queuesFile());
    const config = parseConfig(configSchema, {
      ...bus.environment,
      PUBLIC_URL,
      IDENTIFIER_HASH_KEYS: `1:${hashKey.toString('base64')}`,
      DEFAULT_COUNTRY: 'CH',
      TWILIO_ACCOUNT_SID: 'AC00000000000000000000000000000001',
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      TWILIO_API_URL: provider.url,
      QUEUES_FILE: join(folder, 'queues.yaml'),
    });
    await rm(folder, { recursive: true });
    const services = [await startService(serviceOf(config)), await startService(serviceOf(config))];
    return new RunningContactCentre(provider, timeline, bus, services);
  }

  get own() {
    return this.bus.own;
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
  ask(
    method: string,
    path: string,
    { role = 'agent', subject }: { readonly role?: Role; readonly subject: string },
    body?: object | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const here = { url: `${this.url}/api/contact-centre`, token: this.bus.issuer.token };
    return askAs(here, { method, path, role, subject, body, headers });
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
    return AgentStream.open(url, await this.bus.issuer.token('agent', agentId), lastEventId);
  }

  async interactionOf(callSid: string): Promise<string> {
    const rows = await this.own.query<{ id: string }>(
      'select interaction_id as id from interaction where call_sid = $1',
      [callSid],
    );
    return rows[0]?.id ?? '';
  }

  /** The events of an interaction in the order of the topic, once there are as many as expected. */
  async events(interactionId: string, expected: number): Promise<readonly ReadRecord[]> {
    return eventually(
      async () => {
        const found = (await this.published()).filter(({ value }) => value.interactionId === interactionId);
        return found.length >= expected ? found : undefined;
      },
      { within: 15_000, what: `${expected} events of an interaction` },
    );
  }

  published(): Promise<readonly ReadRecord[]> {
    return this.bus.read();
  }

  /** Everything on the topic as it lies there. */
  get bytes(): string {
    return this.bus.everything();
  }

  async stop(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
    await this.bus.close();
    await this.provider.close();
  }
}
