// The only reader of process.env in the demonstration.
import { envField, parseConfigOrExit, serviceConfigSchema, type Environment } from '@continuo/service-kit';
import { z } from 'zod';

const collaborationSchema = serviceConfigSchema.extend({ PORT: envField.port(8104) });

export type CollaborationConfig = z.output<typeof collaborationSchema>;

/** For the played collaboration service. */
export function readCollaborationConfig(env: Environment = process.env): CollaborationConfig {
  return parseConfigOrExit(collaborationSchema, env);
}

const playerSchema = z.object({
  /** The gateway: everything the customers do goes through it. */
  PUBLIC_URL: envField.url('http://127.0.0.1:8080'),
  WRITE_KEY: envField.secret(),
  OIDC_ISSUER: envField.url('http://127.0.0.1:8080/issuer'),
  OIDC_AUDIENCE: envField.text('continuo'),
  OIDC_CLIENT_ID: envField.text('demo'),
  OIDC_CLIENT_SECRET: envField.secret(),
  /** After this many seconds journeys that still run are a failure. */
  DEMO_PATIENCE_SECONDS: envField.integer({ min: 5, max: 600, default: 90 }),
});

export type PlayerConfig = z.output<typeof playerSchema>;

/** For the customers. */
export function readPlayerConfig(env: Environment = process.env): PlayerConfig {
  return parseConfigOrExit(playerSchema, env);
}
