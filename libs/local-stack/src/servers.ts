// Kafka, schema registry and PostgreSQL for `npm start` and for tests, from wherever this machine can have them.
import { join } from 'node:path';
import { composeIsInstalled, startComposed } from './docker-compose.js';
import { startContainers } from './docker-containers.js';
import { dockerAnswers } from './docker-engine.js';
import { findJava, installServers } from './java.js';
import { prepareKafka } from './kafka.js';
import { openLogFile } from './log-file.js';
import { ManagedProcess, type ProcessKeeping } from './managed-process.js';
import { assertPortsFree } from './ports.js';
import { ensureDatabase, postgresUrl, preparePostgres } from './postgres.js';
import { makeStateDirectory } from './private-files.js';
import { prepareRegistry, registryDatabase, registryUrl } from './registry.js';
import type { Servers, StartServersOptions } from './server-run.js';
import { namedServerPorts, type ExternalServers } from './settings.js';
import { startWatchdog } from './watchdog-client.js';

/** Starts what is missing and answers when all three serve requests. Stops what it started when one fails. */
export async function startServers(options: StartServersOptions): Promise<Servers> {
  const { external = {} } = options;
  const { kafkaBrokers, schemaRegistryUrl, databaseUrl } = external;
  if (kafkaBrokers && schemaRegistryUrl && databaseUrl) {
    options.say?.('using the servers named by KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL');
    const stop = async (): Promise<void> => undefined;
    return { kafkaBrokers, schemaRegistryUrl, databaseUrl, source: 'external', processes: [], stop };
  }
  const someExternal = Boolean(kafkaBrokers || schemaRegistryUrl || databaseUrl);
  const engine =
    options.source !== 'local' && !someExternal && (await dockerAnswers()) && (await canUseEngine(options));
  if (!engine && options.source !== 'docker') return startLocally(options, external);
  return options.purpose === 'system' ? startComposed(options) : startContainers(options);
}

/** The compose plugin is a part of its own; without it, and unless Docker is insisted on, processes do as well. */
async function canUseEngine({ purpose, source }: StartServersOptions): Promise<boolean> {
  return purpose === 'tests' || source === 'docker' || composeIsInstalled();
}

async function startLocally(options: StartServersOptions, external: ExternalServers): Promise<Servers> {
  const { ports, password } = options;
  const kafkaBrokers = external.kafkaBrokers ?? `127.0.0.1:${ports.kafka}`;
  const schemaRegistryUrl = external.schemaRegistryUrl ?? registryUrl(ports.registry);
  const databaseUrl = external.databaseUrl ?? postgresUrl(ports.postgres, password);
  await assertPortsFree(neededPorts(options, external));
  await makeStateDirectory(join(options.root, '.continuo'));
  await makeStateDirectory(options.stateDirectory);
  const keeping = options.keeping ?? keepingIn(options.stateDirectory);
  const started: ManagedProcess[] = [];
  const launch = async (process: ManagedProcess): Promise<void> => {
    options.cancelled?.throwIfAborted();
    started.push(process);
    const cancel = (): void => void process.stop();
    options.cancelled?.addEventListener('abort', cancel, { once: true });
    await process.start().finally(() => options.cancelled?.removeEventListener('abort', cancel));
    options.say?.(`${process.name} is up`);
  };
  const stop = async (): Promise<void> => {
    for (const process of [...started].reverse()) await process.stop();
    if (options.keeping === undefined) await keeping.watchdog.end();
  };
  try {
    await startMissing({ options, external, databaseUrl, keeping, launch });
  } catch (error) {
    await stop();
    throw error;
  }
  return { kafkaBrokers, schemaRegistryUrl, databaseUrl, source: 'local', processes: started, stop };
}

interface LocalStart {
  readonly options: StartServersOptions;
  readonly external: ExternalServers;
  readonly databaseUrl: string;
  readonly keeping: ProcessKeeping;
  readonly launch: (process: ManagedProcess) => Promise<void>;
}

/** The broker starts beside the database, the registry after the database that it keeps its schemas in. */
async function startMissing({ options, external, databaseUrl, keeping, launch }: LocalStart): Promise<void> {
  const { ports, password, cancelled } = options;
  const data = join(options.stateDirectory, 'data');
  await makeStateDirectory(data);
  const needsJava = !external.kafkaBrokers || !external.schemaRegistryUrl;
  const java = needsJava ? await findJava(process.env.JAVA_HOME) : undefined;
  const installing = java && installServers(installOptions(options, java));
  installing?.catch(() => undefined); // looked at below, also when Postgres fails first
  const database = async (): Promise<void> => {
    if (external.databaseUrl) return;
    const dataDirectory = join(data, 'postgres');
    const spec = await preparePostgres({ dataDirectory, port: ports.postgres, password, cancelled });
    await launch(new ManagedProcess(spec, keeping));
  };
  const broker = async (): Promise<void> => {
    if (external.kafkaBrokers || java === undefined || installing === undefined) return;
    const dataDirectory = join(data, 'kafka');
    const forTests = options.purpose === 'tests';
    const { kafka: jars } = await installing;
    const { kafka: port, kafkaController: controllerPort } = ports;
    const spec = await prepareKafka({ java, jars, dataDirectory, port, controllerPort, forTests, cancelled });
    await launch(new ManagedProcess(spec, keeping));
  };
  const registry = async (): Promise<void> => {
    if (external.schemaRegistryUrl || java === undefined || installing === undefined) return;
    await ensureDatabase(databaseUrl, registryDatabase);
    const url = new URL(databaseUrl);
    url.pathname = `/${registryDatabase}`;
    const { registry: distribution } = await installing;
    const dataDirectory = join(data, 'registry');
    const spec = await prepareRegistry({
      java,
      distribution,
      dataDirectory,
      port: ports.registry,
      databaseUrl: url.href,
    });
    await launch(new ManagedProcess(spec, keeping));
  };
  await allOrFirstFault([broker(), database().then(registry)]);
}

/** Waits for all to settle before it throws, so that nothing is still starting while the rest is being stopped. */
async function allOrFirstFault(work: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function installOptions(options: StartServersOptions, java: Awaited<ReturnType<typeof findJava>>) {
  return {
    java,
    project: join(options.root, 'deploy', 'local'),
    into: join(options.root, '.continuo', 'servers'),
    say: (line: string) => options.say?.(line),
    cancelled: options.cancelled,
  };
}

function neededPorts(
  options: StartServersOptions,
  external: ExternalServers,
): ReturnType<typeof namedServerPorts> {
  const { ports } = options;
  const needed = new Set<number>();
  if (!external.kafkaBrokers) needed.add(ports.kafka).add(ports.kafkaController);
  if (!external.schemaRegistryUrl) needed.add(ports.registry);
  if (!external.databaseUrl) needed.add(ports.postgres);
  return namedServerPorts(ports).filter(({ port }) => needed.has(port));
}

/** Logs, pid files and a watchdog of their own, in the state folder. */
export function keepingIn(stateDirectory: string): ProcessKeeping {
  return {
    pidDirectory: join(stateDirectory, 'pids'),
    openLog: (name) => openLogFile(join(stateDirectory, 'logs', `${name}.log`)),
    watchdog: startWatchdog(),
  };
}
