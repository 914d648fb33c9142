// The journey engine's long proofs: a million generated steps of the hot path against a model, and kill -9 at each
// statement of either writer.
import type { CaseResult, CaseServers } from './fault-kinds.js';
import { runSpecs, type SpecsRun } from './run-specs.js';
import type { PlannedKind } from './schedule.js';

/** So many cases of so many steps. */
const CASES = 10;
const STEPS = 100_000;
/** Seeds of one case; another case's begin above. */
const SEEDS = 10_000;

const HOT_PATH = 'services/orchestrator/test/hot-path/hot-path.spec.ts';
const KILLED = 'services/orchestrator/test/hot-path/killed-writers.int.spec.ts';

export const ENGINE: PlannedKind = { name: 'engine', wanted: CASES, alone: false, needsMs: 60_000 };
/** Each kill costs a session of the group. */
export const WRITERS: PlannedKind = { name: 'writers', wanted: 1, alone: false, needsMs: 6 * 60_000 };

export interface JourneyCase {
  readonly root: string;
  readonly servers: CaseServers;
  readonly seed: number;
  readonly cancelled: AbortSignal;
}

/** The hot path from one seed on. */
export async function engineSteps({ root, seed, cancelled }: JourneyCase): Promise<CaseResult> {
  const first = (seed % 100_000) * SEEDS;
  const env = {
    VERIFY_SEED: String(first),
    VERIFY_STEPS: String(STEPS),
  };
  const run = await runSpecs({ root, specs: [HOT_PATH], env, cancelled, workers: 1 });
  const {
    steps = 0,
    instances = 0,
    nextSeed = first,
  } = (run.told ?? {}) as Record<string, number | undefined>;
  const faults =
    steps < STEPS && run.failed.length === 0 ? [`only ${steps} of ${STEPS} steps were done`] : [];
  return {
    ...resultOf(run, faults),
    asked: STEPS,
    acknowledged: steps,
    applied: instances,
    done: `${steps} steps, seeds ${first} to ${nextSeed - 1}`,
  };
}

export async function killedWriters({ root, servers, seed, cancelled }: JourneyCase): Promise<CaseResult> {
  const env = {
    KAFKA_BROKERS: servers.kafkaBrokers,
    DATABASE_URL: servers.databaseUrl,
    SCHEMA_REGISTRY_URL: servers.schemaRegistryUrl,
    VERIFY_SEED: String(seed),
    VERIFY_KILLS: 'all',
  };
  const run = await runSpecs({ root, specs: [KILLED], env, cancelled, workers: 1 });
  const told = (run.told ?? {}) as {
    batch?: number[];
    timers?: number[];
    profiles?: number;
    entries?: number;
  };
  const { batch = [], timers = [], profiles = 0, entries = 0 } = told;
  return {
    ...resultOf(run, []),
    asked: profiles,
    acknowledged: profiles,
    applied: entries,
    done: `killed at ${batch.length} statements of the batch writer and ${timers.length} of the timer writer`,
  };
}

function resultOf({ failed, passed }: SpecsRun, more: readonly string[]) {
  const faults = [...failed, ...more, ...(passed === 0 && failed.length === 0 ? ['no test was run'] : [])];
  return { faults, published: 0, repeated: 0, fired: [], counts: {} };
}
