// The only reader of process.env in the console.
import { fileURLToPath } from 'node:url';
import {
  authConfigSchema,
  envField,
  httpConfigSchema,
  kafkaConfigSchema,
  parseConfigOrExit,
} from '@continuo/service-kit';
import { z } from 'zod';

export const configSchema = z
  .object({
    ...httpConfigSchema.shape,
    ...authConfigSchema.shape,
    ...kafkaConfigSchema.shape,
    PORT: envField.port(8080),
    /** Without an issuer nobody signs in and nothing but public routes answers. */
    OIDC_ISSUER: envField.optionalUrl(),
    /** The client as which people sign in here; the issuer knows `<PUBLIC_URL>/sign-in/callback` as where it sends them. */
    OIDC_CONSOLE_CLIENT_ID: envField.text('continuo-console'),
    /** Left out for a public client, which proves itself by PKCE alone. */
    OIDC_CONSOLE_CLIENT_SECRET: envField.optionalSecret(8),
    /** Of what a sign-in asks; `offline_access` where the issuer gives refresh tokens only then. */
    OIDC_SCOPES: envField.list(['openid']),
    /** From this the keys of sessions are derived; the same for all replicas. Drawn at each start when left out. */
    SESSION_SECRET: envField.optionalSecret(32),
    /** A session ends after this, however often its token was renewed. */
    SESSION_MINUTES: envField.integer({ min: 1, max: 43_200, default: 720 }),
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
    /** Where the built web application lies. */
    WEB_APP_DIR: envField.text(fileURLToPath(new URL('../dist/web', import.meta.url))),
    /** Switches the local issuer on; refused in production. */
    LOCAL_ISSUER_SECRET: envField.optionalSecret(32),
    /** The broker and the registry that the pages about the bus look at; without them those pages say so. */
    KAFKA_BROKERS: envField.list([]),
    SCHEMA_REGISTRY_URL: envField.optionalUrl(),
    /** How often services and broker are looked at, while somebody looks at the overview. */
    OVERVIEW_EVERY_MS: envField.integer({ min: 100, max: 60_000, default: 2_000 }),
    /** Whose day is "today"; that of the machine unless it is said. */
    TIME_ZONE: envField.text(Intl.DateTimeFormat().resolvedOptions().timeZone),
    /** Links on the page about the system. */
    JAEGER_URL: envField.optionalUrl(),
    GRAFANA_URL: envField.optionalUrl(),
  })
  .superRefine((config, context) => {
    if (config.NODE_ENV !== 'production') return;
    if (config.OIDC_ISSUER === undefined || config.SESSION_SECRET !== undefined) return;
    // Replicas that drew a secret each would not know one another's sessions, and a restart would end all.
    context.addIssue({
      code: 'custom',
      path: ['SESSION_SECRET'],
      message: 'expected a secret of at least 32 characters, the same for all replicas',
    });
  });

export type ConsoleConfig = z.output<typeof configSchema>;

export const config: ConsoleConfig = parseConfigOrExit(configSchema, process.env);
