// The system on one page: its services, who waits for whom, who calls whom, and what each is told by its environment.
import type { Servers } from './server-run.js';
import { clientSecret, type Secrets } from './secrets.js';
import { portFrom, type Environment, type NamedPort } from './settings.js';

export type ServerName = 'kafka' | 'schema-registry' | 'postgres';
export type ServiceName =
  | 'customer-data-platform'
  | 'orchestrator'
  | 'collaboration'
  | 'contact-centre'
  | 'crm'
  | 'operations'
  | 'providers'
  | 'console';

export interface ServicePart {
  readonly name: ServiceName;
  readonly port: { readonly variable: string; readonly fallback: number };
  /** Where it is started, below `services/`. @default `<name>/dist/main.js` */
  readonly main?: string;
  /** Its own database, when it has one. */
  readonly database?: string;
  /** What must answer before it is started. */
  readonly waitsFor: readonly (ServerName | ServiceName)[];
  /** Whom it calls by HTTP while it runs; it starts without them and lives through their absence. */
  readonly calls: readonly ServiceName[];
  /** What it is told beyond what every service is told. */
  readonly environment?: (context: SystemContext) => Readonly<Record<string, string>>;
}

/** What the parts of one running system share. */
export interface SystemContext {
  readonly servers: Servers;
  readonly secrets: Secrets;
  /** Where each service answers. */
  readonly urls: Readonly<Record<ServiceName, string>>;
}

/** Of a system that runs already, as far as somebody outside is told of it. */
export type ToldContext = Pick<SystemContext, 'secrets' | 'urls'> & {
  readonly servers: Pick<Servers, 'kafkaBrokers' | 'schemaRegistryUrl'>;
};

const servers = ['kafka', 'schema-registry', 'postgres'] as const;

/** What every service that names customers by hashes is told. */
const hashKeys = ({ secrets }: SystemContext): Record<string, string> => ({
  IDENTIFIER_HASH_KEYS: `1:${secrets.identifierHashKey}`,
});

/** The services that keep something about persons, and so are asked and told of an erasure. */
const PERSONAL: readonly ServiceName[] = [
  'orchestrator',
  'collaboration',
  'contact-centre',
  'crm',
  'operations',
];

/** The account at the played providers that everything local belongs to. */
export const playedAccount = {
  whatsappPhoneNumberId: '100000000000001',
  twilioAccountSid: 'AC00000000000000000000000000000001',
} as const;

/** Every service, in the order of the way of an event: it is ingested and resolved, decided upon, done, and shown. */
export const system: readonly ServicePart[] = [
  {
    name: 'customer-data-platform',
    port: { variable: 'CONTINUO_CUSTOMER_DATA_PLATFORM_PORT', fallback: 8103 },
    database: 'customer_data_platform',
    waitsFor: servers,
    calls: ['console', ...PERSONAL],
    environment: (context) => ({
      ...hashKeys(context),
      WRITE_KEYS: `default:${context.secrets.writeKey}`,
      PERSONAL_DATA_SERVICES: PERSONAL.map((name) => `${name}=${context.urls[name]}`).join(','),
    }),
  },
  {
    name: 'orchestrator',
    port: { variable: 'CONTINUO_ORCHESTRATOR_PORT', fallback: 8105 },
    database: 'orchestrator',
    waitsFor: servers,
    calls: ['console', 'customer-data-platform'],
    environment: (context) => ({
      ...hashKeys(context),
      CUSTOMER_DATA_PLATFORM_URL: context.urls['customer-data-platform'],
    }),
  },
  {
    name: 'collaboration',
    port: { variable: 'CONTINUO_COLLABORATION_PORT', fallback: 8104 },
    database: 'collaboration',
    waitsFor: servers,
    calls: ['console', 'customer-data-platform', 'providers'],
    environment: (context) => ({
      ...hashKeys(context),
      CUSTOMER_DATA_PLATFORM_URL: context.urls['customer-data-platform'],
      WHATSAPP_API_URL: `${context.urls.providers}/whatsapp/v23.0`,
      WHATSAPP_APP_SECRET: context.secrets.whatsappAppSecret,
      WHATSAPP_VERIFY_TOKEN: context.secrets.whatsappVerifyToken,
      WHATSAPP_ACCESS_TOKEN: context.secrets.whatsappAccessToken,
      WHATSAPP_PHONE_NUMBER_ID: playedAccount.whatsappPhoneNumberId,
      // The played provider reaches nobody, so everybody may be reached.
      ALLOWED_RECIPIENTS: '*',
    }),
  },
  {
    name: 'contact-centre',
    port: { variable: 'CONTINUO_CONTACT_CENTRE_PORT', fallback: 8102 },
    database: 'contact_centre',
    waitsFor: servers,
    calls: ['console', 'providers'],
    environment: (context) => ({
      ...hashKeys(context),
      TWILIO_API_URL: `${context.urls.providers}/twilio`,
      TWILIO_ACCOUNT_SID: playedAccount.twilioAccountSid,
      TWILIO_AUTH_TOKEN: context.secrets.twilioAuthToken,
    }),
  },
  {
    name: 'crm',
    port: { variable: 'CONTINUO_CRM_PORT', fallback: 8101 },
    database: 'crm',
    waitsFor: servers,
    calls: ['console'],
    environment: hashKeys,
  },
  {
    name: 'operations',
    port: { variable: 'CONTINUO_OPERATIONS_PORT', fallback: 8106 },
    database: 'operations',
    waitsFor: servers,
    calls: ['console'],
    environment: hashKeys,
  },
  {
    // WhatsApp and Twilio as the demonstration plays them: a local system writes to nobody and calls nobody.
    name: 'providers',
    main: 'demo/dist/providers.main.js',
    port: { variable: 'CONTINUO_PROVIDERS_PORT', fallback: 8190 },
    waitsFor: [],
    calls: [],
  },
  {
    name: 'console',
    port: { variable: 'CONTINUO_CONSOLE_PORT', fallback: 8080 },
    waitsFor: [],
    calls: ['customer-data-platform', ...PERSONAL],
    environment: ({ secrets, urls }) => ({
      CUSTOMER_DATA_PLATFORM_URL: urls['customer-data-platform'],
      ORCHESTRATOR_URL: urls.orchestrator,
      COLLABORATION_URL: urls.collaboration,
      CONTACT_CENTRE_URL: urls['contact-centre'],
      CRM_URL: urls.crm,
      OPERATIONS_URL: urls.operations,
      LOCAL_ISSUER_SECRET: secrets.issuerSecret,
      SESSION_SECRET: secrets.sessionSecret,
    }),
  },
];

