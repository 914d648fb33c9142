// What the orchestrator reads from its environment.
import { fileURLToPath } from 'node:url';
import {
  envField,
  identifierHashKeysField,
  parseConfigOrExit,
  serviceConfigSchema,
  type Environment,
} from '@continuo/service-kit';
import { z } from 'zod';

const guardrailsSchemaFile = fileURLToPath(
  new URL('../../../schemas/guardrails.schema.json', import.meta.url),
);
const schemaFile = fileURLToPath(new URL('../../../schemas/journey.schema.json', import.meta.url));

export const configSchema = serviceConfigSchema.extend({
  PORT: envField.port(8105),
  /** Where the customer data platform answers: asked for the low-water mark once a second. */
  CUSTOMER_DATA_PLATFORM_URL: envField.url('http://127.0.0.1:8103'),
  /**
   * Secrets of the identifier hashes, as the customer data platform has them, `<version>:<base64>`; without any, a
   * journey can't be entered by e-mail address or phone number.
   */
  IDENTIFIER_HASH_KEYS: identifierHashKeysField('optional'),
  /** ISO 3166 code of the country that national phone numbers belong to. */
  DEFAULT_COUNTRY: envField.optionalText(),
  /** `second-person`: no version is published by somebody who wrote at it. A definition can ask for it by itself. */
  PUBLISH_APPROVAL: z.enum(['none', 'second-person']).default('none'),
  /** The published schema of definitions. */
  JOURNEY_SCHEMA_FILE: envField.text(schemaFile),
  /** The published schema of guardrails. */
  GUARDRAILS_SCHEMA_FILE: envField.text(guardrailsSchemaFile),
});

export type Config = z.output<typeof configSchema>;

/** Reads the environment; prints everything that is wrong and ends the process otherwise. */
export function readConfig(env: Environment = process.env): Config {
  return parseConfigOrExit(configSchema, env);
}
