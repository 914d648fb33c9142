// The whole system as `npm start` has it, without the demonstration: its compiled programs on the bench's servers.
import {
  clientSecret,
  freePorts,
  inheritedEnvironment,
  keepingIn,
  ManagedProcess,
  prepareSystem,
  processEnvironment,
  serviceArguments,
  serviceEnvironment,
  serviceMain,
  system,
  type ProcessKeeping,
  type ServiceName,
  type ServicePart,
  type SystemContext,
} from '@continuo/local-stack';
import { DEVELOPMENT_GRANT, type Role } from '@continuo/service-kit';
import { eventually, uniqueName, type TestServers } from '@continuo/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { Template } from './filled-orchestrator.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const STOP_WITHIN_MS = 15_000;
/** The journey that everybody is in. */
export const CARTS = 'carts';

const DEFINITION = `
journey: ${CARTS}
title: A cart on its way
owner: bench
objective: to be looked at
metrics: [ordered]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Checkout Started", key: event.properties.cart_id }
steps:
  choosing:
    office: front
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Checkout Step Completed" && event.properties.cart_id == key, next: paying }
      - { after: P10D, next: left }
  paying:
    office: front
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Order Completed" && event.properties.cart_id == key, next: ordered }
      - { after: P10D, next: left }
  left: { end: left }
  ordered: { end: ordered }
`;

export class WholeSystem {
  readonly #processes: ManagedProcess[] = [];
  readonly #tokens = new Map<Role, Promise<string>>();

  private constructor(
    private readonly context: SystemContext,
    private readonly parts: readonly ServicePart[],
    private readonly keeping: ProcessKeeping,
    private readonly folder: string,
  ) {}

  static async start(servers: TestServers): Promise<WholeSystem> {
    const suffix = uniqueName('pages');
    const parts = system
      .filter(({ name }) => name !== 'providers')
      .map((part) => ({ ...part, ...(part.database && { database: `${part.database}_${suffix}` }) }));
    const folder = mkdtempSync(join(tmpdir(), 'continuo-pages-'));
    const context = await contextOf(servers, parts);
    const running = new WholeSystem(context, parts, keepingIn(folder), folder);
    try {
      const cancelled = new AbortController().signal;
      await prepareSystem({ root: ROOT, parts, context, say: () => undefined, cancelled });
      await Promise.all(parts.map((part) => running.#launch(part)));
      await running.#ask('POST', '/api/orchestrator/definitions', 'designer', { definition: DEFINITION });
      return running;
    } catch (error) {
      await running.close();
      throw error;
    }
  }

  get gateway(): string {
    return this.context.urls.console;
  }

  /** Where events go, and with which key. */
  get tracking(): { readonly gateway: string; readonly writeKey: string } {
    const key = Buffer.from(`${this.context.secrets.writeKey}:`).toString('base64');
    return { gateway: this.gateway, writeKey: `Basic ${key}` };
  }

  databaseOf(name: ServiceName): string {
    const url = new URL(this.context.servers.databaseUrl);
    url.pathname = `/${this.parts.find((part) => part.name === name)?.database ?? ''}`;
    return url.href;
  }

  /** Two instances that got there by events, one in each step. */
  async templates(): Promise<readonly Template[]> {
    const [choosing, paying] = [randomUUID(), randomUUID()];
    await this.#track(choosing, 'Checkout Started');
    await this.#track(paying, 'Checkout Started');
    await this.#in('choosing', 2);
    await this.#track(paying, 'Checkout Step Completed');
    const [first, second] = [await this.#in('choosing', 1), await this.#in('paying', 1)];
    return [...first, ...second];
  }

  async close(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.stop()));
    await this.keeping.watchdog.end();
    const client = new pg.Client({ connectionString: this.context.servers.databaseUrl });
    await client.connect();
    for (const { database } of this.parts)
      if (database !== undefined) await client.query(`drop database if exists ${database} with (force)`);
    await client.end();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #launch(part: ServicePart): Promise<void> {
    const url = this.context.urls[part.name];
    const one = new ManagedProcess(
      {
        name: part.name,
        kind: 'service',
        // Whoever looks at pages has a machine of their own: here the browser goes before the services.
        command: 'nice',
        args: ['-n', '10', process.execPath, ...serviceArguments(serviceMain(ROOT, part))],
        cwd: ROOT,
        env: {
          ...inheritedEnvironment(processEnvironment(process.env)),
          ...serviceEnvironment(part, this.context),
          NODE_ENV: 'development',
          LOG_LEVEL: 'warn',
          CONTINUO_PARENT_PID: String(process.pid),
        },
        stopSignal: 'SIGTERM',
        stopWithin: STOP_WITHIN_MS,
        readyWithin: 180_000,
        isReady: async () => (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) })).ok,
      },
      this.keeping,
    );
    this.#processes.push(one);
    await one.start();
  }

  async #track(anonymousId: string, event: string): Promise<void> {
    const { gateway, writeKey } = this.tracking;
    const answer = await fetch(`${gateway}/v1/track`, {
      method: 'POST',
      headers: { authorization: writeKey, 'content-type': 'application/json' },
      body: JSON.stringify({ anonymousId, event, properties: { cart_id: `cart-${anonymousId}` } }),
    });
    if (!answer.ok) throw new Error(`an event was answered ${answer.status}: ${await answer.text()}`);
  }

  async #in(step: string, count: number): Promise<readonly Template[]> {
    const path = `/api/orchestrator/instances?definition=${CARTS}&step=${step}&state=running`;
    return eventually(
      async () => {
        const { items } = (await this.#ask('GET', path, 'operator')) as {
          readonly items: readonly Template[];
        };
        return items.length >= count && items;
      },
      { within: 60_000, what: `${count} in ${step}` },
    );
  }

  async #ask(method: string, path: string, role: Role, body?: object): Promise<unknown> {
    const token = this.#tokens.get(role) ?? this.#token(role);
    this.#tokens.set(role, token);
    const answer = await fetch(`${this.gateway}${path}`, {
      method,
      headers: { authorization: `Bearer ${await token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  async #token(role: Role): Promise<string> {
    const form = new URLSearchParams({
      grant_type: DEVELOPMENT_GRANT,
      client_id: 'continuo-cli',
      client_secret: clientSecret(this.context.secrets, 'continuo-cli'),
      role,
    });
    const answer = await fetch(`${this.gateway}/issuer/token`, { method: 'POST', body: form });
    return ((await answer.json()) as { access_token: string }).access_token;
  }
}

async function contextOf(servers: TestServers, parts: readonly ServicePart[]): Promise<SystemContext> {
  const ports = await freePorts(parts.length);
  const urls = Object.fromEntries(parts.map(({ name }, at) => [name, `http://127.0.0.1:${ports[at]}`]));
  const secret = (): string => randomBytes(24).toString('hex');
  return {
    servers: { ...servers, source: 'external', processes: [], stop: async () => undefined },
    secrets: {
      writeKey: secret(),
      identifierHashKey: randomBytes(32).toString('base64'),
      issuerSecret: secret(),
      postgresPassword: '',
      whatsappAppSecret: secret(),
      whatsappVerifyToken: secret(),
      whatsappAccessToken: secret(),
      twilioAuthToken: secret(),
      sessionSecret: secret(),
    },
    // Nobody is written to or called.
    urls: { ...urls, providers: 'http://127.0.0.1:9' } as SystemContext['urls'],
  };
}
