// Which process is meant: a pid alone may belong to somebody else by now, so nothing is killed by its pid alone.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A process as it was when it was started: the same pid with another start time or command is another process. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
  readonly command: string;
}

/** What runs under the pid now; undefined when nothing does (a zombie counts as nothing). */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  return process.platform === 'linux' ? identifyOnLinux(pid) : identifyByPs(pid);
}

export async function isStillThere(identity: ProcessIdentity): Promise<boolean> {
  const now = await identify(identity.pid);
  return now !== undefined && now.started === identity.started && now.command === identity.command;
}

async function identifyOnLinux(pid: number): Promise<ProcessIdentity | undefined> {
  try {
    const [stat, command, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The name in brackets may hold spaces: fields are counted from behind it (state is the 3rd, start the 22nd).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return { pid, started: `${boot.trim()}/${fields[19]}`, command: command.replaceAll('\0', ' ').trim() };
  } catch {
    return undefined;
  }
}

async function identifyByPs(pid: number): Promise<ProcessIdentity | undefined> {
  try {
    const [started, command] = await Promise.all([
      run('ps', ['-o', 'lstart=', '-p', String(pid)]),
      run('ps', ['-o', 'args=', '-p', String(pid)]),
    ]);
    return { pid, started: started.stdout.trim(), command: command.stdout.trim() };
  } catch {
    return undefined;
  }
}

/** Sends a signal, to the process group that the pid leads when `group` is set. False when it is gone. */
export function signal(pid: number, name: NodeJS.Signals, group = false): boolean {
  try {
    process.kill(group && process.platform !== 'win32' ? -pid : pid, name);
    return true;
  } catch {
    return false;
  }
}
