// The configuration that every service shares; a service extends it with its own port and its own fields.
import { z } from 'zod';
import { envField } from './env-fields.js';

/** What every process with an HTTP interface reads. */
export const httpConfigSchema = z.object({
  NODE_ENV: envField.choice(['development', 'test', 'production'], 'development'),
  /** Loopback unless a deployment says otherwise: a container sets `0.0.0.0`. */
  HOST: envField.text('127.0.0.1'),
  PORT: envField.port(0),
  /** Where customers and partners reach the gateway; signatures and links are made from it, never from the Host header. */
  PUBLIC_URL: envField.url('http://127.0.0.1:8080'),
  /** Proxies whose `X-Forwarded-For` is believed: addresses, networks, or `loopback`. */
  HTTP_TRUSTED_PROXIES: envField.list(['loopback']),
  HTTP_BODY_LIMIT_BYTES: envField.integer({ min: 1_024, max: 64 * 1_048_576, default: 1_048_576 }),
  HTTP_BODY_DEPTH: envField.integer({ min: 4, max: 512, default: 32 }),
  /** Requests of one address in one minute; 0 switches the limit off. */
  HTTP_RATE_PER_MINUTE: envField.integer({ min: 0, default: 60_000 }),
  HTTP_REQUEST_TIMEOUT_MS: envField.integer({ min: 100, max: 600_000, default: 30_000 }),
  /** How long a stopping process may finish what it has begun. Kubernetes' grace must be longer. */
  STOP_GRACE_MS: envField.integer({ min: 100, max: 600_000, default: 20_000 }),
  /** Metrics are served at this port and not at `PORT`: for a service that the public reaches. */
  METRICS_PORT: envField.optionalPort(),
  LOG_LEVEL: envField.choice(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'info'),
  LOG_FORMAT: envField.choice(['json', 'pretty'], 'json'),
  OTEL_EXPORTER_OTLP_ENDPOINT: envField.optionalUrl(),
  /** The share of traces that is kept; of a journey all hops or none. */
  OTEL_TRACES_SAMPLER_ARG: envField.ratio(0.1),
  /** The supervisor's process id, set by `npm start`: when it is gone, this process stops by itself. */
  CONTINUO_PARENT_PID: envField.integer({ min: 0, default: 0 }),
});

/** Who may call: the issuer whose tokens are believed, and this service's own credentials there. */
export const authConfigSchema = z.object({
  OIDC_ISSUER: envField.url(),
  OIDC_AUDIENCE: envField.text('continuo'),
  /** Where the issuer's keys are; found by discovery when left out. */
  OIDC_JWKS_URL: envField.optionalUrl(),
  OIDC_ALGORITHMS: envField.list(['RS256', 'ES256', 'EdDSA']),
  OIDC_LEEWAY_SECONDS: envField.integer({ min: 0, max: 60, default: 30 }),
  /** The claim that holds the roles; a path with dots, e.g. `realm_access.roles`. */
  OIDC_ROLES_CLAIM: envField.text('roles'),
  OIDC_CLIENT_ID: envField.optionalText(),
  OIDC_CLIENT_SECRET: envField.optionalSecret(8),
});

/** The service's own database. */
export const databaseConfigSchema = z.object({
  DATABASE_URL: envField.postgresUrl(),
  DATABASE_POOL_SIZE: envField.integer({ min: 2, max: 200, default: 12 }),
});

/** The broker and the schema registry. */
export const kafkaConfigSchema = z.object({
  KAFKA_BROKERS: envField.list(),
  KAFKA_TOPIC_PREFIX: envField.text(''),
  KAFKA_TLS: envField.flag(false),
  /** PEM; `KAFKA_TLS_CA_FILE` names a file, as do the next two. */
  KAFKA_TLS_CA: envField.optionalSecret(),
  KAFKA_TLS_CERT: envField.optionalSecret(),
  KAFKA_TLS_KEY: envField.optionalSecret(),
  KAFKA_SASL_MECHANISM: envField.choice(['none', 'plain', 'scram-sha-256', 'scram-sha-512'], 'none'),
  KAFKA_SASL_USERNAME: envField.optionalText(),
  KAFKA_SASL_PASSWORD: envField.optionalSecret(),
  SCHEMA_REGISTRY_URL: envField.url(),
  SCHEMA_REGISTRY_USERNAME: envField.optionalText(),
  SCHEMA_REGISTRY_PASSWORD: envField.optionalSecret(),
});

/** Everything a service on the bus needs; extend it: `serviceConfigSchema.extend({ PORT: envField.port(8105) })`. */
export const serviceConfigSchema = z.object({
  ...httpConfigSchema.shape,
  ...authConfigSchema.shape,
  ...databaseConfigSchema.shape,
  ...kafkaConfigSchema.shape,
});

export type HttpConfig = z.output<typeof httpConfigSchema>;
export type AuthConfig = z.output<typeof authConfigSchema>;
export type DatabaseConfig = z.output<typeof databaseConfigSchema>;
export type KafkaConfig = z.output<typeof kafkaConfigSchema>;
export type ServiceConfig = z.output<typeof serviceConfigSchema>;
