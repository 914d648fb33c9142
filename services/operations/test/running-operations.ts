// The whole service in this process on real servers, as `main.ts` starts it, under a prefix and a database of its own;
// and the hands of its neighbours: the orchestrator that commands, the platform that writes the timeline.
import { parseConfig, startService, type Role, type RunningService } from '@continuo/service-kit';
import { askAs, TestBus, type Answer, type ReadRecord } from '@continuo/testing/service';
import { uuidv7 } from 'uuidv7';
import { serviceOf } from '../src/app.module.js';
import { configSchema } from '../src/config.js';
import { operationsMigrations } from '../src/migrations/all-migrations.js';

const COMMANDS = 'operations.commands';

export class RunningOperations {
  private constructor(
    private readonly bus: TestBus,
    readonly service: RunningService,
  ) {}

  static async start(): Promise<RunningOperations> {
    const bus = await TestBus.open({
      service: 'operations',
      migrations: operationsMigrations,
      writes: ['operations.orders'],
      reads: ['cdp.timeline', COMMANDS],
    });
    const config = parseConfig(configSchema, {
      ...bus.environment,
      IDENTIFIER_HASH_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
      DEFAULT_COUNTRY: 'DE',
    });
    return new RunningOperations(bus, await startService(serviceOf(config)));
  }

  get own() {
    return this.bus.own;
  }

  /** A request to the service's own interface, as somebody with a role. */
  ask(
    method: string,
    path: string,
    role: Role,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const here = { url: `${this.service.url}/api/operations`, token: this.bus.issuer.token };
    return askAs(here, { method, path, role, body, headers });
  }

  /** `status code field` of a refusal. */
  async refusal(method: string, path: string, role: Role, body?: unknown): Promise<string> {
    const { status, body: problem } = await this.ask(method, path, role, body);
    const [first] = (problem.errors ?? []) as { field: string }[];
    return [status, problem.code, first?.field].filter((part) => part !== undefined).join(' ');
  }

  /** What the service has published of an order, decoded, in order. */
  async published(orderId: string): Promise<readonly ReadRecord[]> {
    return (await this.bus.read()).filter(({ key }) => key === orderId);
  }

  /** Everything that is on the service's topic, as one text: for what must not be there. */
  everything(): string {
    return this.bus.everything();
  }

  /** What a journey asks of stock; answers the command's id. */
  async command(
    name: 'ReserveStock' | 'ReleaseStock',
    value: object,
    { profileId, commandId = uuidv7() }: { readonly profileId: string; readonly commandId?: string },
  ): Promise<string> {
    const type = `continuo.operations.commands.${name}.v1`;
    const headers = { ce_correlationid: 'correlation-1', commandid: commandId };
    await this.bus.tell({ profileId, type, value, topic: COMMANDS, headers });
    return commandId;
  }

  /** A record of the timeline: an event of ours come back, or a marker of the platform. */
  timeline(
    profileId: string,
    what: { readonly type: string; readonly value: object } | ReadRecord,
  ): Promise<void> {
    return 'raw' in what ? this.bus.forward(what.raw, profileId) : this.bus.tell({ profileId, ...what });
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.bus.close();
  }
}
