// The servers of `npm start` as containers, described in docker-compose.yml at the root.
import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Fault } from '@continuo/kernel';
import { dockerAnswers } from './docker-engine.js';
import { brokerAnswers } from './kafka.js';
import { runToEnd } from './one-off.js';
import { postgresAnswers, postgresUrl } from './postgres.js';
import { assertPortsFree } from './ports.js';
import { registryAnswers, registryUrl } from './registry.js';
import type { Servers, StartServersOptions } from './server-run.js';
import { namedServerPorts } from './settings.js';

const run = promisify(execFile);
/** Also what `docker compose --profile services up` has started: it can't live without the servers. */
const everything = ['--profile', 'services'];

export async function composeIsInstalled(): Promise<boolean> {
  return run('docker', ['compose', 'version'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}

/** `docker compose up`, waiting for the health checks. The volumes keep the data when it stops. */
export async function startComposed(options: StartServersOptions): Promise<Servers> {
  const { root, ports, password } = options;
  if (!(await composeIsInstalled())) {
    throw new Fault(
      '`docker compose` is missing: install the compose plugin, or leave out CONTINUO_SERVERS=docker',
      {
        code: 'compose-missing',
        retriable: false,
      },
    );
  }
  const env = {
    ...process.env,
    CONTINUO_KAFKA_PORT: String(ports.kafka),
    CONTINUO_REGISTRY_PORT: String(ports.registry),
    CONTINUO_POSTGRES_PORT: String(ports.postgres),
    CONTINUO_POSTGRES_PASSWORD: password,
  };
  const compose = (what: string, ...args: string[]): Promise<void> =>
    runToEnd({ what, command: 'docker', args: ['compose', ...args], cwd: root, env, within: 900_000 });
  const stop = (): Promise<void> =>
    compose('stopping the containers', ...everything, 'down', '--timeout', '20');
  await stop(); // the leavings of a killed run
  await assertPortsFree(namedServerPorts(ports).filter(({ port }) => port !== ports.kafkaController));
  options.say?.('starting containers (docker compose up)');
  try {
    await compose('docker compose up', 'up', '--detach', '--wait', '--quiet-pull');
    // Healthy inside is not yet reachable from here.
    await reachable('Kafka', () => brokerAnswers(ports.kafka));
    await reachable('the schema registry', () => registryAnswers(registryUrl(ports.registry)));
    await reachable('PostgreSQL', () => postgresAnswers(postgresUrl(ports.postgres, password)));
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  return {
    kafkaBrokers: `127.0.0.1:${ports.kafka}`,
    schemaRegistryUrl: registryUrl(ports.registry),
    databaseUrl: postgresUrl(ports.postgres, password),
    source: 'docker',
    processes: [],
    stop,
  };
}

async function reachable(what: string, answers: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await answers().catch(() => false))) {
    if (performance.now() > deadline) {
      throw new Fault(`${what} runs in its container and cannot be reached from here`, {
        code: 'container-unreachable',
        retriable: true,
      });
    }
    await delay(100);
  }
}

/** Removes containers and their volumes, when there is an engine that may have some. */
export async function removeComposed(root: string): Promise<void> {
  if (!(await dockerAnswers())) return;
  const env = { ...process.env, CONTINUO_POSTGRES_PASSWORD: 'unused' };
  await run('docker', ['compose', ...everything, 'down', '--volumes'], {
    cwd: root,
    env,
    timeout: 120_000,
  }).catch(() => undefined);
}
