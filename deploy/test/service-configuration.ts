// What each service says of its own configuration, so that a deployment can be held to it.
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';

export const root = path.resolve(import.meta.dirname, '../..');

export const onBus = [
  'customer-data-platform',
  'orchestrator',
  'collaboration',
  'contact-centre',
  'crm',
  'operations',
] as const;
export const services = [...onBus, 'console'] as const;

/** By its path: no project imports a service. Some read the environment as they are loaded, so it is theirs then. */
export async function schemaOf(
  name: string,
  settings: Readonly<Record<string, string>>,
): Promise<z.ZodObject> {
  const file = path.join(root, 'services', name, 'src/config.ts');
  if (!existsSync(file)) throw new Error(`services/${name} has no configuration`);
  Object.assign(process.env, settings);
  const { configSchema } = (await import(file)) as { configSchema: z.ZodObject };
  return configSchema;
}

/** What is wrong with these settings, by variable; nothing is set as if it were empty. */
export function problemsWith(schema: z.ZodObject, settings: Readonly<Record<string, string>>): string[] {
  const given = Object.fromEntries(Object.keys(schema.shape).map((key) => [key, settings[key] || undefined]));
  const parsed = schema.safeParse(given);
  return parsed.error?.issues.map(({ path: at, message }) => `${at.join('.')}: ${message}`) ?? [];
}
