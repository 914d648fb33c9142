// A worker seen from its parent: what it told, whether it lives, and how to be rid of it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { eventually } from '../eventually.js';
import type { SeamFault, Told } from './fault-plan.js';
import { ORDER_VARIABLE, type ProducerOrder, type ServiceOrder } from './orders.js';

/** Hundreds of workers are started: each need not compile everything anew. */
const compileCache = fileURLToPath(new URL('../../../../.continuo/compiled', import.meta.url));

type Order = ServiceOrder | ProducerOrder;

export class WorkerProcess {
  isReady = false;
  /** Whether it said that it owns the outbox. */
  ownsOutbox = false;
  counts: Readonly<Record<string, number>> = {};
  /** The faults of its order that it met. */
  readonly fired = new Set<SeamFault>();
  private readonly child: ChildProcess;
  private readonly errors: string[] = [];
  private readonly closed: Promise<unknown>;
  /** Gone, and everything it said was heard. */
  private isClosed = false;

  private constructor(
    readonly role: 'service' | 'producer',
    readonly order: Order,
  ) {
    const program = fileURLToPath(new URL(`${role}-worker.js`, import.meta.url));
    this.child = spawn(process.execPath, ['--enable-source-maps', program], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { NODE_COMPILE_CACHE: compileCache, ...process.env, [ORDER_VARIABLE]: JSON.stringify(order) },
    });
    const lines = createInterface({ input: this.child.stdout! });
    lines.on('line', (line) => this.hear(JSON.parse(line) as Told));
    this.closed = Promise.all([once(lines, 'close'), once(this.child, 'close')]).then(() => {
      this.isClosed = true;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => this.errors.push(text));
  }

  /** Starts one; does not wait until it works. */
  static start(role: 'service' | 'producer', order: Order): WorkerProcess {
    return new WorkerProcess(role, order);
  }

  get ended(): boolean {
    return this.isClosed;
  }

  /** Ended by itself and in order. */
  get succeeded(): boolean {
    return this.isClosed && this.child.exitCode === 0;
  }

  get wasKilled(): boolean {
    return this.child.signalCode === 'SIGKILL';
  }

  /** What it wrote to its standard error: a worker has nothing to say there. */
  get complaint(): string {
    return this.errors.join('').trim();
  }

  async ready(within = 120_000): Promise<void> {
    await eventually(() => this.isReady || this.ended, { within, what: `a ${this.role} that works` });
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Resolves when it is gone and everything it said was heard. */
  async end(): Promise<void> {
    await this.closed;
  }

  /** Asks it to finish what it has in hand. False when it doesn't, and is killed. */
  async drain(within: number): Promise<boolean> {
    this.signal('SIGTERM');
    const overdue = setTimeout(() => this.signal('SIGKILL'), within);
    await this.end();
    clearTimeout(overdue);
    return this.succeeded;
  }

  private hear(told: Told): void {
    if ('ready' in told) this.isReady = true;
    else if ('owner' in told) this.ownsOutbox = told.owner;
    else if ('counts' in told) this.counts = told.counts;
    else {
      const fault = this.order.faults[told.fired];
      if (fault !== undefined) this.fired.add(fault);
    }
  }
}
