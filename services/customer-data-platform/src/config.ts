// What the customer data platform reads from its environment, and the two files of rules beside it.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Result } from '@continuo/kernel';
import {
  envField,
  identifierHashKeysField,
  parseConfigOrExit,
  parseWriteKeys,
  serviceConfigSchema,
  type Environment,
} from '@continuo/service-kit';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseServices } from './erasures/domain/services.js';
import { parseTrackingPlan } from './classification/domain/tracking-plan.js';
import { parseIdentityRules } from './identity/domain/identity-rules.js';

const besidePackage = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** A YAML file that is read and checked with the rest of the configuration. */
function ruleFile<T>(name: string, check: (raw: unknown) => Result<T>): z.ZodType<T, string | undefined> {
  return z
    .string()
    .default(besidePackage(name))
    .transform((path, context) => {
      try {
        const parsed = check(parse(readFileSync(path, 'utf8')));
        if (parsed.ok) return parsed.value;
        context.addIssue({ code: 'custom', message: `rules that make sense (${parsed.refusal.message})` });
      } catch (error) {
        const reason = error instanceof Error ? error.message.split('\n')[0] : 'unreadable';
        context.addIssue({ code: 'custom', message: `a readable YAML file (${reason})` });
      }
      return z.NEVER;
    }) as z.ZodType<T, string | undefined>;
}

export const configSchema = serviceConfigSchema.extend({
  PORT: envField.port(8103),
  /** Sources of tracking calls, `source:key` each, separated by commas. */
  WRITE_KEYS: envField.list().transform((entries) => parseWriteKeys(entries)),
  /** Web pages that may send tracking calls from a browser: `https://shop.example`, separated by commas. */
  TRACKING_ORIGINS: envField.origins(),
  /** Secrets of the identifier hashes, `<version>:<base64>`; two while one replaces the other. */
  IDENTIFIER_HASH_KEYS: identifierHashKeysField(),
  /** ISO 3166 code of the country that national phone numbers belong to. */
  DEFAULT_COUNTRY: envField.optionalText(),
  IDENTITY_RULES_FILE: ruleFile('identity.yaml', parseIdentityRules),
  TRACKING_PLAN_FILE: ruleFile('tracking-plan.yaml', parseTrackingPlan),
  /** Services that keep something about persons, `name=url` each: asked and told of an erasure. */
  PERSONAL_DATA_SERVICES: z
    .string()
    .default('')
    .transform((text, context) => {
      const services = parseServices(text);
      if (services.ok) return services.value;
      context.addIssue({ code: 'custom', message: services.refusal.message });
      return z.NEVER;
    }),
  /** For how long a message id that comes again is known. */
  MESSAGE_ID_DAYS: envField.integer({ min: 1, max: 3_650, default: 30 }),
});

export type Config = z.output<typeof configSchema>;

/** Reads the environment; prints everything that is wrong and ends the process otherwise. */
export function readConfig(env: Environment = process.env): Config {
  return parseConfigOrExit(configSchema, env);
}
