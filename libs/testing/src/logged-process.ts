// A Node program as a child process, with every line that it wrote and the way it ended.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

export class LoggedProcess {
  /** What it wrote to stdout and stderr. */
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor(cwd: string, program: string, env: NodeJS.ProcessEnv) {
    this.#child = spawn(process.execPath, ['--enable-source-maps', program], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) this.#read(stream);
    this.#ended = once(this.#child, 'close');
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Its exit code, or the signal that ended it. */
  async end(): Promise<number | string | null> {
    await this.#ended;
    return this.#child.exitCode ?? this.#child.signalCode;
  }

  /** Asks it to end and answers how it did; it is killed when it takes longer than it may. */
  async stop(withinMs: number): Promise<number | string | null> {
    this.#child.kill('SIGTERM');
    const overdue = setTimeout(() => this.#child.kill('SIGKILL'), withinMs);
    const end = await this.end();
    clearTimeout(overdue);
    return end;
  }

  #read(stream: NodeJS.ReadableStream | null): void {
    let rest = '';
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      this.lines.push(...lines);
    });
    stream?.on('end', () => {
      if (rest !== '') this.lines.push(rest);
    });
  }
}
