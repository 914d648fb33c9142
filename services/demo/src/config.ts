// The only reader of process.env in the demonstration.
import {
  authConfigSchema,
  envField,
  httpConfigSchema,
  parseConfigOrExit,
  type Environment,
} from '@continuo/service-kit';
import { z } from 'zod';

const providersSchema = z.object({
  ...httpConfigSchema.shape,
  ...authConfigSchema.shape,
  PORT: envField.port(8190),
});

export type ProvidersConfig = z.output<typeof providersSchema>;

/** For the played providers. */
export function readProvidersConfig(env: Environment = process.env): ProvidersConfig {
  return parseConfigOrExit(providersSchema, env);
}

const playerSchema = z.object({
  /** The gateway: everything the played people do goes through it. */
  PUBLIC_URL: envField.url('http://127.0.0.1:8080'),
  WRITE_KEY: envField.secret(),
  OIDC_ISSUER: envField.url('http://127.0.0.1:8080/issuer'),
  OIDC_AUDIENCE: envField.text('continuo'),
  OIDC_CLIENT_ID: envField.text('continuo-cli'),
  OIDC_CLIENT_SECRET: envField.secret(),
  /** Where the played providers are: what customers find on their telephones. */
  PROVIDERS_URL: envField.url('http://127.0.0.1:8190'),
  /** With which the played providers sign their webhooks. */
  WHATSAPP_APP_SECRET: envField.secret(),
  WHATSAPP_PHONE_NUMBER_ID: envField.text('100000000000001'),
  TWILIO_ACCOUNT_SID: envField.text('AC00000000000000000000000000000001'),
  TWILIO_AUTH_TOKEN: envField.secret(),
  /** Waits of the journeys take so many times longer: for machines on which much else runs. */
  DEMO_PACE: envField.integer({ min: 1, max: 10, default: 1 }),
  /** After this many seconds a life that still goes on is a failure. */
  DEMO_PATIENCE_SECONDS: envField.integer({ min: 5, max: 900, default: 240 }),
});

export type PlayerConfig = z.output<typeof playerSchema>;

/** For the people. */
export function readPlayerConfig(env: Environment = process.env): PlayerConfig {
  return parseConfigOrExit(playerSchema, env);
}
