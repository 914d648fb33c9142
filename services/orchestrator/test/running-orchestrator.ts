// The service as it runs, on real servers and under a topic prefix of its own, with calls as its users make them.
import { parseConfig, startService, type Role, type RunningService } from '@continuo/service-kit';
import { testServers } from '@continuo/testing';
import { serviceOf } from '../src/app.module.js';
import { configSchema } from '../src/config.js';
import type { SimulationThreadOptions } from '../src/journeys/simulations/simulation-thread.js';
import { OrchestratorRig } from './orchestrator-rig.js';
import { startStandIns, type StandIns } from './stand-ins.js';

/** A thread is started by Node itself, which knows nothing of what compiles the sources here. */
export const FROM_SOURCES = [
  '--import',
  new URL('../../../libs/testing/dist/bench/typescript-sources.js', import.meta.url).href,
];

export interface CallOptions {
  readonly body?: unknown;
  readonly ifMatch?: string;
  /** Idempotency-Key. */
  readonly key?: string;
  /** Whose token; somebody of the role when left out. */
  readonly subject?: string;
}

export interface Answer {
  readonly status: number;
  readonly etag: string;
  readonly headers: Headers;
  readonly text: string;
  /** As JSON; empty when the answer is none. */
  readonly body: Record<string, unknown>;
}

export class RunningOrchestrator {
  private constructor(
    readonly rig: OrchestratorRig,
    private readonly standIns: StandIns,
    readonly service: RunningService,
  ) {}

  /** `before` is done to the rig before the service starts; `environment` is added to what a test needs. */
  static async start({
    before,
    environment = {},
    simulationThread = {},
  }: {
    readonly before?: (rig: OrchestratorRig) => Promise<unknown>;
    readonly environment?: Readonly<Record<string, string>>;
    readonly simulationThread?: SimulationThreadOptions;
  } = {}): Promise<RunningOrchestrator> {
    const [rig, standIns] = await Promise.all([OrchestratorRig.open({ relay: false }), startStandIns()]);
    await before?.(rig);
    const { kafkaBrokers, schemaRegistryUrl } = testServers();
    const config = parseConfig(configSchema, {
      NODE_ENV: 'test',
      PORT: '0',
      LOG_LEVEL: 'silent',
      DATABASE_URL: rig.testDatabase.url,
      KAFKA_BROKERS: kafkaBrokers,
      KAFKA_TOPIC_PREFIX: rig.prefix,
      SCHEMA_REGISTRY_URL: schemaRegistryUrl,
      OIDC_ISSUER: standIns.url,
      OIDC_CLIENT_ID: 'orchestrator',
      OIDC_CLIENT_SECRET: standIns.clientSecret,
      CUSTOMER_DATA_PLATFORM_URL: standIns.url,
      ...environment,
    });
    const service = serviceOf(config, { simulationThread: { execArgv: FROM_SOURCES, ...simulationThread } });
    return new RunningOrchestrator(rig, standIns, await startService(service));
  }

  async call(method: string, path: string, role: Role, options: CallOptions = {}): Promise<Answer> {
    const { body, ifMatch, key, subject } = options;
    const token = await (subject === undefined
      ? this.standIns.token(role)
      : this.standIns.tokenOf(subject, role));
    const response = await fetch(`${this.service.url}/api/orchestrator/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      etag: response.headers.get('etag') ?? '',
      headers: response.headers,
      text,
      body: (isJson && text !== '' ? JSON.parse(text) : {}) as Record<string, unknown>,
    };
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.rig.close();
    await this.standIns.close();
  }
}
