// What the customer data platform reads from its environment, and the two files of rules beside it.
import { fileURLToPath } from 'node:url';
import {
  envField,
  identifierFields,
  parseConfigOrExit,
  parseWriteKeys,
  ruleFileField,
  serviceConfigSchema,
  type Environment,
} from '@continuo/service-kit';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseServices } from './erasures/domain/services.js';
import { parseTrackingPlan } from './classification/domain/tracking-plan.js';
import { parseIdentityRules } from './identity/domain/identity-rules.js';

const besidePackage = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));

export const configSchema = serviceConfigSchema.extend({
  PORT: envField.port(8103),
  /** Sources of tracking calls, `source:key` each, separated by commas. */
  WRITE_KEYS: envField.list().transform((entries) => parseWriteKeys(entries)),
  /** Web pages that may send tracking calls from a browser: `https://shop.example`, separated by commas. */
  TRACKING_ORIGINS: envField.origins(),
  ...identifierFields,
  IDENTITY_RULES_FILE: ruleFileField(besidePackage('identity.yaml'), (text) =>
    parseIdentityRules(parse(text)),
  ),
  TRACKING_PLAN_FILE: ruleFileField(besidePackage('tracking-plan.yaml'), (text) =>
    parseTrackingPlan(parse(text)),
  ),
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
