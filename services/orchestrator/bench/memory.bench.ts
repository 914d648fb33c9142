// What an idle service holds in memory, and whether that grows: the compiled program, started as `npm start` does it. In a minute
// what waits for V8's next collection looks like growth: `npm run bench -- memory --minutes 30` sees past it.
import { serviceArguments, processEnvironment } from '@continuo/local-stack';
import { testServers, type Measure } from '@continuo/testing';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { OrchestratorRig } from '../test/orchestrator-rig.js';
import { startStandIns } from '../test/stand-ins.js';

// What runs often is compiled in the first two minutes, which takes some megabytes once.
const SETTLES_MS = 120_000;
const WATCHED_MS = Number(process.env['BENCH_MINUTES'] ?? 1) * 60_000;
const EVERY_MS = 2_000;
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

export async function bench(): Promise<Measure[]> {
  const rig = await OrchestratorRig.open({ relay: false });
  const standIns = await startStandIns();
  const { kafkaBrokers, schemaRegistryUrl } = testServers();
  const child = spawn(process.execPath, serviceArguments(MAIN), {
    env: {
      ...processEnvironment(process.env),
      PORT: '0',
      LOG_LEVEL: 'warn',
      DATABASE_URL: rig.testDatabase.url,
      KAFKA_BROKERS: kafkaBrokers,
      KAFKA_TOPIC_PREFIX: rig.prefix,
      SCHEMA_REGISTRY_URL: schemaRegistryUrl,
      OIDC_ISSUER: standIns.url,
      CUSTOMER_DATA_PLATFORM_URL: standIns.url,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  try {
    await readiness(child);
    await delay(SETTLES_MS);
    return measures(await watch(child));
  } finally {
    child.kill('SIGTERM');
    await ended;
    await standIns.close();
    await rig.close();
  }
}

/** A service says over its channel that it is ready. */
async function readiness(child: ChildProcess): Promise<void> {
  const [first] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
  if (typeof first !== 'object' || first === null) throw new Error(`the service ended with ${String(first)}`);
}

async function watch({ pid }: ChildProcess): Promise<number[]> {
  const megabytes: number[] = [];
  for (let passed = 0; passed < WATCHED_MS; passed += EVERY_MS) {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
    megabytes.push(Number(stdout) / 1024);
    await delay(EVERY_MS);
  }
  return megabytes;
}

function measures(megabytes: readonly number[]): Measure[] {
  const highest = Math.max(...megabytes);
  const slope = slopeOf(megabytes) * (60_000 / EVERY_MS);
  return [
    {
      name: 'resident memory, idle',
      value: highest,
      unit: 'MB',
      target: 'under 160 MB',
      met: highest < 160,
    },
    {
      name: 'resident memory, idle, slope',
      value: slope,
      unit: 'MB/min',
      target: 'under 1 MB a minute',
      met: slope < 1,
    },
  ];
}

/** By least squares, per sample. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let above = 0;
  let below = 0;
  for (const [at, value] of values.entries()) {
    above += (at - middle) * (value - mean);
    below += (at - middle) ** 2;
  }
  return above / below;
}
