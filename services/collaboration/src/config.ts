// What collaboration reads from its environment, and the file of templates beside it.
import { fileURLToPath } from 'node:url';
import {
  envField,
  identifierFields,
  parseConfigOrExit,
  ruleFileField,
  serviceConfigSchema,
  type Environment,
} from '@continuo/service-kit';
import { parse } from 'yaml';
import type { z } from 'zod';
import { parseTemplates } from './templates/template-file.js';

const templatesFile = fileURLToPath(new URL('../templates.yaml', import.meta.url));

export const configSchema = serviceConfigSchema.extend({
  PORT: envField.port(8104),
  /** A webhook of WhatsApp holds up to 3 MB. */
  HTTP_BODY_LIMIT_BYTES: envField.integer({ min: 1_024, max: 64 * 1_048_576, default: 3 * 1_048_576 }),
  ...identifierFields,
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
  TEMPLATES_FILE: ruleFileField(templatesFile, (text) => parseTemplates(parse(text))),
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
