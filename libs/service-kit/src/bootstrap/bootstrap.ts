// Starts a service the same way everywhere: telemetry, application, transports, HTTP; and ends it the other way round.
import 'reflect-metadata';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { messagingMigrations } from '@continuo/messaging';
import {
  Database,
  migrate,
  type GaveWay,
  type MigrateOptions,
  type MigrationSource,
} from '@continuo/persistence';
import { DiscoveryService, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AccessGuard } from '../auth/access.guard.js';
import { assertEveryRouteDecided } from '../auth/route-decisions.js';
import { ServiceTokens } from '../auth/service-tokens.js';
import { tokenVerifierOf } from '../auth/token-verifier-of.js';
import { WriteKeys, type WriteKeyEntry } from '../auth/write-keys.js';
import type { AuthConfig, DatabaseConfig, HttpConfig } from '../config/service-config.js';
import { serviceKitMigrations } from '../migrations.js';
import { HealthRegistry } from '../health/health.registry.js';
import type { CrossOrigin } from '../http/cross-origin.js';
import { createHttpAdapter, prepareServer } from '../http/http-server.js';
import { describeApplication, OpenApiDocument } from '../http/openapi.js';
import { ProblemFilter } from '../http/problem.filter.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { closeLogs, describeError } from '@continuo/telemetry';
import { superviseProcess } from './lifecycle.js';
import { serveMetrics, type MetricsPort } from './metrics-port.js';
import { NestLogger } from './nest-logger.js';
import { ServiceKitModule } from './service-kit.module.js';
import { startServiceTelemetry, type ServiceTelemetry } from './service-telemetry.js';
import { collectStartLeavings } from './start-leavings.js';

/** What a service tells the kit. `Config` is what its `config.ts` parsed. */
export interface ServiceDefinition<Config extends HttpConfig & Partial<AuthConfig & DatabaseConfig>> {
  /** The folder's name under `services/`; its routes lie under `/api/<service>`. */
  readonly service: string;
  /** For people, e.g. `Customer data platform`. */
  readonly title: string;
  readonly config: Config;
  /** Imports the service's module, after telemetry has started so that what the module imports is instrumented. */
  readonly module: (config: Config) => Promise<Type | DynamicModule>;
  /** The service's own migrations; `node dist/main.js migrate` applies them after the transport's and the kit's. */
  readonly migrations?: () => Promise<readonly MigrationSource[]>;
  /** Routes outside the prefix, in Nest's syntax, e.g. `['v1/*path']`. Health and metrics always are. */
  readonly unprefixed?: readonly string[];
  /** See `HttpServerOptions.trackingPaths`. */
  readonly trackingPaths?: readonly string[];
  /** See `HttpServerOptions.webhookPaths`. */
  readonly webhookPaths?: readonly string[];
  /** See `HttpServerOptions.crossOrigin`. */
  readonly crossOrigin?: CrossOrigin;
  /** The keys that `@WriteKey()` routes accept. */
  readonly writeKeys?: readonly WriteKeyEntry[];
  /** Runs on the made application before it initialises: Fastify plugins, further hooks. */
  readonly prepare?: (app: NestFastifyApplication, server: FastifyInstance) => Promise<void>;
  /** Runs on the initialised application before it listens: connect and start the transport's strategies here. */
  readonly transports?: (app: INestApplication) => Promise<void>;
}

/** A running service. */
export interface RunningService {
  readonly app: NestFastifyApplication;
  /** Where it listens, e.g. `http://127.0.0.1:8105`. */
  readonly url: string;
  /** Where its metrics are, when they have a port of their own. */
  readonly metricsUrl: string | undefined;
  readonly telemetry: ServiceTelemetry;
  /** Not ready from now on; finishes begun requests and batches, closes everything. Safe to call twice. */
  stop(): Promise<void>;
}

const VERSION = '0.1.0';

/**
 * The whole of a service's `main.ts`: `await bootstrap({ service, title, config, module })`. Starts and supervises the
 * process, or with the argument `migrate` runs the migrations and ends.
 */
export async function bootstrap<Config extends HttpConfig & Partial<AuthConfig & DatabaseConfig>>(
  definition: ServiceDefinition<Config>,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  const { service, config } = definition;
  const telemetry = startServiceTelemetry(service, VERSION, config);
  const { logger } = telemetry;
  try {
    if (args[0] === 'migrate') {
      const gaveWay = (told: GaveWay): void =>
        logger.warn({ ...told }, 'a migration gave way to who waited behind it, and is tried again');
      const applied = await runMigrations(definition, { gaveWay });
      logger.info({ applied }, 'migrations are done');
      await telemetry.stop();
      await closeLogs();
      process.exit(0);
    }
    const running = await startService(definition, telemetry);
    const { STOP_GRACE_MS: graceMs, CONTINUO_PARENT_PID: parentPid } = config;
    superviseProcess({ logger, graceMs, parentPid, stop: () => running.stop() });
    logger.info({ url: running.url }, 'ready');
    process.send?.({ ready: true, service, url: running.url });
    collectStartLeavings();
  } catch (error) {
    logger.error({ error: describeError(error) }, 'could not start');
    await telemetry.stop();
    await closeLogs();
    process.exit(1);
  }
}

