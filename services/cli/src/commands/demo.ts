// Plays the demonstration against the local system that runs, as npm start does on an empty one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import type { CommandContext } from './command.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Ends with 1 when a journey ended otherwise than expected. */
export async function runDemonstration({ connection, interrupted }: CommandContext): Promise<void> {
  const { run, from } = connection;
  if (run === undefined)
    throw new CommandFailure(EXIT.unreachable, 'No local system runs here.', 'npm start brings one up.');
  // Only here: what starts local systems is not a part of a deployment.
  const stack = await import('@continuo/local-stack').catch(() => undefined);
  if (stack === undefined)
    throw new CommandFailure(EXIT.unreachable, 'The demonstration is not installed here.');
  const environment = stack.demonstrationEnvironment({
    secrets: await stack.localSecrets(dirname(from)),
    servers: {
      kafkaBrokers: run.addresses.kafka ?? '',
      schemaRegistryUrl: run.addresses['schema-registry'] ?? '',
    },
    urls: run.addresses as Parameters<typeof stack.demonstrationEnvironment>[0]['urls'],
  });
  const player = spawn(process.execPath, [stack.serviceMain(root, { name: 'demo' })], {
    env: environment,
    stdio: 'inherit',
    signal: interrupted,
  });
  player.on('error', () => undefined); // interrupted: its end is what counts
  const [code] = (await once(player, 'close')) as [number | null];
  if (code !== 0 && !interrupted.aborted)
    throw new CommandFailure(EXIT.wrong, 'The story did not end as expected.');
}
