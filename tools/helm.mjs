// Helm for the tests of the chart: the one on the PATH, else built once with the machine's Go; without either they are
// skipped by name.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './processes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const VERSION = 'v3.22.0';
const tools = join(root, '.continuo', 'tools');
const built = join(tools, process.platform === 'win32' ? 'helm.exe' : 'helm');

/** The program, or undefined when there is none yet. */
export function findHelm(env = process.env) {
  const candidates = [env.HELM, 'helm', existsSync(built) ? built : undefined];
  return candidates.find((program) => program !== undefined && answers(program, ['version', '--short']));
}

/**
 * Finds Helm or builds it, one package at a time and behind everything else. Never throws: what was in the way is told
 * by `say`. Takes under three minutes of one core when Go has built nothing of it before, and a second afterwards.
 */
export async function provideHelm({ env = process.env, signal, say }) {
  const found = findHelm(env);
  if (found !== undefined) return found;
  if (!answers('go', ['version'])) {
    say('helm is not on the PATH, and there is no Go to build it with: the chart is not rendered');
    return undefined;
  }
  const before = Date.now();
  mkdirSync(tools, { recursive: true });
  const install = ['go', 'install', '-ldflags=-s', `helm.sh/helm/v3/cmd/helm@${VERSION}`];
  const [command, ...args] = answers('nice', ['true']) ? ['nice', '-n', '15', ...install] : install;
  // The toolchain that is there, or none: a Go is not fetched for this.
  const settings = { GOBIN: tools, GOFLAGS: '-p=1', GOTOOLCHAIN: 'local', CGO_ENABLED: '0' };
  const { code, output } = await runCommand(command, args, {
    cwd: tools,
    env: { ...env, ...settings },
    signal,
    quiet: true,
  });
  if (signal?.aborted) return undefined;
  const reason = code === 0 ? '' : `: ${output.trim().split('\n').at(-1)}`;
  const program = code === 0 ? findHelm(env) : undefined;
  const seconds = ((Date.now() - before) / 1000).toFixed(1);
  say(
    program === undefined
      ? `helm ${VERSION} could not be built${reason}`
      : `built helm ${VERSION} (${seconds} s)`,
  );
  return program;
}

function answers(program, args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
