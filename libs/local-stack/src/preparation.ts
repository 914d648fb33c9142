// What must be done between servers that answer and services that may start: databases, migrations, schemas, topics.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './one-off.js';
import { ensureDatabase } from './postgres.js';
import {
  commonEnvironment,
  inheritedEnvironment,
  releaseSteps,
  serviceEnvironment,
  type ServicePart,
  type SystemContext,
} from './system.js';

export interface PreparationOptions {
  readonly root: string;
  readonly parts: readonly ServicePart[];
  readonly context: SystemContext;
  readonly say: (line: string) => void;
  readonly cancelled: AbortSignal;
}

/** Runs the same release steps as a deployment does; all of them can be repeated. */
export async function prepareSystem(options: PreparationOptions): Promise<void> {
  await Promise.all([migrateAll(options), runReleaseSteps(options)]);
}

async function migrateAll({ root, parts, context, say, cancelled }: PreparationOptions): Promise<void> {
  const withDatabase = parts.filter((part) => part.database !== undefined);
  for (const { database } of withDatabase)
    await ensureDatabase(context.servers.databaseUrl, database as string);
  await Promise.all(
    withDatabase.map((part) =>
      runToEnd({
        what: `migrating the database of ${part.name}`,
        command: process.execPath,
        args: [serviceMain(root, part), 'migrate'],
        cwd: root,
        env: { ...inheritedEnvironment(process.env), ...serviceEnvironment(part, context) },
        within: 120_000,
        cancelled,
      }),
    ),
  );
  say(`databases are migrated: ${withDatabase.map(({ database }) => database).join(', ')}`);
}

/** One after the other: topics may refer to what registration has checked. */
async function runReleaseSteps({ root, context, say, cancelled }: PreparationOptions): Promise<void> {
  if (!hasService(root, { name: 'cli' })) return;
  for (const step of releaseSteps) {
    await runToEnd({
      what: `continuo ${step.join(' ')}`,
      command: process.execPath,
      args: [serviceMain(root, { name: 'cli' }), ...step],
      cwd: root,
      env: { ...inheritedEnvironment(process.env), ...commonEnvironment(context) },
      within: 120_000,
      cancelled,
    });
    say(`done: continuo ${step.join(' ')}`);
  }
}

/** The compiled entry of a part of the system, or of one of its programs. */
export function serviceMain(root: string, { name, main }: { name: string; main?: string }): string {
  return join(root, 'services', main ?? join(name, 'dist', 'main.js'));
}

/** Whether the sources of an entry are there; a service without them is not a part of this checkout. */
export function hasService(root: string, { name, main }: { name: string; main?: string }): boolean {
  const entry = main ?? join(name, 'dist', 'main.js');
  return existsSync(
    join(root, 'services', entry.replace(/dist(?=[\\/][^\\/]+$)/, 'src').replace(/\.js$/, '.ts')),
  );
}
