// The servers of `npm start` as containers, described in docker-compose.yml at the root.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Fault } from '@continuo/kernel';
import { runToEnd } from './one-off.js';
import { postgresUrl } from './postgres.js';
import { assertPortsFree } from './ports.js';
import { registryUrl } from './registry.js';
import type { Servers, StartServersOptions } from './servers.js';
import { namedServerPorts } from './settings.js';

const run = promisify(execFile);

/** `docker compose up`, waiting for the health checks. The volumes keep the data when it stops. */
export async function startComposed(options: StartServersOptions): Promise<Servers> {
  const { root, ports, password } = options;
  await run('docker', ['compose', 'version'], { timeout: 10_000 }).catch((cause: unknown) => {
    throw new Fault(
      'a Docker engine answers, but `docker compose` is missing: install the compose plugin, ' +
        'or set CONTINUO_SERVERS=local to run the servers as local processes',
      { code: 'compose-missing', retriable: false, cause },
    );
  });
  const env = {
    ...process.env,
    CONTINUO_KAFKA_PORT: String(ports.kafka),
    CONTINUO_REGISTRY_PORT: String(ports.registry),
    CONTINUO_POSTGRES_PORT: String(ports.postgres),
    CONTINUO_POSTGRES_PASSWORD: password,
  };
  const compose = (what: string, ...args: string[]): Promise<void> =>
    runToEnd({ what, command: 'docker', args: ['compose', ...args], cwd: root, env, within: 900_000 });
  const stop = (): Promise<void> => compose('stopping the containers', 'down', '--timeout', '20');
  await stop(); // the leavings of a killed run
  await assertPortsFree(namedServerPorts(ports).filter(({ port }) => port !== ports.kafkaController));
  options.say?.('starting containers (docker compose up)');
  try {
    await compose('docker compose up', 'up', '--detach', '--wait', '--quiet-pull');
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
