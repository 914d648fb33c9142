// Proves that servers named by the environment are used as they are, and that what is missing is named at once.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uniqueName } from '@continuo/testing';
import { findJava } from './java.js';
import { freeServerPorts } from './ports.js';
import { serverEnvironment, type StartServersOptions } from './server-run.js';
import { startServers } from './servers.js';
import { externalServersFrom } from './settings.js';

const named = {
  KAFKA_BROKERS: 'broker:9092',
  SCHEMA_REGISTRY_URL: 'http://registry:8081',
  DATABASE_URL: 'postgres://database:5432/postgres',
};

async function options(changes: Partial<StartServersOptions> = {}): Promise<StartServersOptions> {
  const stateDirectory = join(tmpdir(), uniqueName('servers'));
  return {
    root: stateDirectory,
    stateDirectory,
    ports: await freeServerPorts(),
    password: 'p',
    purpose: 'tests',
    ...changes,
  };
}

describe('startServers', () => {
  it('starts nothing when the environment names all three, and hands on their addresses', async () => {
    const given = await options({ external: externalServersFrom(named) });
    const servers = await startServers(given);
    expect(servers.source).toBe('external');
    expect(servers.processes).toEqual([]);
    expect(serverEnvironment(servers)).toEqual(named);
    expect(existsSync(given.stateDirectory)).toBe(false);
    await servers.stop();
  });

  it('names a missing Java and what to do, before anything is downloaded', async () => {
    await expect(findJava(join(tmpdir(), uniqueName('no_java')))).rejects.toMatchObject({
      code: 'java-missing',
      message: expect.stringMatching(/Java 17 or newer is needed[^]*JAVA_HOME[^]*Install it/),
    });
  });
});
