// What the contact centre reads from its environment, and the file of queues beside it.
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
import { parseQueues, type Queues } from './queues/queues-file.js';

/** The queues, read and checked with the rest of the configuration. */
function queuesFile(): z.ZodType<Queues, string | undefined> {
  return z
    .string()
    .default(fileURLToPath(new URL('../queues.yaml', import.meta.url)))
    .transform((path, context) => {
      try {
        const parsed = parseQueues(parse(readFileSync(path, 'utf8')));
        if (parsed.ok) return parsed.value;
        context.addIssue({ code: 'custom', message: `queues that make sense (${parsed.refusal.message})` });
      } catch (error) {
        const reason = error instanceof Error ? error.message.split('\n')[0] : 'unreadable';
        context.addIssue({ code: 'custom', message: `a readable YAML file (${reason})` });
      }
      return z.NEVER;
    }) as z.ZodType<Queues, string | undefined>;
}

export const configSchema = serviceConfigSchema.extend({
  PORT: envField.port(8102),
  /** Signs Twilio's webhooks, and is our password at its API. */
  TWILIO_AUTH_TOKEN: envField.secret(8),
  TWILIO_ACCOUNT_SID: envField.text(),
  TWILIO_API_URL: envField.url('https://api.twilio.com'),
  /** Secrets of the identifier hashes, `<version>:<base64>`; two while one replaces the other. */
  IDENTIFIER_HASH_KEYS: identifierHashKeysField(),
  /** ISO 3166 code of the country that national phone numbers belong to. */
  DEFAULT_COUNTRY: envField.optionalText(),
  QUEUES_FILE: queuesFile(),
  /** After this long an unanswered offer ends and its agent counts as away. */
  OFFER_SECONDS: envField.integer({ min: 1, max: 300, default: 20 }),
  /** For how long a new call waits for its own record on the timeline before it is offered without context. */
  OFFER_CONTEXT_WAIT_MS: envField.integer({ min: 0, max: 10_000, default: 300 }),
  /** After this long without a sign of life an agent counts as gone. */
  PRESENCE_SECONDS: envField.integer({ min: 1, max: 600, default: 30 }),
});

export type Config = z.output<typeof configSchema>;

/** Reads the environment; prints everything that is wrong and ends the process otherwise. */
export function readConfig(env: Environment = process.env): Config {
  return parseConfigOrExit(configSchema, env);
}
