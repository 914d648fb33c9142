// Which ports and folders a local system uses, read from an environment that the caller passes in.
import { Fault } from '@continuo/kernel';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ServerPorts {
  readonly kafka: number;
  readonly kafkaController: number;
  readonly registry: number;
  readonly postgres: number;
}

/** A port with what it is for and the variable that moves it, so that a conflict can say what to do. */
export interface NamedPort {
  readonly what: string;
  readonly port: number;
  readonly variable: string;
}

const serverPorts = {
  kafka: { what: 'Kafka', variable: 'CONTINUO_KAFKA_PORT', fallback: 19092 },
  kafkaController: { what: 'Kafka controller', variable: 'CONTINUO_KAFKA_CONTROLLER_PORT', fallback: 19093 },
  registry: { what: 'schema registry', variable: 'CONTINUO_REGISTRY_PORT', fallback: 18081 },
  postgres: { what: 'PostgreSQL', variable: 'CONTINUO_POSTGRES_PORT', fallback: 15432 },
} as const;

/** The well-known ports, each of which an environment variable can move. */
export function serverPortsFrom(env: Environment): ServerPorts {
  return {
    kafka: portFrom(env, serverPorts.kafka.variable, serverPorts.kafka.fallback),
    kafkaController: portFrom(
      env,
      serverPorts.kafkaController.variable,
      serverPorts.kafkaController.fallback,
    ),
    registry: portFrom(env, serverPorts.registry.variable, serverPorts.registry.fallback),
    postgres: portFrom(env, serverPorts.postgres.variable, serverPorts.postgres.fallback),
  };
}

export function namedServerPorts(ports: ServerPorts): NamedPort[] {
  const names = Object.keys(serverPorts) as (keyof ServerPorts)[];
  return names.map((name) => ({
    what: serverPorts[name].what,
    variable: serverPorts[name].variable,
    port: ports[name],
  }));
}

export function portFrom(env: Environment, variable: string, fallback: number): number {
  const text = env[variable];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Fault(`${variable} must be a port number from 1 to 65535, got ${JSON.stringify(text)}`, {
    code: 'bad-setting',
    retriable: false,
    field: variable,
  });
}

/** Servers that somebody else runs; one that is missing here is started. */
export interface ExternalServers {
  readonly kafkaBrokers?: string;
  readonly schemaRegistryUrl?: string;
  readonly databaseUrl?: string;
}

export function externalServersFrom(env: Environment): ExternalServers {
  return {
    kafkaBrokers: filled(env.KAFKA_BROKERS),
    schemaRegistryUrl: filled(env.SCHEMA_REGISTRY_URL),
    databaseUrl: filled(env.DATABASE_URL),
  };
}

/** Where servers that must be started come from: what answers, or what `CONTINUO_SERVERS` insists on. */
export type ServerSource = 'docker' | 'local';

export function serverSourceFrom(env: Environment): ServerSource | undefined {
  const text = filled(env.CONTINUO_SERVERS);
  if (text === undefined || text === 'docker' || text === 'local') return text;
  throw new Fault(`CONTINUO_SERVERS must be docker or local, got ${JSON.stringify(text)}`, {
    code: 'bad-setting',
    retriable: false,
    field: 'CONTINUO_SERVERS',
  });
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}
