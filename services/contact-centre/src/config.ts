// What the contact centre reads from its environment, and the file of queues beside it.
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
import { parseQueues } from './queues/queues-file.js';

const queuesFile = fileURLToPath(new URL('../queues.yaml', import.meta.url));

export const configSchema = serviceConfigSchema.extend({
  PORT: envField.port(8102),
  /** Signs Twilio's webhooks, and is our password at its API. */
  TWILIO_AUTH_TOKEN: envField.secret(8),
  TWILIO_ACCOUNT_SID: envField.text(),
  TWILIO_API_URL: envField.url('https://api.twilio.com'),
  ...identifierFields,
  QUEUES_FILE: ruleFileField(queuesFile, (text) => parseQueues(parse(text))),
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
