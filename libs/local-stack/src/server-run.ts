// What it takes to start the servers, and what is known of them when they run, whatever they run on.
import type { ManagedProcess, ProcessKeeping } from './managed-process.js';
import type { ExternalServers, ServerPorts, ServerSource } from './settings.js';

export interface StartServersOptions {
  /** The root of the checkout: deploy/local and docker-compose.yml are found there, jars are kept in its .continuo. */
  readonly root: string;
  /** Data, logs and pid files of this run. */
  readonly stateDirectory: string;
  readonly ports: ServerPorts;
  /** The database superuser's password. */
  readonly password: string;
  /** `system` keeps its data; `tests` is quick to rebalance and thrown away. */
  readonly purpose: 'system' | 'tests';
  /** Servers that run already; one that is missing here is started. */
  readonly external?: ExternalServers;
  /** Insist on one way; otherwise Docker when an engine answers, else local processes. */
  readonly source?: ServerSource;
  readonly say?: (line: string) => void;
  readonly cancelled?: AbortSignal;
  /** Used for more than the servers by a supervisor; made here otherwise. */
  readonly keeping?: ProcessKeeping;
}

/** Running servers. */
export interface Servers {
  readonly kafkaBrokers: string;
  /** With its path, as any Confluent client wants it. */
  readonly schemaRegistryUrl: string;
  /** The superuser's connection to the database `postgres`. */
  readonly databaseUrl: string;
  readonly source: 'external' | 'docker' | 'local';
  /** The local processes, for a supervisor, and for a test that kills one: `stop('SIGKILL')`, then `start()`. */
  readonly processes: readonly ManagedProcess[];
  /** Stops what was started, the last first. */
  stop(): Promise<void>;
}

/** The environment by which services and tests find the servers. */
export function serverEnvironment(servers: Servers): Record<string, string> {
  return {
    KAFKA_BROKERS: servers.kafkaBrokers,
    SCHEMA_REGISTRY_URL: servers.schemaRegistryUrl,
    DATABASE_URL: servers.databaseUrl,
  };
}
