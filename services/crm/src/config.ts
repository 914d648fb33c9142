// What crm reads from its environment.
import {
  envField,
  identifierHashKeysField,
  parseConfigOrExit,
  serviceConfigSchema,
  type Environment,
} from '@continuo/service-kit';
import type { z } from 'zod';

export const configSchema = serviceConfigSchema.extend({
  PORT: envField.port(8101),
  /** Secrets of the identifier hashes, `<version>:<base64>`; two while one replaces the other. */
  IDENTIFIER_HASH_KEYS: identifierHashKeysField(),
  /** ISO 3166 code of the country that national phone numbers belong to. */
  DEFAULT_COUNTRY: envField.optionalText(),
});

export type Config = z.output<typeof configSchema>;

/** Reads the environment; prints everything that is wrong and ends the process otherwise. */
export function readConfig(env: Environment = process.env): Config {
  return parseConfigOrExit(configSchema, env);
}
