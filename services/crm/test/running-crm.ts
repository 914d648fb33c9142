// The whole service in this process on real servers, as `main.ts` starts it, under a prefix and a database of its own.
import { parseConfig, startService, type Role, type RunningService } from '@continuo/service-kit';
import { eventually } from '@continuo/testing';
import { askAs, TestBus, type Answer, type ReadRecord } from '@continuo/testing/service';
import { uuidv7 } from 'uuidv7';
import { serviceOf } from '../src/app.module.js';
import { configSchema } from '../src/config.js';
import { crmMigrations } from '../src/migrations/all-migrations.js';

export type { Answer, ReadRecord } from '@continuo/testing/service';

const COMMANDS = 'crm.commands';

export class RunningCrm {
  private constructor(
    readonly bus: TestBus,
    private readonly service: RunningService,
  ) {}

  static async start(): Promise<RunningCrm> {
    const bus = await TestBus.open({
      service: 'crm',
      migrations: crmMigrations,
      writes: ['crm.contacts', 'crm.cases'],
      reads: ['cdp.timeline', COMMANDS],
    });
    const config = parseConfig(configSchema, {
      ...bus.environment,
      IDENTIFIER_HASH_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
      DEFAULT_COUNTRY: 'DE',
    });
    return new RunningCrm(bus, await startService(serviceOf(config)));
  }

  get own() {
    return this.bus.own;
  }

  get url(): string {
    return this.service.url;
  }

  /** A request to the service, as somebody with a role; texts are sent as they are. */
  ask(
    method: string,
    path: string,
    role: Role,
    body?: object | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const here = { url: `${this.url}/api/crm`, token: this.bus.issuer.token };
    return askAs(here, { method, path, role, body, headers });
  }

  /** The events of one thing, in their order, once there are as many as expected. */
  async events(topic: string, field: string, id: string, expected: number): Promise<readonly ReadRecord[]> {
    return eventually(
      async () => {
        const found = (await this.bus.read(topic)).filter(({ value }) => value[field] === id);
        return found.length >= expected ? found : undefined;
      },
      { what: `${expected} events of ${topic}` },
    );
  }

  /** Puts a record of ours on the timeline, as the platform does once it knows whose it is. */
  forward({ raw }: ReadRecord, profileId: string): Promise<void> {
    return this.bus.forward(raw, profileId);
  }

  /** Puts an event of anybody's on the timeline. */
  tell(profileId: string, type: string, value: object, id = uuidv7()): Promise<void> {
    return this.bus.tell({ profileId, type, value, headers: { ce_id: id, ce_correlationid: id } });
  }

  /** Sends a command as the orchestrator does. */
  async command(
    profileId: string,
    type: string,
    value: object,
    commandId: string = uuidv7(),
  ): Promise<string> {
    const headers = { ce_source: '/orchestrator', commandid: commandId };
    await this.bus.tell({ profileId, type, value, topic: COMMANDS, headers });
    return commandId;
  }

  /** The answer to a command. */
  async answerTo(commandId: string, count = 1): Promise<ReadRecord> {
    return eventually(
      async () => {
        const records = await this.bus.read('crm.cases');
        const found = records.filter(({ headers }) => headers.commandid === commandId);
        return found.length >= count ? found.at(-1) : undefined;
      },
      { what: 'the answer to a command' },
    );
  }

  /** Waits until everything that was sent has been read. */
  settled(): Promise<void> {
    return this.bus.settled();
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.bus.close();
  }
}
