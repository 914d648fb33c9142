// Java and what it runs: found or named as missing before anything is downloaded; the broker's and the registry's
// jars come from Maven Central once and stay in the state folder.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '@continuo/kernel';
import { runToEnd } from './one-off.js';

const run = promisify(execFile);
const oldest = 17;

export interface Java {
  readonly command: string;
  readonly version: number;
  readonly env: Readonly<Record<string, string>>;
}

/** Finds Java 17 or newer, in JAVA_HOME first; throws, saying what to install. */
export async function findJava(javaHome: string | undefined): Promise<Java> {
  const command = javaHome ? join(javaHome, 'bin', 'java') : 'java';
  const version = await versionOf(command);
  if (version !== undefined && version >= oldest) {
    return { command, version, env: javaHome ? { JAVA_HOME: javaHome } : {} };
  }
  const where = javaHome ? `JAVA_HOME (${javaHome})` : 'the PATH';
  const found = version === undefined ? `no Java was found on ${where}` : `${where} has Java ${version}`;
  throw new Fault(
    `Java ${oldest} or newer is needed to run Kafka and the schema registry, and ${found}.\n` +
      'Install it (for example `apt install openjdk-17-jre-headless` or `brew install openjdk`), or start Docker, ' +
      'or set KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL to servers that run already.',
    { code: 'java-missing', retriable: false },
  );
}

async function versionOf(command: string): Promise<number | undefined> {
  try {
    const { stderr } = await run(command, ['-version'], { timeout: 15_000 });
    return javaVersion(stderr);
  } catch {
    return undefined;
  }
}

/** The feature version in what `java -version` prints: 17 of "17.0.15", 8 of "1.8.0_402". */
export function javaVersion(printed: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(printed) ?? [];
  if (first === undefined) return undefined;
  return first === '1' && second !== undefined ? Number(second) : Number(first);
}

export interface InstalledServers {
  readonly kafka: string;
  readonly registry: string;
}

export interface InstallOptions {
  readonly java: Java;
  /** The folder with the POM and the Maven wrapper. */
  readonly project: string;
  /** Where servers are kept, one folder per content of the POM. */
  readonly into: string;
  readonly say: (line: string) => void;
  readonly cancelled?: AbortSignal;
}

/** Makes sure that the jars are there; complete or not at all, also when two runs do it at once. */
export async function installServers(options: InstallOptions): Promise<InstalledServers> {
  const pom = await readFile(join(options.project, 'pom.xml'));
  const folder = join(options.into, createHash('sha256').update(pom).digest('hex').slice(0, 12));
  const installed = { kafka: join(folder, 'kafka'), registry: join(folder, 'registry') };
  if (existsSync(join(folder, 'complete'))) return installed;
  options.say('fetching Kafka and the schema registry from Maven Central (once)');
  const beside = `${folder}.${process.pid}.new`;
  await rm(beside, { recursive: true, force: true });
  await mkdir(beside, { recursive: true });
  await fetchWithMaven(options, beside);
  await writeFile(join(beside, 'complete'), '');
  await rename(beside, folder).catch(async (error: unknown) => {
    await rm(beside, { recursive: true, force: true });
    if (!existsSync(join(folder, 'complete'))) throw error; // otherwise another run was first
  });
  return installed;
}

async function fetchWithMaven(options: InstallOptions, into: string): Promise<void> {
  const { project, java, cancelled } = options;
  const wrapper = join(project, process.platform === 'win32' ? 'mvnw.cmd' : 'mvnw');
  const goal = {
    args: ['-B', '-q', 'package', `-Dservers.directory=${into}`],
    cwd: project,
    env: { ...process.env, ...java.env },
    within: 900_000,
    cancelled,
  };
  try {
    await runToEnd({ ...goal, what: 'the Maven wrapper', command: wrapper });
  } catch (wrapperFault) {
    if (cancelled?.aborted || !(await hasMaven())) throw wrapperFault;
    options.say('the Maven wrapper could not do it; trying the installed Maven');
    await runToEnd({ ...goal, what: 'Maven', command: 'mvn' });
  }
}

async function hasMaven(): Promise<boolean> {
  return run('mvn', ['--version'], { timeout: 30_000 }).then(
    () => true,
    () => false,
  );
}
