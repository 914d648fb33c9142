// Ports: whether they are free, who holds them when they are not, and free ones for a run of its own.
import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { promisify } from 'node:util';
import { Fault } from '@continuo/kernel';
import type { NamedPort, ServerPorts } from './settings.js';

const run = promisify(execFile);

/** Throws one fault that names every used port, who holds it, and the variable that moves it. */
export async function assertPortsFree(ports: readonly NamedPort[]): Promise<void> {
  const conflicts: string[] = [];
  for (const { what, port, variable } of ports) {
    if (await isPortFree(port)) continue;
    const holder = await portHolder(port);
    const by = holder === undefined ? 'another process' : `${holder.command} (pid ${holder.pid})`;
    conflicts.push(
      `port ${port} for ${what} is in use by ${by}; stop it, or set ${variable} to another port`,
    );
  }
  if (conflicts.length > 0) {
    throw new Fault(conflicts.join('\n'), { code: 'port-in-use', retriable: false });
  }
}

/** True when nobody listens on the loopback port and it can be bound. */
export async function isPortFree(port: number): Promise<boolean> {
  return !(await answers(port)) && (await canListen(port));
}

/** True when somebody accepts connections on the loopback port. */
export function answers(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const done = (yes: boolean): void => {
      socket.destroy();
      resolve(yes);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * Free ports below the range that the system hands to outgoing connections, so that none of those can take one in the
 * seconds before a server binds it.
 */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let attempt = 0; attempt < 500 && found.size < count; attempt++) {
    const port = randomInt(20_000, 30_000);
    if (!found.has(port) && (await isPortFree(port))) found.add(port);
  }
  if (found.size < count) {
    throw new Fault(`no ${count} free ports between 20000 and 30000`, {
      code: 'no-free-port',
      retriable: true,
    });
  }
  return [...found];
}

export async function freeServerPorts(): Promise<ServerPorts> {
  const [kafka = 0, kafkaController = 0, registry = 0, postgres = 0] = await freePorts(4);
  return { kafka, kafkaController, registry, postgres };
}

export interface PortHolder {
  readonly pid: number;
  readonly command: string;
}

/** Who listens on the port, when the system lets us see it. */
export async function portHolder(port: number): Promise<PortHolder | undefined> {
  const pid = process.platform === 'linux' ? await linuxListener(port) : await lsofListener(port);
  return pid === undefined ? undefined : { pid, command: await shortCommand(pid) };
}

async function linuxListener(port: number): Promise<number | undefined> {
  const inodes = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(() => '');
    for (const line of text.split('\n').slice(1)) {
      const columns = line.trim().split(/\s+/);
      const localPort = Number.parseInt(columns[1]?.split(':')[1] ?? '', 16);
      const listening = columns[3] === '0A';
      if (listening && localPort === port && columns[9] !== undefined) inodes.add(`socket:[${columns[9]}]`);
    }
  }
  if (inodes.size === 0) return undefined;
  for (const entry of await readdir('/proc')) {
    if (/^\d+$/.test(entry) && (await holdsOneOf(entry, inodes))) return Number(entry);
  }
  return undefined;
}

async function holdsOneOf(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  for (const descriptor of descriptors) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
    if (sockets.has(target)) return true;
  }
  return false;
}

async function lsofListener(port: number): Promise<number | undefined> {
  try {
    const { stdout } = await run('lsof', ['-nP', '-t', `-iTCP:${port}`, '-sTCP:LISTEN'], { timeout: 3_000 });
    const pid = Number(stdout.trim().split('\n')[0]);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined; // no lsof, or not allowed to look: the port is named without its holder
  }
}

async function shortCommand(pid: number): Promise<string> {
  try {
    const { stdout } = await run('ps', ['-o', 'args=', '-p', String(pid)], { timeout: 3_000 });
    const text = stdout.trim();
    return text.length > 80 ? `${text.slice(0, 77)}…` : text;
  } catch {
    const text = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'a process');
    return text.trim();
  }
}
