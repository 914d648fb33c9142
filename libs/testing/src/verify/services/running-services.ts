// The whole system as `npm start` has it, on servers of the run, to be killed, rolled back and upgraded part by part.
import {
  freePorts,
  inheritedEnvironment,
  keepingIn,
  ManagedProcess,
  prepareSystem,
  serviceArguments,
  serviceEnvironment,
  serviceMain,
  system,
  processEnvironment,
  type ProcessKeeping,
  type ServiceName,
  type ServicePart,
  type Servers,
  type SystemContext,
} from '@continuo/local-stack';
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { uniqueName } from '../../unique.js';
import type { Version } from './version-before.js';

export interface RunningServicesOptions {
  readonly root: string;
  readonly servers: Pick<Servers, 'kafkaBrokers' | 'databaseUrl' | 'schemaRegistryUrl'>;
  /** Logs and pid files. */
  readonly folder: string;
  /** Where the played providers answer. */
  readonly providersUrl: string;
  readonly say: (line: string) => void;
  readonly cancelled: AbortSignal;
}

const STOP_WITHIN_MS = 20_000;

export class RunningServices {
  /** What went wrong with the processes themselves. */
  readonly complaints: string[] = [];
  private readonly processes = new Map<ServiceName, ManagedProcess>();
  private readonly beside = new Set<ManagedProcess>();
  private readonly keeping: ProcessKeeping;

  private constructor(
    private readonly options: RunningServicesOptions,
    readonly context: SystemContext,
    readonly parts: readonly ServicePart[],
  ) {
    this.keeping = keepingIn(options.folder);
  }

  /** Prepares databases, schemas and topics, and starts every service. */
  static async start(options: RunningServicesOptions, version: Version): Promise<RunningServices> {
    const suffix = uniqueName('v');
    const parts = system
      .filter(({ name }) => name !== 'providers')
      .map((part) => ({ ...part, ...(part.database && { database: `${part.database}_${suffix}` }) }));
    const running = new RunningServices(options, await contextOf(options, parts), parts);
    const { root, say, cancelled } = options;
    try {
      await prepareSystem({ root, parts, context: running.context, say, cancelled });
      await Promise.all(parts.map((part) => running.launch(part, version)));
      return running;
    } catch (error) {
      await running.close();
      throw error;
    }
  }

  get names(): readonly ServiceName[] {
    return this.parts.map(({ name }) => name);
  }

  /** The connection string of a service's database. */
  databaseOf(name: ServiceName): string {
    const url = new URL(this.options.servers.databaseUrl);
    url.pathname = `/${this.part(name).database}`;
    return url.href;
  }

  /** Killed as by a power cut, and started again. */
  async kill(name: ServiceName): Promise<void> {
    const process = this.processes.get(name);
    await process?.stop('SIGKILL');
    await process?.start();
  }

  /** Asked to finish what it has begun, then replaced by another version. */
  async replace(name: ServiceName, version: Version): Promise<void> {
    await this.drain(this.processes.get(name));
    await this.launch(this.part(name), version);
  }

  /** A second one of another version joins first: for some seconds both consume, relay and fire timers. */
  async replaceBeside(name: ServiceName, version: Version): Promise<void> {
    const [port] = await freePorts(1);
    const second = this.process(this.part(name), version, { name: `${name}-2`, port: String(port) });
    this.beside.add(second);
    await second.start();
    await this.replace(name, version);
    await this.drain(second);
    this.beside.delete(second);
  }

  /** Which of them say that they are not well, and why. */
  async unwell(): Promise<readonly string[]> {
    const said = await Promise.all(
      this.parts.map(async ({ name }) => {
        const answer = await fetch(`${this.context.urls[name]}/health/live`).catch(() => undefined);
        return answer?.ok === true ? [] : [`${name} is not live: ${(await answer?.text()) ?? 'no answer'}`];
      }),
    );
    return said.flat();
  }

  /** All of them, in order, before the databases are taken away. */
  async stop(): Promise<void> {
    await Promise.all([...this.processes.values(), ...this.beside].map((one) => this.drain(one)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.processes.values(), ...this.beside].map((one) => one.stop()));
    await this.keeping.watchdog.end();
    const client = new pg.Client({ connectionString: this.options.servers.databaseUrl });
    await client.connect();
    for (const { database } of this.parts)
      if (database !== undefined) await client.query(`drop database if exists ${database} with (force)`);
    await client.end();
  }

  private async drain(process: ManagedProcess | undefined): Promise<void> {
    if (process === undefined) return;
    const began = performance.now();
    await process.stop();
    if (performance.now() - began >= STOP_WITHIN_MS)
      this.complaints.push(
        `${process.name} did not end within ${STOP_WITHIN_MS / 1_000} s when it was asked to`,
      );
  }

  private part(name: ServiceName): ServicePart {
    const part = this.parts.find((one) => one.name === name);
    if (part === undefined) throw new Error(`there is no service ${name}`);
    return part;
  }

  private async launch(part: ServicePart, version: Version): Promise<void> {
    const process = this.process(part, version);
    this.processes.set(part.name, process);
    await process.start();
  }

  private process(
    part: ServicePart,
    version: Version,
    { name, port }: { readonly name: string; readonly port?: string } = { name: part.name },
  ): ManagedProcess {
    const { context } = this;
    const environment = serviceEnvironment(part, context);
    const url = `http://127.0.0.1:${port ?? environment.PORT}`;
    const one = new ManagedProcess(
      {
        name,
        kind: 'service',
        command: process.execPath,
        args: serviceArguments(serviceMain(version.root, part)),
        cwd: version.root,
        env: {
          ...inheritedEnvironment(processEnvironment(process.env)),
          STOP_GRACE_MS: String(STOP_WITHIN_MS - 5_000),
          ...environment,
          ...(port !== undefined && { PORT: port }),
          ...version.environment,
          CONTINUO_PARENT_PID: String(process.pid),
        },
        stopSignal: 'SIGTERM',
        stopWithin: STOP_WITHIN_MS,
        readyWithin: 180_000,
        isReady: async () => (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) })).ok,
      },
      this.keeping,
    );
    one.onUnexpectedEnd = ({ code, signal }) =>
      this.complaints.push(`${name} ended by itself (${signal ?? code})`);
    return one;
  }
}

async function contextOf(
  { servers, providersUrl }: RunningServicesOptions,
  parts: readonly ServicePart[],
): Promise<SystemContext> {
  const ports = await freePorts(parts.length);
  const urls = Object.fromEntries(parts.map(({ name }, at) => [name, `http://127.0.0.1:${ports[at]}`]));
  const secret = (): string => randomBytes(24).toString('hex');
  return {
    servers: { ...servers, source: 'external', processes: [], stop: async () => undefined },
    secrets: {
      writeKey: secret(),
      identifierHashKey: randomBytes(32).toString('base64'),
      issuerSecret: secret(),
      sessionSecret: secret(),
      postgresPassword: '',
      whatsappAppSecret: secret(),
      whatsappVerifyToken: secret(),
      whatsappAccessToken: secret(),
      twilioAuthToken: secret(),
    },
    urls: { ...urls, providers: providersUrl } as SystemContext['urls'],
  };
}
