// The only reader of process.env in the command line, and of `.continuo/run.json`: where the running system is.
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { CommandFailure, EXIT } from './terminal/failure.js';

/** The local issuer's client for the command line; a test holds it to the issuer's own constant. */
export const COMMAND_LINE_CLIENT = 'continuo-cli';

const text = z.string().optional();
const url = z
  .url({ protocol: /^https?$/, error: 'expected an http or https address' })
  .transform((value) => value.replace(/\/+$/, ''))
  .optional();
const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );
const mechanisms = ['none', 'plain', 'scram-sha-256', 'scram-sha-512'] as const;

/** All optional: a command says which of them it needs. Read without the service kit, which would double the start-up. */
const environmentSchema = z.object({
  CONTINUO_URL: url,
  CONTINUO_TOKEN: text,
  CONTINUO_WRITE_KEY: text,
  CONTINUO_RUN_FILE: text,
  OIDC_ISSUER: url,
  OIDC_AUDIENCE: z.string().default('continuo'),
  OIDC_CLIENT_ID: text,
  OIDC_CLIENT_SECRET: text,
  KAFKA_BROKERS: list,
  KAFKA_TOPIC_PREFIX: z.string().default(''),
  KAFKA_TLS: z
    .enum(['true', 'false'], { error: 'expected true or false' })
    .default('false')
    .transform((value) => value === 'true'),
  KAFKA_TLS_CA: text,
  KAFKA_TLS_CERT: text,
  KAFKA_TLS_KEY: text,
  KAFKA_SASL_MECHANISM: z
    .enum(mechanisms, { error: `expected one of ${mechanisms.join(', ')}` })
    .default('none'),
  KAFKA_SASL_USERNAME: text,
  KAFKA_SASL_PASSWORD: text,
  SCHEMA_REGISTRY_URL: url,
  SCHEMA_REGISTRY_USERNAME: text,
  SCHEMA_REGISTRY_PASSWORD: text,
  CONTINUO_TOPIC_REPLICAS: z.coerce
    .number({ error: 'expected a whole number from 1 to 9' })
    .int()
    .min(1)
    .max(9)
    .default(1),
  SCHEMAS_DIR: z.string().default(fileURLToPath(new URL('../../../schemas', import.meta.url))),
});

export type CliEnvironment = z.output<typeof environmentSchema>;

const runFileSchema = z.object({
  addresses: z.record(z.string(), z.string()),
  processes: z.record(z.string(), z.number()).default({}),
  writeKey: z.string().optional(),
  issuer: z.string().optional(),
});

export type RunFile = z.output<typeof runFileSchema>;

/** What the command line knows of the system it talks to. */
export interface Connection {
  /** Where it was learnt, for people: a path, or `the environment`. */
  readonly from: string;
  readonly gateway?: string;
  readonly brokers: readonly string[];
  readonly schemaRegistry?: string;
  readonly issuer?: string;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly run?: RunFile;
  readonly env: CliEnvironment;
}

/** The environment wins over `run.json`: a script that names a system means that one. */
export function readConnection(directory: string = process.cwd()): Connection {
  const env = readEnvironment();
  const path = env.CONTINUO_RUN_FILE ?? findRunFile(directory);
  const run = path === undefined ? undefined : readRunFile(path);
  const clientId = env.OIDC_CLIENT_ID ?? COMMAND_LINE_CLIENT;
  return {
    from: run === undefined ? 'the environment' : String(path),
    gateway: env.CONTINUO_URL ?? run?.addresses.gateway,
    brokers: env.KAFKA_BROKERS.length > 0 ? env.KAFKA_BROKERS : (run?.addresses.kafka?.split(',') ?? []),
    schemaRegistry: env.SCHEMA_REGISTRY_URL ?? run?.addresses['schema-registry'],
    issuer: env.OIDC_ISSUER ?? run?.issuer,
    clientId,
    clientSecret: env.OIDC_CLIENT_SECRET ?? (path === undefined ? undefined : localSecret(path, clientId)),
    run,
    env,
  };
}

/** Colour only where somebody looks, and nobody has said no (no-color.org). */
export function wantsColour(isTerminal: boolean): boolean {
  return isTerminal && (process.env.NO_COLOR ?? '') === '';
}

function readEnvironment(): CliEnvironment {
  const given = Object.fromEntries(
    Object.keys(environmentSchema.shape).map((name) => [name, process.env[name] || undefined]),
  );
  const parsed = environmentSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new CommandFailure(EXIT.usage, `The environment is not usable.`, lines.join('\n      '));
}

/** From the current folder upward, then the checkout this program belongs to. */
function findRunFile(directory: string): string | undefined {
  const ofCheckout = fileURLToPath(new URL('../../../.continuo/run.json', import.meta.url));
  for (let folder = directory; ; folder = dirname(folder)) {
    const candidate = join(folder, '.continuo', 'run.json');
    if (existsSync(candidate)) return candidate;
    if (folder === parse(folder).root) return existsSync(ofCheckout) ? ofCheckout : undefined;
  }
}

function readRunFile(path: string): RunFile {
  try {
    return runFileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new CommandFailure(
      EXIT.unreachable,
      `${path} can't be read`,
      'It is written by npm start and readable by its owner only.',
    );
  }
}

/** The local issuer derives its clients' secrets from its own, which lies beside run.json for the owner only. */
function localSecret(runFile: string, clientId: string): string | undefined {
  try {
    const secrets: unknown = JSON.parse(readFileSync(join(dirname(runFile), 'secrets.json'), 'utf8'));
    const { issuerSecret } = z.object({ issuerSecret: z.string() }).parse(secrets);
    return createHmac('sha256', issuerSecret).update(`client:${clientId}`).digest('hex');
  } catch {
    return undefined;
  }
}
