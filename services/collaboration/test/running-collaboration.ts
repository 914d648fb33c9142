// The whole service in this process on real servers, as `main.ts` starts it, under a prefix and a database of its own.
import { contract } from '@continuo/contracts';
import { parseConfig, startService, type Role, type RunningService } from '@continuo/service-kit';
import { Database } from '@continuo/persistence';
import { askAs, TestBus, type Answer, type ReadRecord } from '@continuo/testing/service';
import { serviceOf } from '../src/app.module.js';
import { configSchema } from '../src/config.js';
import { collaborationMigrations } from '../src/migrations/all-migrations.js';
import { DeployedTemplates } from '../src/templates/deployed-templates.js';
import type { Templates } from '../src/templates/domain/template.js';
import { TemplatesStore } from '../src/templates/templates.store.js';
import { PlayedWorld } from './played-world.js';

export type { ReadRecord } from '@continuo/testing/service';

/** An event or command to send. */
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

const COMMANDS = 'collaboration.commands';

export class RunningCollaboration {
  private deployed: DeployedTemplates | undefined;

  private constructor(
    private readonly bus: TestBus,
    readonly service: RunningService,
    readonly world: PlayedWorld,
    private readonly templates: Templates,
  ) {}

  /** @param settings over those of the tests */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<RunningCollaboration> {
    const own = contract.topics.map(({ name }) => name).filter((name) => name.startsWith('collaboration.'));
    const bus = await TestBus.open({
      service: 'collaboration',
      migrations: collaborationMigrations,
      writes: own.filter((name) => name !== COMMANDS),
      reads: ['cdp.timeline', COMMANDS],
    });
    const world = await PlayedWorld.start();
    const config = parseConfig(configSchema, {
      ...bus.environment,
      ...bus.issuer.credentialsOf('collaboration'),
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
    const service = await startService(serviceOf(config));
    return new RunningCollaboration(bus, service, world, config.TEMPLATES_FILE);
  }

  get own() {
    return this.bus.own;
  }

  get url(): string {
    return `${this.service.url}/api/collaboration`;
  }

  token(role: Role, subject?: string): Promise<string> {
    return this.bus.issuer.token(role, subject);
  }

  /** Writes an event or command as its publisher's relay would; to the timeline too, under any type it carries. */
  send({ commandId, correlationId, ...told }: SentEvent): Promise<void> {
    const headers = {
      ce_source: '/test',
      ce_hops: '1',
      ...(correlationId !== undefined && { ce_correlationid: correlationId }),
      ...(commandId !== undefined && { commandid: commandId }),
    };
    return this.bus.tell({ ...told, headers });
  }

  /** A process that starts with a file that has these templates too. */
  async processWith(more: Templates, everyMs?: number): Promise<DeployedTemplates> {
    const { app } = this.service;
    const file = new Map([...this.templates, ...more]);
    const started = new DeployedTemplates(app.get(Database), app.get(TemplatesStore), file, everyMs);
    await started.onApplicationBootstrap();
    return started;
  }

  /** The next process in the place of the one before. */
  async deploy(more: Templates): Promise<void> {
    const before = this.deployed;
    this.deployed = await this.processWith(more);
    await before?.beforeApplicationShutdown();
  }

  /** Puts what the service published on the timeline of a profile, as the customer data platform does. */
  passOn({ raw }: ReadRecord, profileId: string): Promise<void> {
    return this.bus.forward(raw, profileId);
  }

  /** What has come on a topic of the service so far, decoded. */
  read(topic: string): Promise<readonly ReadRecord[]> {
    return this.bus.read(topic);
  }

  /** A request to the service's own interface, as somebody with a role. */
  ask(
    method: string,
    path: string,
    role: Role,
    body?: object,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const here = { url: this.url, token: this.bus.issuer.token };
    return askAs(here, { method, path, role, body, headers });
  }

  async stop(): Promise<void> {
    await this.deployed?.beforeApplicationShutdown();
    await this.service.stop();
    await this.bus.close();
    await this.world.stop();
  }
}
