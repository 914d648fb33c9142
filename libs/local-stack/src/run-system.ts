// The life of a local system: leavings cleared, servers, preparation, services, ready, and the way back down.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clearLeavings, endOwnership, takeOwnership } from './leavings.js';
import { describeEnd, ManagedProcess, type ProcessKeeping, type ProcessSpec } from './managed-process.js';
import { assertPortsFree } from './ports.js';
import { hasService, prepareSystem, serviceMain } from './preparation.js';
import { makeStateDirectory, writePrivately } from './private-files.js';
import { removeRunFile, writeRunFile } from './run-file.js';
import { localSecrets } from './secrets.js';
import type { Servers } from './server-run.js';
import { keepingIn, startServers } from './servers.js';
import { serviceArguments, processEnvironment } from './service-process.js';
import { externalServersFrom, serverPortsFrom, serverSourceFrom, type Environment } from './settings.js';
import { Supervisor } from './supervisor.js';
import {
  demonstrationEnvironment,
  inheritedEnvironment,
  issuerUrl,
  namedServicePorts,
  serviceEnvironment,
  serviceUrls,
  system,
  type ServicePart,
  type SystemContext,
} from './system.js';
import type { Terminal } from './terminal.js';

export interface RunSystemOptions {
  readonly root: string;
  readonly stateDirectory: string;
  readonly env: Environment;
  readonly screen: Terminal;
  readonly demo: boolean;
  /** False for the servers alone. */
  readonly services: boolean;
  /** Aborted when the system shall stop. */
  readonly stopping: AbortSignal;
}

/** Everything between `npm start` and the last process gone. Throws what kept it from becoming ready. */
export async function runSystem(options: RunSystemOptions): Promise<void> {
  const { screen } = options;
  const state = options.stateDirectory;
  await makeStateDirectory(state);
  await takeOwnership(state, 'a system on this checkout');
  const left = await clearLeavings(state);
  if (left.length > 0) screen.warn(`an earlier run was killed; stopped what it left: ${left.join(', ')}`);
  const keeping = keepingIn(state);
  const down: (() => Promise<void>)[] = [() => keeping.watchdog.end(), () => endOwnership(state)];
  try {
    await upAndStay(options, { state, keeping, down });
  } finally {
    await removeRunFile(state);
    for (const step of down.reverse()) await step();
  }
}

interface Course {
  readonly state: string;
  readonly keeping: ProcessKeeping;
  /** What has to be undone, in the order in which it was done. */
  readonly down: (() => Promise<void>)[];
}

async function upAndStay(options: RunSystemOptions, course: Course): Promise<void> {
  const { root, env, screen, stopping } = options;
  const { state, keeping, down } = course;
  const parts = options.services ? system.filter((part) => hasService(root, part)) : [];
  await assertPortsFree(namedServicePorts(env).filter(({ what }) => parts.some(({ name }) => name === what)));
  const secrets = await localSecrets(state);
  const servers = await startServers({
    root,
    stateDirectory: state,
    ports: serverPortsFrom(env),
    password: secrets.postgresPassword,
    purpose: 'system',
    external: externalServersFrom(env),
    source: serverSourceFrom(env),
    say: (line) => screen.progress(line),
    cancelled: stopping,
    keeping,
  });
  const context: SystemContext = { servers, secrets, urls: serviceUrls(env) };
  const supervisor = new Supervisor({ say: (line) => screen.warn(line), onChange: () => void publish() });
  let ready = false;
  const publish = async (): Promise<void> => {
    if (ready && !stopping.aborted) await publishRun(state, context, supervisor.processes);
  };
  down.push(async () => {
    await supervisor.stop();
    await servers.stop();
  });
  for (const process of servers.processes) supervisor.keep(process);
  stopping.addEventListener('abort', () => void supervisor.stop(), { once: true });
  stopping.throwIfAborted();
  if (parts.length > 0)
    await prepareSystem({ root, parts, context, say: (line) => screen.progress(line), cancelled: stopping });
  await startServices({ options, course, parts, context, supervisor });
  stopping.throwIfAborted();
  ready = true;
  await publish();
  screen.print(summary(context, parts));
  if (options.demo) await playDemonstration(options, course, context, supervisor);
  await aborted(stopping);
}

interface ServicesStart {
  readonly options: RunSystemOptions;
  readonly course: Course;
  readonly parts: readonly ServicePart[];
  readonly context: SystemContext;
  readonly supervisor: Supervisor;
}

