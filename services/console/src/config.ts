// The only reader of process.env in the console.
import { fileURLToPath } from 'node:url';
import { envField, httpConfigSchema, parseConfigOrExit } from '@continuo/service-kit';
import { z } from 'zod';

export const configSchema = z.object({
  ...httpConfigSchema.shape,
  PORT: envField.port(8080),
  CUSTOMER_DATA_PLATFORM_URL: envField.url('http://127.0.0.1:8103'),
  ORCHESTRATOR_URL: envField.url('http://127.0.0.1:8105'),
  /** Services that a deployment may leave out. */
  COLLABORATION_URL: envField.optionalUrl(),
  CONTACT_CENTRE_URL: envField.optionalUrl(),
  CRM_URL: envField.optionalUrl(),
  OPERATIONS_URL: envField.optionalUrl(),
  /** How long a service may take until the gateway answers 504 in its place. */
  GATEWAY_TIMEOUT_MS: envField.integer({ min: 100, max: 120_000, default: 15_000 }),
  /** Where the contract's documents lie, to be served beside the gateway. */
  SCHEMAS_DIR: envField.text(fileURLToPath(new URL('../../../schemas', import.meta.url))),
  OIDC_ISSUER: envField.optionalUrl(),
  OIDC_AUDIENCE: envField.text('continuo'),
  /** Switches the local issuer on; refused in production. */
  LOCAL_ISSUER_SECRET: envField.optionalSecret(32),
  /** Only shown on the start page. */
  KAFKA_BROKERS: envField.optionalText(),
  SCHEMA_REGISTRY_URL: envField.optionalUrl(),
  JAEGER_URL: envField.optionalUrl(),
  GRAFANA_URL: envField.optionalUrl(),
});

export type ConsoleConfig = z.output<typeof configSchema>;

export const config: ConsoleConfig = parseConfigOrExit(configSchema, process.env);