/** Applies what the service's database lacks, and says what that was. */
export async function runMigrations<Config extends HttpConfig & Partial<AuthConfig & DatabaseConfig>>(
  definition: Pick<ServiceDefinition<Config>, 'service' | 'config' | 'migrations'>,
  options: MigrateOptions = {},
): Promise<readonly string[]> {
  const { service, config, migrations } = definition;
  const url = config.DATABASE_URL;
  if (url === undefined || migrations === undefined) return [];
  const database = await Database.open({ url, applicationName: `${service}/migrate`, poolSize: 2 });
  try {
    const sources = [messagingMigrations, serviceKitMigrations, ...(await migrations())];
    const applied = await migrate(database, sources, options);
    return applied.map(({ source, migration }) => `${source}/${migration}`);
  } finally {
    await database.close();
  }
}

/** Starts a service inside this process, without touching signals: what `bootstrap` does, for tests too. */
export async function startService<Config extends HttpConfig & Partial<AuthConfig & DatabaseConfig>>(
  definition: ServiceDefinition<Config>,
  given?: ServiceTelemetry,
): Promise<RunningService> {
  const { service, config } = definition;
  const telemetry = given ?? startServiceTelemetry(service, VERSION, config);
  const health = new HealthRegistry();
  const root = ServiceKitModule.around({
    health,
    serviceTokens: serviceTokensOf(config),
    metrics: telemetry.metrics,
    showsMetrics: config.METRICS_PORT === undefined,
    hasDatabase: config.DATABASE_URL !== undefined,
    app: await definition.module(config),
  });
  const app = await createApplication(definition, root, telemetry);
  let metrics: MetricsPort | undefined;
  try {
    await app.init();
    assertEveryRouteDecided(app.get(DiscoveryService));
    app.get(OpenApiDocument).document = describeApplication(app, {
      service,
      title: definition.title,
      version: VERSION,
      publicUrl: config.PUBLIC_URL,
    });
    await definition.transports?.(app);
    if (config.METRICS_PORT !== undefined)
      metrics = await serveMetrics(telemetry.metrics, config.METRICS_PORT, config.HOST);
    await app.listen(config.PORT, config.HOST);
  } catch (error) {
    await metrics?.close();
    await app.close().catch(() => undefined);
    throw error;
  }
  return {
    app,
    url: await app.getUrl(),
    metricsUrl: metrics?.url,
    telemetry,
    stop: once(() => stopService(app, health, telemetry, metrics)),
  };
}

async function createApplication<Config extends HttpConfig & Partial<AuthConfig & DatabaseConfig>>(
  definition: ServiceDefinition<Config>,
  root: DynamicModule,
  { logger }: ServiceTelemetry,
): Promise<NestFastifyApplication> {
  const { service, config, trackingPaths, webhookPaths, crossOrigin } = definition;
  const http = { config, logger, trackingPaths, webhookPaths, crossOrigin };
  const app = await NestFactory.create<NestFastifyApplication>(root, createHttpAdapter(http), {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  const server = app.getHttpAdapter().getInstance();
  await prepareServer(server, http);
  await definition.prepare?.(app, server);
  app.setGlobalPrefix(`api/${service}`, {
    exclude: ['health/live', 'health/ready', 'metrics', ...(definition.unprefixed ?? [])],
  });
  app.useGlobalFilters(new ProblemFilter(logger));
  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalGuards(new AccessGuard(tokenVerifierOf(config), new WriteKeys(definition.writeKeys ?? [])));
  return app;
}

async function stopService(
  app: INestApplication,
  health: HealthRegistry,
  telemetry: ServiceTelemetry,
  metrics: MetricsPort | undefined,
): Promise<void> {
  health.stopping();
  await app.close();
  // Last, so that the end of the work is still counted.
  await metrics?.close();
  await telemetry.stop();
}

function serviceTokensOf(config: Partial<AuthConfig>): ServiceTokens | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = config;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return new ServiceTokens({ issuer, audience: config.OIDC_AUDIENCE ?? 'continuo', clientId, clientSecret });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let begun: Promise<void> | undefined;
  return () => (begun ??= work());
}
