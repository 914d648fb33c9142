// Three brokers restarted one after the other under load: every topic in three copies, two of which must have a record.
import { startKafkaCluster, type KafkaCluster, type ManagedProcess } from '@continuo/local-stack';
import { kafkaClient, type KafkaAdmin } from '@continuo/messaging';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../eventually.js';
import type { ArenaServers } from './arena.js';
import type { CaseResult } from './fault-kinds.js';
import { FIRST_HOP, SECOND_HOP } from './pipeline-contract.js';
import { PipelineRun } from './pipeline-run.js';

const BROKERS = 3;
const OFFSETS = '__consumer_offsets';

export interface RollingOptions {
  readonly root: string;
  /** Database and registry are used as they are, the broker is not. */
  readonly servers: ArenaServers & { readonly evidence: string };
  readonly seed: number;
  readonly say: (line: string) => void;
  readonly cancelled: AbortSignal;
}

/** Two rounds: one asks each broker to stop, the other one kills it. */
export async function rollingRestart(options: RollingOptions): Promise<CaseResult> {
  const { root, servers, seed, say, cancelled } = options;
  const stateDirectory = await mkdtemp(join(tmpdir(), 'continuo-brokers-'));
  try {
    const cluster = await startKafkaCluster({ root, stateDirectory, brokers: BROKERS, say, cancelled });
    try {
      const { kafkaBrokers } = cluster;
      const run = await PipelineRun.start({
        servers: { ...servers, kafkaBrokers, replicationFactor: BROKERS },
        seed,
        cancelled,
        evidence: join(servers.evidence, `rolling-${seed}`),
        services: 2,
        operations: 1_000_000,
        pauseMs: 60,
        sessionTimeoutMs: 6_000,
        leaseMs: 2_000,
        quietWithin: 120_000,
      });
      try {
        for (const how of ['SIGTERM', 'SIGKILL'] as const) await restartEach(cluster, run, how, say);
        const result = await run.finish('now');
        return { ...result, done: `${BROKERS} brokers restarted in turn, by SIGTERM and by SIGKILL` };
      } finally {
        await run.close();
      }
    } finally {
      await cluster.stop();
    }
  } finally {
    await rm(stateDirectory, { recursive: true, force: true });
  }
}

async function restartEach(
  cluster: KafkaCluster,
  run: PipelineRun,
  how: 'SIGTERM' | 'SIGKILL',
  say: (line: string) => void,
): Promise<void> {
  for (const broker of cluster.brokers) {
    await inSync(cluster, run, say);
    say(`${broker.name}: ${how}`);
    await restart(broker, how);
    // Under load again before the next one goes.
    const { second } = await run.arena.progress();
    await run.until(
      async () => (await run.arena.progress()).second > second,
      90_000,
      'effects after a restart',
    );
  }
  await inSync(cluster, run, say);
}

async function restart(broker: ManagedProcess, how: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  await broker.stop(how);
  await delay(1_000);
  await broker.start();
}

/** As an operator does: the next broker goes only when the last one has caught up. */
async function inSync(cluster: KafkaCluster, run: PipelineRun, say: (line: string) => void): Promise<void> {
  await Promise.all([
    copied(cluster, run.arena.addresses.topicPrefix, [FIRST_HOP, SECOND_HOP]),
    copied(cluster, '', [OFFSETS]),
  ]);
  say('every partition has all its copies');
}

async function copied({ kafkaBrokers }: KafkaCluster, topicPrefix: string, topics: string[]): Promise<void> {
  const kafka = kafkaClient({ brokers: kafkaBrokers.split(','), clientId: 'verify-operator', topicPrefix });
  try {
    await eventually(() => allCopied(kafka.admin(), topics), {
      within: 120_000,
      every: 300,
      what: `${BROKERS} copies of ${topics.join(', ')}`,
    });
  } finally {
    await kafka.close();
  }
}

async function allCopied(admin: KafkaAdmin, topics: readonly string[]): Promise<boolean> {
  const described = await admin.describe(topics);
  return described.every(({ inSyncReplicas }) => inSyncReplicas === BROKERS);
}
