// Runs specs of the quick suite as they are, with more of everything: how much comes from the environment.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SpecsRun {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly seconds: number;
  /** What the specs wrote to the file that `VERIFY_RESULT` names; null when nothing. */
  readonly told: Readonly<Record<string, unknown>> | null;
}

export interface SpecsOptions {
  readonly root: string;
  readonly specs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cancelled: AbortSignal;
  /** @default 2 */
  readonly workers?: number;
}

interface JestResults {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

export async function runSpecs(options: SpecsOptions): Promise<SpecsRun> {
  const { root, specs, cancelled, workers = 2 } = options;
  const name = join(tmpdir(), `continuo-specs-${randomUUID()}`);
  const [results, told] = [`${name}.json`, `${name}-told.json`];
  const began = performance.now();
  const args = [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    join('node_modules', 'jest', 'bin', 'jest.js'),
    `--maxWorkers=${workers}`,
    '--silent',
    '--testTimeout=1200000',
    '--json',
    `--outputFile=${results}`,
    ...specs,
  ];
  const env = { ...process.env, NODE_ENV: 'test', ...options.env, VERIFY_RESULT: told };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'ignore', signal: cancelled });
  // They take what the other cases leave while they wait.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  try {
    await new Promise<void>((resolve, reject) => child.once('close', () => resolve()).once('error', reject));
    const found = JSON.parse(readFileSync(results, 'utf8')) as JestResults;
    return {
      passed: found.numPassedTests,
      failed: failuresOf(found),
      seconds: (performance.now() - began) / 1_000,
      told: existsSync(told) ? (JSON.parse(readFileSync(told, 'utf8')) as Record<string, unknown>) : null,
    };
  } finally {
    rmSync(results, { force: true });
    rmSync(told, { force: true });
  }
}

function failuresOf({ testResults }: JestResults): string[] {
  return testResults.flatMap(({ message, assertionResults }) => {
    if (assertionResults.length === 0) return [message];
    return assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join('\n')}`);
  });
}
