// The real faults: what is done to the pipeline from outside while it is under load.
import type { ManagedProcess } from '@continuo/local-stack';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { drawFaults, faultName } from './fault-plan.js';
import { PipelineRun, type RunOptions, type RunResult } from './pipeline-run.js';
import { seeded, type Draws } from './seeded.js';
import type { WorkerProcess } from './worker-process.js';

export interface CaseServers {
  readonly kafkaBrokers: string;
  readonly databaseUrl: string;
  readonly schemaRegistryUrl: string;
  /** Folder for what was written down of failed cases. */
  readonly evidence: string;
  /** The broker, to be stopped and started; nothing else may run meanwhile. */
  readonly broker: ManagedProcess;
}

export interface CaseResult extends RunResult {
  /** What was done, in words. */
  readonly done: string;
}

export interface FaultKind {
  readonly name: string;
  /** How many of it `npm run verify` is to do. */
  readonly wanted: number;
  /** True when it disturbs what others use. */
  readonly alone: boolean;
  run(servers: CaseServers, seed: number, cancelled: AbortSignal): Promise<CaseResult>;
}

type Attack = (run: PipelineRun, draws: Draws, servers: CaseServers) => Promise<string>;

/** A load that goes on until it is told to end. */
const endless = { operations: 1_000_000, pauseMs: 60, lanes: 5, services: 2 } as const;

export const faultKinds: readonly FaultKind[] = [
  { name: 'seams', wanted: 200, alone: false, run: atSeams },
  kind('kill', killed),
  kind('stop', stoppedBeyondSession),
  kind('broker', brokerRestarted, { alone: true }),
  kind('connections', connectionsEnded),
  kind('repeats', publishedAgain, { repeatedSends: 0.4 }),
  kind('takeover', relayTakenOver, { sessionTimeoutMs: 10_000 }),
];

function kind(
  name: string,
  attack: Attack,
  { alone = false, ...over }: Partial<RunOptions> & { readonly alone?: boolean } = {},
): FaultKind {
  return {
    name,
    wanted: 10,
    alone,
    async run(servers, seed, cancelled) {
      const evidence = join(servers.evidence, `${name}-${seed}`);
      const run = await PipelineRun.start({ ...endless, ...over, servers, seed, cancelled, evidence });
      try {
        await delay(300, undefined, { signal: cancelled });
        const done = await attack(run, seeded(seed), servers);
        return { ...(await run.finish('now')), done };
      } finally {
        await run.close();
      }
    },
  };
}

async function atSeams(servers: CaseServers, seed: number, cancelled: AbortSignal): Promise<CaseResult> {
  const faults = drawFaults(seed, seeded(seed));
  const run = await PipelineRun.start({
    servers,
    seed,
    cancelled,
    faults,
    evidence: join(servers.evidence, `seams-${seed}`),
    services: 1,
    operations: 150,
    pauseMs: 40,
    sessionTimeoutMs: 1_000,
  });
  try {
    const result = await run.finish('when-done');
    const done = result.fired.map(faultName).join(', ');
    // A run in which nothing failed proves nothing.
    if (result.fired.length > 0) return { ...result, done };
    return {
      ...result,
      done,
      faults: [...result.faults, `no fault was met: ${faults.map(faultName).join(', ')}`],
    };
  } finally {
    await run.close();
  }
}

async function killed(run: PipelineRun, draws: Draws): Promise<string> {
  const times = 3;
  for (let time = 0; time < times; time += 1) {
    const at = draws.below(run.services.length);
    run.services[at]?.signal('SIGKILL');
    await delay(draws.between(300, 1_500));
    await readyAgain(run, at);
  }
  return `${times} times kill -9`;
}

async function readyAgain(run: PipelineRun, at: number): Promise<void> {
  await run.until(
    () => run.services[at]?.isReady === true && !run.services[at].ended,
    30_000,
    'a new service',
  );
}

async function stoppedBeyondSession(run: PipelineRun, draws: Draws): Promise<string> {
  const service = run.services[draws.below(2)];
  const stoppedMs = draws.between(3_500, 5_000);
  await stoppedFor(service, () => delay(stoppedMs));
  await delay(1_000);
  return `stopped for ${stoppedMs} ms with a session of 2000 ms`;
}

/** Stopped while `meanwhile` lasts, and certainly going on afterwards. */
async function stoppedFor(service: WorkerProcess | undefined, meanwhile: () => Promise<void>): Promise<void> {
  service?.signal('SIGSTOP');
  try {
    await meanwhile();
  } finally {
    service?.signal('SIGCONT');
  }
}

async function brokerRestarted(_run: PipelineRun, draws: Draws, { broker }: CaseServers): Promise<string> {
  const how = draws.pick(['SIGKILL', 'SIGTERM'] as const);
  const awayMs = draws.between(0, 2_000);
  await broker.stop(how);
  await delay(awayMs);
  await broker.start();
  await delay(1_500);
  return `broker ended by ${how}, away for ${awayMs} ms and its start`;
}

async function connectionsEnded(run: PipelineRun, draws: Draws): Promise<string> {
  let ended = 0;
  const times = 6;
  for (let time = 0; time < times; time += 1) {
    ended += await run.arena.killConnections();
    await delay(draws.between(50, 500));
  }
  return `${ended} connections ended in ${times} strokes`;
}

/** What is sent twice is decided where it is sent; here is only waited until enough was. */
async function publishedAgain(run: PipelineRun): Promise<string> {
  await run.until(async () => (await run.arena.progress()).second >= 150, 120_000, 'a good load');
  return 'two of five sends reported as failed';
}

/** The relay that owns the outbox is stopped, at whatever it does; the other one takes over; the first one wakes up. */
async function relayTakenOver(run: PipelineRun, draws: Draws): Promise<string> {
  const times = 3;
  for (let time = 0; time < times; time += 1) {
    await run.until(() => run.services.some((one) => one.ownsOutbox), 60_000, 'an owner of the outbox');
    const owner = run.services.find((one) => one.ownsOutbox);
    const other = run.services.find((one) => one !== owner);
    await stoppedFor(owner, () => run.until(() => other?.ownsOutbox === true, 60_000, 'another owner'));
    await run.until(() => owner?.ownsOutbox === false, 60_000, 'the former owner to know it');
    await delay(draws.between(50, 300));
  }
  return `${times} relays taken over from`;
}
