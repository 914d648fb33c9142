// A relay that is killed between any two of its statements loses nothing and reorders nothing.
import { eventually, testDatabase, testServer, uniquePrefix, type TestDatabase } from '@continuo/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { applied, readLog, transportRig, upTo, versionOf, type Rig } from '../../test/transport-rig.js';
import type { RelaySeam } from './tenure.js';

const seams: readonly RelaySeam[] = [
  'acquired',
  'before-delete',
  'before-read',
  'before-store-batch',
  'after-store-batch',
  'before-commit',
  'after-commit',
  'before-send',
  'after-send',
];
/** How often a seam is passed before it kills. */
const passes = (process.env['RELAY_KILL_PASSES'] ?? '2').split(',').map(Number);
const KEYS = ['one', 'two', 'three'];

let own: TestDatabase;
let rig: Rig;
const prefix = uniquePrefix('killed');
const broker = testServer('kafkaBrokers');

beforeAll(async () => {
  own = await testDatabase('killed');
  rig = await transportRig({ url: own.url, broker, prefix, topics: ['rig.a'] });
}, 30_000);

afterAll(async () => {
  await rig.close();
  await own.drop();
}, 30_000);

async function killedAt(where: RelaySeam, pass: number): Promise<void> {
  const program = fileURLToPath(new URL('../../test/relay-victim.mjs', import.meta.url));
  const victim = spawn(
    process.execPath,
    [program, JSON.stringify({ url: own.url, broker, prefix, where, passes: pass })],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const ended = once(victim, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  const limit = setTimeout(() => victim.kill('SIGTERM'), 20_000);
  const [, signal] = await ended;
  clearTimeout(limit);
  expect(`${where}: ${signal}`).toBe(`${where}: SIGKILL`);
}

it('publishes everything once and in order for its readers, with a kill -9 at every seam', async () => {
  let version = 0;
  const publish = async (): Promise<void> => {
    version += 1;
    for (const key of KEYS) {
      await rig.outbox.transact(() =>
        Promise.resolve({ result: undefined, outgoing: [versionOf('rig.a', key, version)] }),
      );
    }
  };
  for (const where of seams) {
    for (const pass of where === 'acquired' ? [1] : passes) {
      let running = true;
      const victim = killedAt(where, pass).finally(() => {
        running = false;
      });
      // Rows come as long as the victim lives: every seam is passed.
      while (running) {
        await publish();
        await Promise.race([victim, new Promise((resolve) => setTimeout(resolve, 20))]);
      }
      await victim;
    }
  }
  rig.relay().start();
  await eventually(async () => (await rig.pending()) === 0, { within: 20_000 });
  const { versions, duplicates } = applied(await readLog(rig.kafka, 'rig.a'));
  for (const key of KEYS) expect(versions.get(key)).toEqual(upTo(version));
  expect(duplicates).toBeGreaterThan(0);
}, 120_000);
