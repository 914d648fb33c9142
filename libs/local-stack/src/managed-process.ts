// One child process: started, waited for until it answers, stopped politely and then for certain.
import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '@continuo/kernel';
import type { LogFile } from './log-file.js';
import { forgetPid, ranks, recordPid } from './pid-files.js';
import { signal } from './process-identity.js';
import type { Watchdog } from './watchdog-client.js';

export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Another user to run as, when the one who starts it is root and the program refuses that. */
  readonly runAs?: { readonly uid: number; readonly gid: number };
  readonly kind: 'server' | 'service';
  readonly stopSignal: NodeJS.Signals;
  /** Milliseconds between the polite signal and SIGKILL. */
  readonly stopWithin: number;
  /** Milliseconds until it must answer. */
  readonly readyWithin: number;
  /** True when it does its work; may throw as long as it doesn't. */
  readonly isReady: () => Promise<boolean>;
  /** Called before every start, for leavings of the last one. */
  readonly beforeStart?: () => Promise<void>;
  readonly onLine?: (line: string) => void;
}

/** What all processes of one system have in common. */
export interface ProcessKeeping {
  readonly pidDirectory: string;
  readonly openLog: (name: string) => LogFile;
  readonly watchdog: Watchdog;
}

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child process that can be started and stopped again and again. */
export class ManagedProcess {
  readonly name: string;
  /** Told when it ends after it was ready and without having been asked to. */
  onUnexpectedEnd: ((end: ProcessEnd) => void) | undefined;
  private child: ChildProcess | undefined;
  private ended: Promise<void> | undefined;
  private end: ProcessEnd | undefined;
  private asked = false;
  private ready = false;
  private readonly log: LogFile;

  constructor(
    readonly spec: ProcessSpec,
    private readonly keeping: ProcessKeeping,
  ) {
    this.name = spec.name;
    this.log = keeping.openLog(spec.name);
  }

  /** Its pid while it runs. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts it and answers when it is ready; throws, with the end of its log, when that doesn't come about. */
  async start(): Promise<void> {
    if (this.child !== undefined) return;
    this.asked = false;
    this.end = undefined;
    await this.spec.beforeStart?.();
    if (this.wasAsked()) throw this.failed('was stopped before it was started');
    await this.launch();
    const deadline = performance.now() + this.spec.readyWithin;
    while (performance.now() < deadline) {
      const end = this.endSoFar();
      if (end !== undefined) throw this.failed(`ended before it was ready (${describeEnd(end)})`);
      if (await this.answersByItself()) return;
      await delay(50);
    }
    await this.stop();
    throw this.failed(`was not ready within ${this.spec.readyWithin / 1_000} s`);
  }

  /** Asks it to stop, waits, and kills it when it doesn't; with `SIGKILL` at once. */
  async stop(first: NodeJS.Signals = this.spec.stopSignal): Promise<void> {
    this.asked = true;
    const { child, ended } = this;
    if (child?.pid === undefined || ended === undefined) return;
    signal(child.pid, first, first === 'SIGKILL');
    const overdue = setTimeout(() => signal(child.pid as number, 'SIGKILL', true), this.spec.stopWithin);
    await ended;
    clearTimeout(overdue);
  }

  /** The last lines that it wrote, for a person who must find out why it failed. */
  lastLines(count = 15): string[] {
    return this.log.lastLines(count);
  }

  // Methods, because both change while `start` waits.
  private endSoFar(): ProcessEnd | undefined {
    return this.end;
  }

  private wasAsked(): boolean {
    return this.asked;
  }

  private async answersByItself(): Promise<boolean> {
    const answered = await this.spec.isReady().catch(() => false);
    if (answered) this.ready = this.child !== undefined;
    return this.ready;
  }

  private async launch(): Promise<void> {
    const { spec, keeping } = this;
    const child = spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env,
      // A session of its own: Ctrl-C reaches the supervisor alone, which then stops everything in order.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...spec.runAs,
    });
    const ended = new Promise<ProcessEnd>((resolve) => {
      child.once('exit', (code, name) => resolve({ code, signal: name }));
      child.once('error', (error) => {
        this.log.write(error.message);
        resolve({ code: null, signal: null });
      });
    });
    this.child = child;
    this.ended = ended.then((end) => this.hasEnded(end));
    this.readLines(child);
    if (child.pid !== undefined) {
      const stop = { stopSignal: spec.stopSignal, rank: ranks[spec.kind] };
      const record = await recordPid(keeping.pidDirectory, spec.name, child.pid, stop);
      if (record !== undefined) keeping.watchdog.watch(record);
    }
  }

  private readLines(child: ChildProcess): void {
    for (const stream of [child.stdout, child.stderr]) {
      let rest = '';
      stream?.setEncoding('utf8');
      stream?.on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) this.line(line);
      });
      stream?.once('end', () => {
        if (rest !== '') this.line(rest);
      });
    }
  }

  private line(text: string): void {
    this.log.write(text);
    this.spec.onLine?.(text);
  }

  private async hasEnded(end: ProcessEnd): Promise<void> {
    const pid = this.child?.pid;
    this.child = undefined;
    this.ended = undefined;
    if (pid !== undefined) this.keeping.watchdog.forget(pid);
    this.end = end;
    const wasReady = this.ready;
    this.ready = false;
    await forgetPid(this.keeping.pidDirectory, this.name);
    if (wasReady && !this.asked) this.onUnexpectedEnd?.(end);
  }

  private failed(what: string): Fault {
    // Whose lines are shown as they come needs no repetition.
    const tail = this.spec.onLine ? [] : this.lastLines().map((line) => `  | ${line}`);
    const message = [`${this.name} ${what}`, ...tail, `  full log: ${this.log.path}`].join('\n');
    return new Fault(message, { code: 'process-not-ready', retriable: true });
  }
}

export function describeEnd(end: ProcessEnd): string {
  if (end.signal !== null) return `killed by ${end.signal}`;
  return end.code === null ? 'could not be started' : `exit code ${end.code}`;
}
