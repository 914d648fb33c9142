// Confluent's Python client in an environment of its own, made once and kept between runs.
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { root } from '@continuo/testing/running-system';

const run = promisify(execFile);
const folder = join(root, '.continuo', 'python-client');
const python = join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
const packages = ['confluent-kafka[avro,schemaregistry]==2.16.0'];
const imports = 'import confluent_kafka.schema_registry.avro';

/** Makes the environment; answers why there is none where Python or its packages can't be had. */
export async function preparePython(): Promise<string | undefined> {
  const works = (): Promise<unknown> => run(python, ['-c', imports], { timeout: 30_000 });
  try {
    if (
      existsSync(python) &&
      (await works().then(
        () => true,
        () => false,
      ))
    )
      return undefined;
    await run('python3', ['-m', 'venv', '--clear', folder], { timeout: 60_000 });
    const quietly = ['-q', '--disable-pip-version-check', '--retries', '1'];
    await run(python, ['-m', 'pip', 'install', ...quietly, ...packages], { timeout: 120_000 });
    await works();
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? error.name) : String(error);
  }
}

export interface DecodeRequest {
  readonly registry: string;
  readonly brokers: string;
  readonly group: string;
  readonly topics: readonly string[];
}

export interface Decoded {
  /** Records by topic. */
  readonly counts: Readonly<Record<string, number>>;
  /** What could not be decoded. */
  readonly failures: readonly string[];
}

/** Has every record of these topics decoded. */
export async function decodeWithPython(request: DecodeRequest): Promise<Decoded> {
  const script = fileURLToPath(new URL('decode_topics.py', import.meta.url));
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'pipe'], timeout: 60_000 });
  child.stdin.end(JSON.stringify(request));
  const [out, errors] = await Promise.all([child.stdout.toArray(), child.stderr.toArray()]);
  const text = Buffer.concat(out as Buffer[]).toString();
  if (text === '')
    throw new Error(`the Python client failed: ${Buffer.concat(errors as Buffer[]).toString()}`);
  return JSON.parse(text) as Decoded;
}
