// Whether a container engine answers, asked quickly: a machine without one must not wait.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export async function dockerAnswers(): Promise<boolean> {
  try {
    const { stdout } = await run('docker', ['version', '--format', '{{.Server.Version}}'], {
      timeout: 4_000,
    });
    return /^\d+\./.test(stdout.trim());
  } catch {
    return false;
  }
}
