// What operations reads from its environment.
import {
  envField,
  identifierFields,
  parseConfigOrExit,
  serviceConfigSchema,
  type Environment,
} from '@continuo/service-kit';
import type { z } from 'zod';

export const configSchema = serviceConfigSchema.extend({
  PORT: envField.port(8106),
  ...identifierFields,
});

export type Config = z.output<typeof configSchema>;

/** Reads the environment; prints everything that is wrong and ends the process otherwise. */
export function readConfig(env: Environment = process.env): Config {
  return parseConfigOrExit(configSchema, env);
}
