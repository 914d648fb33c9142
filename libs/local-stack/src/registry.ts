// Apicurio Registry as a local process, keeping its schemas in Postgres so that they outlive a restart.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@continuo/kernel';
import type { Java } from './java.js';
import type { ProcessSpec } from './managed-process.js';
import { makePrivateDirectory } from './private-files.js';

export interface RegistryOptions {
  readonly java: Java;
  /** The unpacked distribution. */
  readonly distribution: string;
  readonly dataDirectory: string;
  readonly port: number;
  /** Connection string of the database that it owns. */
  readonly databaseUrl: string;
}

/** The database that it keeps its schemas in. */
export const registryDatabase = 'registry';

/** The part of its API that Confluent, Apicurio and Karapace share. */
export function registryUrl(port: number): string {
  return `http://127.0.0.1:${port}/apis/ccompat/v7`;
}

export async function prepareRegistry(options: RegistryOptions): Promise<ProcessSpec> {
  const { java, distribution, dataDirectory, port } = options;
  const jar = (await readdir(distribution)).find((name) => name.endsWith('-runner.jar'));
  if (jar === undefined) {
    throw new Fault(`no registry in ${distribution}: run npm run reset and start again`, {
      code: 'registry-missing',
      retriable: false,
    });
  }
  await makePrivateDirectory(dataDirectory);
  return {
    name: 'schema-registry',
    kind: 'server',
    command: java.command,
    // It serves a few requests at each start of a service: quick to start and small beats fast.
    args: [
      '-Xms64m',
      '-Xmx256m',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-jar',
      join(distribution, jar),
    ],
    cwd: dataDirectory,
    env: { ...process.env, ...java.env, ...settings(options) },
    stopSignal: 'SIGTERM',
    stopWithin: 10_000,
    readyWithin: 90_000,
    isReady: () => registryAnswers(registryUrl(port)),
  };
}

function settings({ port, databaseUrl }: RegistryOptions): Record<string, string> {
  const url = new URL(databaseUrl);
  return {
    QUARKUS_HTTP_HOST: '127.0.0.1',
    QUARKUS_HTTP_PORT: String(port),
    QUARKUS_HTTP_ACCESS_LOG_ENABLED: 'false',
    APICURIO_STORAGE_KIND: 'sql',
    APICURIO_STORAGE_SQL_KIND: 'postgresql',
    APICURIO_DATASOURCE_URL: `jdbc:postgresql://${url.host}${url.pathname}`,
    APICURIO_DATASOURCE_USERNAME: decodeURIComponent(url.username),
    APICURIO_DATASOURCE_PASSWORD: decodeURIComponent(url.password),
    APICURIO_DATASOURCE_JDBC_INITIAL_SIZE: '2',
    APICURIO_DATASOURCE_JDBC_MIN_SIZE: '2',
    APICURIO_DATASOURCE_JDBC_MAX_SIZE: '10',
  };
}

export async function registryAnswers(url: string): Promise<boolean> {
  const answer = await fetch(`${url.replace(/\/$/, '')}/subjects`, { signal: AbortSignal.timeout(3_000) });
  await answer.body?.cancel();
  return answer.ok;
}
