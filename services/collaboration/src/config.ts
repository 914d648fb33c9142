// What collaboration reads from its environment, and the file of templates beside it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  envField,
  identifierHashKeysField,
  parseConfigOrExit,
  serviceConfigSchema,
  type Environment,
} from '@continuo/service-kit';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseTemplates } from './templates/template-file.js';
import type { Templates } from './templates/templates.tokens.js';

const templatesFile = fileURLToPath(new URL('../templates.yaml', import.meta.url));

/** The templates, read and checked with the rest of the configuration. */
const templatesField = z
  .string()
  .default(templatesFile)
  .transform((path, context) => {
    try {
      const templates = parseTemplates(parse(readFileSync(path, 'utf8')));
      if (templates.ok) return templates.value;
      context.addIssue({
        code: 'custom',
        message: `templates that make sense (${templates.refusal.message})`,
      });
    } catch (error) {
      const reason = error instanceof Error ? error.message.split('\n')[0] : 'unreadable';
      context.addIssue({ code: 'custom', message: `a readable YAML file (${reason})` });
    }
    return z.NEVER;
  }) as z.ZodType<Templates, string | undefined>;

export const configSchema = serviceConfigSchema.extend({
  PORT: envField.port(8104),
  /** A webhook of WhatsApp holds up to 3 MB. */
  HTTP_BODY_LIMIT_BYTES: envField.integer({ min: 1_024, max: 64 * 1_048_576, default: 3 * 1_048_576 }),
  /** Secrets of the identifier hashes, `<version>:<base64>`; two while one replaces the other. */
  IDENTIFIER_HASH_KEYS: identifierHashKeysField(),
  /** ISO 3166 code of the country that national phone numbers belong to. */
  DEFAULT_COUNTRY: envField.optionalText(),
  /** Asked for addresses of customers who never wrote to us, and whether their location may be used. */
  CUSTOMER_DATA_PLATFORM_URL: envField.url('http://127.0.0.1:8103'),
  /** After how many hours an alert lapses that nobody took on. */
  ALERT_LAPSE_HOURS: envField.integer({ min: 1, max: 720, default: 4 }),
  /** What WhatsApp signs its webhooks with. */
  WHATSAPP_APP_SECRET: envField.secret(8),
  /** What WhatsApp shows when it is told of our webhook. */
  WHATSAPP_VERIFY_TOKEN: envField.secret(8),
  WHATSAPP_ACCESS_TOKEN: envField.secret(),
  /** Id of the number that messages are sent from. */
  WHATSAPP_PHONE_NUMBER_ID: envField.text(),
  WHATSAPP_API_URL: envField.url('https://graph.facebook.com/v23.0'),
  /** How long the provider may take to answer one call. */
  WHATSAPP_TIMEOUT_MS: envField.integer({ min: 50, max: 60_000, default: 10_000 }),
  TEMPLATES_FILE: templatesField,
  /** Outside production only these numbers are sent to; `*` is everybody. In production it has no meaning. */
  ALLOWED_RECIPIENTS: envField.list([]),
  /** Attempts to hand a message over before it has failed. */
  DELIVERY_ATTEMPTS: envField.integer({ min: 1, max: 100, default: 10 }),
  /** The wait before the second attempt; it doubles from there, up to a minute. */
  DELIVERY_RETRY_FIRST_MS: envField.integer({ min: 10, max: 60_000, default: 300 }),
});

export type Config = z.output<typeof configSchema>;

/** Reads the environment; prints everything that is wrong and ends the process otherwise. */
export function readConfig(env: Environment = process.env): Config {
  return parseConfigOrExit(configSchema, env);
}
