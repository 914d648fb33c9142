// Commands that run once and must succeed: Maven, initdb, formatting a broker's folder, migrations.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Fault } from '@continuo/kernel';
import { describeEnd } from './managed-process.js';
import { signal } from './process-identity.js';

/** A command that runs once and must succeed. */
export interface OneOff {
  /** What it does, for the message of a failure. */
  readonly what: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly runAs?: { readonly uid: number; readonly gid: number };
  /** Milliseconds until it is killed. */
  readonly within: number;
  readonly cancelled?: AbortSignal;
}

/** Runs a command to its end; throws, with the end of its output, when it fails or takes too long. */
export async function runToEnd(spec: OneOff): Promise<void> {
  const child = spawn(spec.command, spec.args, {
    cwd: spec.cwd,
    env: spec.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...spec.runAs,
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => output.push(text));
  }
  const stop = (): boolean => signal(child.pid ?? 0, 'SIGKILL', true);
  const overdue = setTimeout(stop, spec.within);
  spec.cancelled?.addEventListener('abort', stop, { once: true });
  try {
    const [code, name] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    if (code === 0) return;
    const tail = output.join('').trimEnd().split('\n').slice(-25);
    const lines = tail.map((line) => `  | ${line}`).join('\n');
    throw new Fault(`${spec.what} failed (${describeEnd({ code, signal: name })})\n${lines}`, {
      code: 'command-failed',
      retriable: false,
    });
  } finally {
    clearTimeout(overdue);
    spec.cancelled?.removeEventListener('abort', stop);
  }
}
