// The properties of the protocol's pure parts, with more cases than the quick suite has time for.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Batch cut, late rows, last sequence, epoch, clock, record by record; merges of identities. */
const specs = [
  'libs/messaging/src/consumer/protocol.spec.ts',
  'libs/messaging/src/parking/holding.spec.ts',
  'libs/messaging/src/relay/batch-cut.spec.ts',
  'libs/messaging/src/relay/late-rows.spec.ts',
  'services/customer-data-platform/src/identity/domain/identity-resolution.spec.ts',
];

export interface PropertyResult {
  readonly cases: number;
  readonly passed: number;
  readonly failed: readonly string[];
  readonly seconds: number;
}

export interface PropertyOptions {
  readonly root: string;
  readonly seed: number;
  readonly cases: number;
  readonly cancelled: AbortSignal;
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

/** Runs the specs of the quick suite as they are; how many cases they try comes from the environment. */
export async function runProperties(options: PropertyOptions): Promise<PropertyResult> {
  const { root, seed, cases, cancelled } = options;
  const results = join(tmpdir(), `continuo-properties-${process.pid}.json`);
  const began = performance.now();
  const args = [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    join('node_modules', 'jest', 'bin', 'jest.js'),
    '--maxWorkers=2',
    '--silent',
    '--testTimeout=1200000',
    '--json',
    `--outputFile=${results}`,
    ...specs,
  ];
  const env = { ...process.env, NODE_ENV: 'test', VERIFY_CASES: String(cases), VERIFY_SEED: String(seed) };
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: 'ignore', signal: cancelled });
  // They take what the other cases leave while they wait.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  try {
    await new Promise<void>((resolve, reject) => child.once('close', () => resolve()).once('error', reject));
    const found = JSON.parse(readFileSync(results, 'utf8')) as JestResults;
    const seconds = (performance.now() - began) / 1_000;
    return { cases, passed: found.numPassedTests, failed: failuresOf(found), seconds };
  } finally {
    rmSync(results, { force: true });
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
