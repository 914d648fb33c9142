// The whole service in this process on real servers, as `main.ts` starts it, under a prefix and a database of its own.
import { contract } from '@continuo/contracts';
import {
  parseConfig,
  ServiceTokens,
  startService,
  type Role,
  type RunningService,
} from '@continuo/service-kit';
import { askAs, TestBus, type Answer, type ReadRecord } from '@continuo/testing/service';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serviceOf } from '../src/app.module.js';
import { configSchema } from '../src/config.js';
import { customerDataPlatformMigrations } from '../src/migrations/all-migrations.js';
import { DOWNSTREAM } from './downstream.js';

export type { ReadRecord } from '@continuo/testing/service';

export class RunningPlatform {
  private constructor(
    private readonly bus: TestBus,
    readonly service: RunningService,
    /** Where the platform looks for a service beside it. */
    readonly downstreamPort: number,
  ) {}

  static async start(): Promise<RunningPlatform> {
    const bus = await TestBus.open({
      service: 'customer-data-platform',
      group: 'cdp',
      migrations: customerDataPlatformMigrations,
      writes: ['cdp.timeline', 'cdp.tracking', 'cdp.profiles'],
      reads: contract.topic('cdp.timeline')?.forwards ?? [],
      beside: [`cdp.timeline.${DOWNSTREAM}.dlq`, 'cdp.timeline.cdp-activity.dlq'],
    });
    const downstreamPort = await freePort();
    const config = parseConfig(configSchema, {
      ...bus.environment,
      ...bus.issuer.credentialsOf('customer-data-platform'),
      PERSONAL_DATA_SERVICES: `${DOWNSTREAM}=http://127.0.0.1:${downstreamPort}`,
      TRACKING_ORIGINS: 'https://shop.example',
      WRITE_KEYS: 'web:write-key-of-the-web,app:write-key-of-the-app',
      IDENTIFIER_HASH_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
    });
    return new RunningPlatform(bus, await startService(serviceOf(config)), downstreamPort);
  }

  get own() {
    return this.bus.own;
  }

  /** What a service beside it is told. */
  get environment(): Readonly<Record<string, string>> {
    return this.bus.environment;
  }

  get url(): string {
    return this.service.url;
  }

  /** What has come on a topic so far, decoded. */
  read(topic: string): Promise<readonly ReadRecord[]> {
    return this.bus.read(topic);
  }

  /** A request to the service's own interface, as somebody with a role. */
  ask(method: string, path: string, role: Role, body?: object): Promise<Answer> {
    const here = { url: `${this.url}/api/customer-data-platform`, token: this.bus.issuer.token };
    return askAs(here, { method, path, role, body });
  }

  /** The same with the token of a system, by its client's name. */
  askAsSystem(clientId: string, method: string, path: string, body?: object): Promise<Answer> {
    const { OIDC_CLIENT_SECRET: clientSecret } = this.bus.issuer.credentialsOf(clientId);
    const tokens = new ServiceTokens({
      ...{ issuer: this.bus.issuer.url, audience: 'continuo' },
      ...{ clientId, clientSecret },
    });
    const here = { url: `${this.url}/api/customer-data-platform`, token: () => tokens.get() };
    return askAs(here, { method, path, role: 'integrator', body });
  }

  /** The profile behind one identifier. */
  async lookUp(kind: string, value: string): Promise<string | null> {
    const { body } = await this.ask('POST', 'profiles:lookup', 'agent', { customers: [{ kind, value }] });
    return (body.profileIds as (string | null)[])[0] ?? null;
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.bus.close();
  }
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
