// `npm run verify`: the long proofs of the transport's promises, on real servers of their own.
import { startTestServers, type ManagedProcess, type Servers } from '@continuo/local-stack';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { progress, stopSignal } from './progress.js';
import { prepareArenas } from './verify/arena.js';
import { faultKinds, type CaseResult, type CaseServers } from './verify/fault-kinds.js';
import { ENGINE, engineSteps, killedWriters, WRITERS } from './verify/journeys.js';
import { runProperties } from './verify/properties.js';
import { rollingRestart } from './verify/rolling-restart.js';
import { plan, workThrough, type Planned, type PlannedKind } from './verify/schedule.js';
import { servicesUnderLoad } from './verify/services/services-run.js';
import { VerifyReport } from './verify/verify-report.js';
import { verifyOptions, type VerifyOptions } from './verify/verify-options.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const ROLLING: PlannedKind = { name: 'rolling', wanted: 1, alone: true };
/** It is not begun when there is less time than it takes. */
const SERVICES: PlannedKind = { name: 'services', wanted: 1, alone: true, needsMs: 4 * 60_000 };
const PROPERTIES = 'properties';
/** What a case that was begun may need to its end, kept back from the time there is. */
const LAST_CASE_MS = 30_000;

/** One cause can have hundreds of faults. */
const FAULTS_SHOWN = 8;

const cancelled = stopSignal();
try {
  process.exitCode = await verify(verifyOptions(process.argv.slice(2), Math.random));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
if (process.connected) process.disconnect();

async function verify(options: VerifyOptions): Promise<number> {
  const began = performance.now();
  const kinds = wanted(options);
  const report = new VerifyReport(kinds, options.only === undefined);
  progress(`seed ${options.seed}, at most ${options.minutes} minutes`);
  const end = began + options.minutes * 60_000 - LAST_CASE_MS;
  const left = (): number => (cancelled.aborted ? 0 : end - performance.now());
  const withProperties = options.only === undefined || options.only.kind === PROPERTIES;
  const proving = withProperties ? properties(options, report, end - began) : Promise.resolve();
  if (kinds.length > 0 && left() > 0) {
    // Brokers are stopped and killed here: never those that somebody else runs.
    const servers = await startTestServers({
      root,
      env: { CONTINUO_SERVERS: 'local' },
      say: progress,
      cancelled,
    });
    try {
      await prepareArenas(servers);
      const evidence = join(root, '.continuo', 'verify');
      rmSync(evidence, { recursive: true, force: true });
      const caseServers = { ...servers, evidence, broker: brokerOf(servers) };
      const cases = plan(kinds, options.only?.seed ?? options.seed);
      await workThrough(cases, {
        count: options.lanes,
        over: ({ needsMs }) => left() <= needsMs,
        run: (one) => doCase(one, { ...caseServers, left, rate: options.rate }, report),
      });
    } finally {
      await servers.stop();
    }
  }
  await proving;
  return conclude(options, report, (performance.now() - began) / 1_000);
}

function wanted({ only }: VerifyOptions): PlannedKind[] {
  const all: readonly PlannedKind[] = [...faultKinds, ENGINE, WRITERS, ROLLING, SERVICES];
  if (only === undefined) return [...all];
  if (only.kind === PROPERTIES) return [];
  const one = all.find(({ name }) => name === only.kind);
  if (one === undefined) {
    const names = [...all.map(({ name }) => name), PROPERTIES];
    throw new Error(`there is no kind ${JSON.stringify(only.kind)}; one of ${names.join(', ')}`);
  }
  return [{ ...one, wanted: only.seed === undefined ? one.wanted : 1 }];
}

function brokerOf({ processes }: Servers): ManagedProcess {
  const broker = processes.find(({ name }) => name === 'kafka');
  if (broker === undefined) throw new Error('the broker is not a process of ours');
  return broker;
}

/** The servers, how much time there is still, and what `services` is to carry. */
type Means = CaseServers & { readonly left: () => number; readonly rate: number };

/** Beside the other cases; given up when the time is over. */
async function properties(options: VerifyOptions, report: VerifyReport, within: number): Promise<void> {
  const { seed, cases } = options;
  const overdue = AbortSignal.timeout(Math.max(0, Math.ceil(within)));
  progress(`properties with ${cases} cases each`);
  try {
    const result = await runProperties({
      root,
      seed,
      cases,
      cancelled: AbortSignal.any([cancelled, overdue]),
    });
    report.addProperties(result);
    const verdict = result.failed.length === 0 ? 'ok    ' : 'FAILED';
    progress(`${verdict} properties: ${result.passed} passed in ${result.seconds.toFixed(0)} s`);
  } catch (error) {
    if (overdue.aborted || cancelled.aborted) return progress('properties were not finished');
    report.failures.push({
      name: PROPERTIES,
      faults: [error instanceof Error ? error.message : String(error)],
    });
  }
}

async function doCase({ kind, seed }: Planned, servers: Means, report: VerifyReport): Promise<void> {
  const began = performance.now();
  const name = `${kind}/${seed}`;
  try {
    const result = await runCase(kind, seed, servers);
    report.add(kind, seed, result);
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    const what = `${result.acknowledged} changes, ${result.applied} effects; ${result.done} (${seconds} s)`;
    progress(`${result.faults.length === 0 ? 'ok    ' : 'FAILED'} ${name}: ${what}`);
    for (const fault of result.faults.slice(0, FAULTS_SHOWN)) progress(`         ${fault}`);
    const more = result.faults.length - FAULTS_SHOWN;
    if (more > 0) progress(`         and ${more} more in .continuo/verify-results.json`);
  } catch (error) {
    if (cancelled.aborted) return;
    report.addBroken(kind, seed, error);
    progress(`FAILED ${name}: no verdict: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function runCase(kind: string, seed: number, servers: Means): Promise<CaseResult> {
  const common = { root, servers, seed, cancelled, say: progress };
  if (kind === SERVICES.name)
    return servicesUnderLoad({ ...common, rate: servers.rate, withinMs: servers.left() });
  if (kind === ROLLING.name) return rollingRestart(common);
  if (kind === ENGINE.name) return engineSteps(common);
  if (kind === WRITERS.name) return killedWriters(common);
  const found = faultKinds.find(({ name }) => name === kind);
  if (found === undefined) throw new Error(`there is no kind ${kind}`);
  return found.run(servers, seed, cancelled);
}

function conclude(options: VerifyOptions, report: VerifyReport, seconds: number): number {
  const file = join(root, '.continuo', 'verify-results.json');
  report.write(file, { root, seed: options.seed, minutes: options.minutes, seconds: Math.round(seconds) });
  for (const line of report.lines()) console.log(line);
  if (!report.complete)
    console.log(`not all of it was done: ${cancelled.aborted ? 'interrupted' : 'the time was over'}`);
  for (const { name } of report.failures)
    console.log(`failed: ${name}; alone: npm run verify -- --only ${name} --seed ${options.seed}`);
  if (report.failures.length > 0) console.log('what was written down of failed cases: .continuo/verify');
  console.log(`written to .continuo/verify-results.json`);
  return report.failures.length > 0 || cancelled.aborted ? 1 : 0;
}
