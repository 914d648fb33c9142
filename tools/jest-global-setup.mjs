// Servers for a Jest that is run by itself. Under `npm test` they run already and are named by the environment.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findHelm } from './helm.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const variables = ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL', 'DATABASE_URL'];

/** Jest calls this once before all tests; workers inherit the environment that it sets. */
export default async function setup(globalConfig) {
  const helm = findHelm();
  if (helm !== undefined) process.env.HELM = helm;
  if (variables.every((name) => process.env[name])) return;
  if (!needsServers(globalConfig)) return;
  const { serverEnvironment, startTestServers } = await import('../libs/local-stack/dist/index.js');
  const servers = await startTestServers({ root, env: process.env });
  globalThis.continuoTestServers = servers;
  Object.assign(process.env, serverEnvironment(servers));
}

/** Someone who runs pure spec files only should not wait for a broker. */
function needsServers({ testPathPatterns }) {
  const files = globSync('{libs,services,deploy}/**/*.{int,e2e}.spec.ts', {
    cwd: root,
    exclude: (name) => name === 'node_modules',
  });
  const asked = (testPathPatterns?.patterns ?? []).map((pattern) => new RegExp(pattern, 'i'));
  return asked.length === 0
    ? files.length > 0
    : files.some((file) => asked.some((pattern) => pattern.test(join(root, file))));
}
