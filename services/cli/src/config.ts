// The only reader of process.env in the command line, and of `.continuo/run.json`: where the running system is.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  COMMAND_LINE_CLIENT,
  ConfigError,
  envField,
  kafkaConfigSchema,
  localClientSecret,
  parseConfig,
} from '@continuo/service-kit';
import { z } from 'zod';
import { CommandFailure, EXIT } from './terminal/failure.js';

/** All optional: a command says which of them it needs. */
const environmentSchema = z.object({
  ...kafkaConfigSchema.shape,
  KAFKA_BROKERS: envField.list([]),
  SCHEMA_REGISTRY_URL: envField.optionalUrl(),
  CONTINUO_URL: envField.optionalUrl(),
  CONTINUO_TOKEN: envField.optionalSecret(),
  CONTINUO_RUN_FILE: envField.optionalText(),
  OIDC_ISSUER: envField.optionalUrl(),
  OIDC_AUDIENCE: envField.text('continuo'),
  OIDC_CLIENT_ID: envField.optionalText(),
  OIDC_CLIENT_SECRET: envField.optionalSecret(),
  CONTINUO_TOPIC_REPLICAS: envField.integer({ min: 1, max: 9, default: 1 }),
  SCHEMAS_DIR: envField.text(fileURLToPath(new URL('../../../schemas', import.meta.url))),
  NO_COLOR: envField.optionalText(),
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
  try {
    return parseConfig(environmentSchema, process.env);
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandFailure(EXIT.usage, error.message);
    throw error;
  }
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
    return localClientSecret(issuerSecret, clientId);
  } catch {
    return undefined;
  }
}