/** Release steps, the same that a deployment runs: arguments of the command line `continuo`. */
export const releaseSteps: readonly (readonly string[])[] = [
  ['schemas', 'register'],
  ['topics', 'apply'],
];

export function servicePort(part: ServicePart, env: Environment): number {
  return portFrom(env, part.port.variable, part.port.fallback);
}

export function namedServicePorts(env: Environment): NamedPort[] {
  return system.map((part) => ({
    what: part.name,
    port: servicePort(part, env),
    variable: part.port.variable,
  }));
}

export function serviceUrls(env: Environment): Record<ServiceName, string> {
  const urls = system.map((part) => [part.name, `http://127.0.0.1:${servicePort(part, env)}`]);
  return Object.fromEntries(urls) as Record<ServiceName, string>;
}

/** The local issuer is a part of the console, so that everything is reached over one address. */
export function issuerUrl(urls: Readonly<Record<ServiceName, string>>): string {
  return `${urls.console}/issuer`;
}

/** The whole environment of one service, on top of the caller's own. */
export function serviceEnvironment(part: ServicePart, context: SystemContext): Record<string, string> {
  const { urls, secrets } = context;
  const database = part.database === undefined ? undefined : new URL(context.servers.databaseUrl);
  if (database !== undefined) database.pathname = `/${part.database}`;
  return {
    ...commonEnvironment(context),
    PORT: new URL(urls[part.name]).port,
    OIDC_CLIENT_ID: part.name,
    OIDC_CLIENT_SECRET: clientSecret(secrets, part.name),
    ...(database === undefined ? {} : { DATABASE_URL: database.href }),
    ...part.environment?.(context),
  };
}

/** The caller's environment without its database: which one a service may see is said by the table. */
export function inheritedEnvironment(env: Environment): Record<string, string | undefined> {
  const { DATABASE_URL: _superuser, ...rest } = env;
  return rest;
}

/** What services, release steps and the demonstration are all told. */
export function commonEnvironment(context: ToldContext): Record<string, string> {
  const { urls } = context;
  return {
    KAFKA_BROKERS: context.servers.kafkaBrokers,
    SCHEMA_REGISTRY_URL: context.servers.schemaRegistryUrl,
    PUBLIC_URL: urls.console,
    OIDC_ISSUER: issuerUrl(urls),
    OIDC_AUDIENCE: 'continuo',
    LOG_FORMAT: 'json',
  };
}

/** What the demonstration needs to play customers, providers, agents and staff, on top of what all are told. */
export function demonstrationEnvironment(context: ToldContext): Record<string, string> {
  const { secrets, urls } = context;
  return {
    ...commonEnvironment(context),
    WRITE_KEY: secrets.writeKey,
    OIDC_CLIENT_ID: 'continuo-cli',
    OIDC_CLIENT_SECRET: clientSecret(secrets, 'continuo-cli'),
    PROVIDERS_URL: urls.providers,
    WHATSAPP_APP_SECRET: secrets.whatsappAppSecret,
    WHATSAPP_PHONE_NUMBER_ID: playedAccount.whatsappPhoneNumberId,
    TWILIO_ACCOUNT_SID: playedAccount.twilioAccountSid,
    TWILIO_AUTH_TOKEN: secrets.twilioAuthToken,
  };
}