/** Starts each service as soon as those that it waits for answer. */
async function startServices({ options, course, parts, context, supervisor }: ServicesStart): Promise<void> {
  const up = new Map<string, Promise<void>>();
  for (const part of parts) {
    const waits = part.waitsFor.map((name) => up.get(name));
    const started = Promise.all(waits).then(async () => {
      options.stopping.throwIfAborted();
      await supervisor.launch(serviceProcess(options, course, part, context));
      options.screen.progress(`${part.name} is up at ${context.urls[part.name]}`);
    });
    up.set(part.name, started);
  }
  const results = await Promise.allSettled(up.values());
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function serviceProcess(
  { root, screen }: RunSystemOptions,
  { keeping }: Course,
  part: ServicePart,
  context: SystemContext,
): ManagedProcess {
  const url = context.urls[part.name];
  const stopWithin = 10_000;
  return new ManagedProcess(
    {
      name: part.name,
      kind: 'service',
      command: process.execPath,
      args: serviceArguments(serviceMain(root, part)),
      cwd: root,
      env: {
        ...inheritedEnvironment(processEnvironment(process.env)),
        STOP_GRACE_MS: String(stopWithin - 2_000),
        ...serviceEnvironment(part, context),
        CONTINUO_PARENT_PID: String(process.pid),
      },
      stopSignal: 'SIGTERM',
      stopWithin,
      readyWithin: 120_000,
      isReady: () => healthIsReady(url),
      onLine: (line) => screen.line(part.name, line),
    },
    keeping,
  );
}

async function healthIsReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
  await answer.body?.cancel();
  return answer.ok;
}

async function publishRun(
  state: string,
  { servers, secrets, urls }: SystemContext,
  running: readonly ManagedProcess[],
): Promise<void> {
  const pids = running.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid] as const]));
  await writeRunFile(state, {
    addresses: { gateway: urls.console, ...urls, ...serverAddresses(servers) },
    processes: Object.fromEntries(pids),
    writeKey: secrets.writeKey,
    issuer: issuerUrl(urls),
  });
}

function serverAddresses(servers: Servers): Record<string, string> {
  return {
    kafka: servers.kafkaBrokers,
    'schema-registry': servers.schemaRegistryUrl,
    postgres: servers.databaseUrl,
  };
}

function summary({ servers, urls }: SystemContext, parts: readonly ServicePart[]): string {
  const rows = [
    ...parts.map(({ name }) => [name, urls[name]]),
    ['kafka', servers.kafkaBrokers],
    ['schema-registry', servers.schemaRegistryUrl],
    ['postgres', new URL(servers.databaseUrl).host],
  ];
  const lines = rows.map(([name, address]) => `    ${String(name).padEnd(24)}${address}`);
  return [
    '',
    '  Continuo is ready',
    ...lines,
    `  Open the console: ${urls.console} - sign in as anybody on its page`,
    '  Ctrl-C stops everything',
    '',
  ].join('\n');
}

/** Plays it once on an empty system; that it was played to its end is remembered with the data. */
async function playDemonstration(
  { root, screen, stopping }: RunSystemOptions,
  { state, keeping }: Course,
  context: SystemContext,
  supervisor: Supervisor,
): Promise<void> {
  const marker = join(state, 'data', 'demonstration-played');
  if (!hasService(root, { name: 'demo' }) || existsSync(marker)) return;
  screen.progress('playing the demonstration (npm start -- --no-demo leaves it out)');
  const spec = onceSpec(root, context, (line) => screen.line('demo', line));
  const player = new ManagedProcess(spec, keeping);
  player.onUnexpectedEnd = (end) => {
    if (end.code === 0) void writePrivately(marker, '');
    else if (!stopping.aborted)
      screen.warn(`the demonstration failed (${describeEnd(end)}); the system runs on`);
  };
  await supervisor.launchOnce(player);
}

function onceSpec(root: string, context: SystemContext, onLine: (line: string) => void): ProcessSpec {
  return {
    name: 'demo',
    kind: 'service',
    command: process.execPath,
    args: ['--enable-source-maps', serviceMain(root, { name: 'demo' })],
    cwd: root,
    env: {
      ...inheritedEnvironment(process.env),
      ...demonstrationEnvironment(context),
      CONTINUO_PARENT_PID: String(process.pid),
    },
    stopSignal: 'SIGTERM',
    stopWithin: 3_000,
    readyWithin: 5_000,
    isReady: async () => true,
    onLine,
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
