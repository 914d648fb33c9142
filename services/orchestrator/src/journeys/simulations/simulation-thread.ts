// The thread that simulates, as the service sees it: with a young generation of its own, so that what waits for its customer
// is not copied again and again, and an event loop of its own, so that live journeys are not held up. It is started when it
// is needed and ends when it was not needed for a while.
import { extname } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { Fault } from '@continuo/kernel';
import { describeError, type Logger } from '@continuo/telemetry';
import {
  unpacked,
  type SimulationNews,
  type SimulationOrder,
  type SimulationSources,
  type SimulationTask,
} from './simulation-messages.js';
import type { SimulationReport } from './simulation-report.js';
import type { SimulationSink } from './simulation-run.js';

export interface SimulationThreadOptions {
  /** Node's arguments for the thread: a test that runs from sources loads what compiles them. @default the process's own */
  readonly execArgv?: readonly string[];
  /** What the thread runs; tests have one that dies. @default the simulation */
  readonly program?: URL;
  /** How long it stays when nothing is to be done: who tries one version tries the next one soon. @default 30_000 */
  readonly idleMs?: number;
  /** After this time a thread that was told to end, or to give up, is ended. @default 5_000 */
  readonly graceMs?: number;
  readonly logger?: Pick<Logger, 'error'>;
}

/** Of the half that is copied (MB). V8 takes it from the process's flags as soon as those have it, as services' do. */
const SEMI_SPACE_MB = 32;
/** Beyond it the simulation fails; the process lives on. */
const OLD_GENERATION_MB = 256;
const IDLE_MS = 30_000;
const GRACE_MS = 5_000;

export class SimulationThread {
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  /** The thread before: the flags of V8 are the process's, so the next one is started when it has given them back. */
  #leaving: Promise<void> | undefined;

  constructor(
    private readonly sources: SimulationSources,
    private readonly options: SimulationThreadOptions = {},
  ) {}

  /** One at a time. Rejects with the error that the simulation ended with, and with a Fault when the thread itself died. */
  async run(task: SimulationTask, sink: SimulationSink, signal: AbortSignal): Promise<SimulationReport> {
    clearTimeout(this.#idle);
    await this.#leaving;
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    const commission = new Commission(worker, sink, this.#graceMs);
    try {
      return await commission.result(task, signal);
    } finally {
      if (commission.isOver) this.#rest(worker);
      else this.#abandon(worker);
    }
  }

  /** Ends the thread, with its connections. */
  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    if (worker === undefined) return;
    worker.ref();
    const gone = this.#leave(worker);
    const overdue = setTimeout(() => void worker.terminate(), this.#graceMs);
    worker.postMessage({ order: 'close' } satisfies SimulationOrder);
    await gone;
    clearTimeout(overdue);
  }

  /** Whether there is one now. */
  get isUp(): boolean {
    return this.#worker !== undefined;
  }

  get #graceMs(): number {
    return this.options.graceMs ?? GRACE_MS;
  }

  #start(): Worker {
    const { program = ownProgram(), execArgv, logger } = this.options;
    const worker = collectingSeldom(
      withSemiSpace(
        () =>
          new Worker(program, {
            name: 'simulation',
            workerData: this.sources,
            resourceLimits: {
              maxYoungGenerationSizeMb: 3 * SEMI_SPACE_MB,
              maxOldGenerationSizeMb: OLD_GENERATION_MB,
            },
            ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
          }),
      ),
    );
    worker.on('error', (error) =>
      logger?.error({ error: describeError(error) }, 'the simulation thread died'),
    );
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }

  /** Nobody knows what it still does: the next one gets a new one. */
  #abandon(worker: Worker): void {
    if (this.#worker === worker) this.#worker = undefined;
    void this.#leave(worker);
    void worker.terminate();
  }

  #leave(worker: Worker): Promise<void> {
    if (worker.threadId === -1) return Promise.resolve();
    const gone = new Promise<void>((resolve) => void worker.once('exit', () => resolve()));
    this.#leaving = gone;
    return gone;
  }

  /** Does not keep the process alive, and goes when nobody comes. */
  #rest(worker: Worker): void {
    if (this.#worker !== worker) return;
    worker.unref();
    this.#idle = setTimeout(() => void this.stop(), this.options.idleMs ?? IDLE_MS);
    this.#idle.unref();
  }
}

/** One simulation in the thread, from its order to its report. */
class Commission {
  /** The thread has told its end, and has nothing to do. */
  isOver = false;
  #kept: Promise<void> = Promise.resolve();
  #overdue: NodeJS.Timeout | undefined;

  constructor(
    private readonly worker: Worker,
    private readonly sink: SimulationSink,
    private readonly graceMs: number,
  ) {}

  async result(task: SimulationTask, signal: AbortSignal): Promise<SimulationReport> {
    const { worker } = this;
    const cancel = (): void => this.#cancel();
    let letGo: () => void = () => undefined;
    const end = new Promise<SimulationReport>((resolve, reject) => {
      const told = (news: SimulationNews): void => this.#told(news, resolve, reject);
      const died = (error: unknown): void => reject(deathOf(error));
      const ended = (): void => reject(gone());
      worker.on('message', told).on('error', died).on('exit', ended);
      letGo = () => worker.off('message', told).off('error', died).off('exit', ended);
    });
    signal.addEventListener('abort', cancel, { once: true });
    try {
      this.#send({ order: 'run', task });
      if (signal.aborted) cancel();
      const report = await end;
      await this.#kept;
      return report;
    } finally {
      clearTimeout(this.#overdue);
      signal.removeEventListener('abort', cancel);
      letGo();
    }
  }

  #told(
    news: SimulationNews,
    resolve: (report: SimulationReport) => void,
    reject: (error: unknown) => void,
  ): void {
    switch (news.news) {
      case 'progress':
        return this.sink.progress(news.read, news.all);
      case 'customers':
        this.#kept = this.#kept.then(() => this.sink.keep(news.customers));
        this.#kept.catch(reject);
        return;
      case 'done':
        this.isOver = true;
        return resolve(news.report);
      case 'failed':
        this.isOver = true;
        return reject(unpacked(news.error));
    }
  }

  /** Who does not listen is ended. */
  #cancel(): void {
    this.#send({ order: 'cancel' });
    this.#overdue ??= setTimeout(() => void this.worker.terminate(), this.graceMs);
  }

  #send(order: SimulationOrder): void {
    this.worker.postMessage(order);
  }
}

/** Beside this file, and of its kind: TypeScript where it runs from sources. */
function ownProgram(): URL {
  return new URL(`./simulation-worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url);
}

/**
 * The limit that a thread is given counts only where the process has no flag for it, and services have one. V8 reads the flag
 * when a heap is made: changed for that moment, it is the new thread's alone.
 */
function withSemiSpace(start: () => Worker): Worker {
  const own = process.execArgv.find((argument) => argument.startsWith(SEMI_SPACE_FLAG));
  if (own === undefined) return start();
  setFlagsFromString(`${SEMI_SPACE_FLAG}${SEMI_SPACE_MB}`);
  const back = (): void => setFlagsFromString(own);
  try {
    return start().once('online', back).once('exit', back);
  } catch (error) {
    back();
    throw error;
  }
}

const SEMI_SPACE_FLAG = '--max-semi-space-size=';

/**
 * What counts for all threads of the process as long as this one is up. Each collects its young generation by itself: little
 * survives there, and helpers that look for work in it took as much time again, a fifth of all that a simulation needs. And
 * the old generation may double before it is looked through: with a small limit V8 does so seven times a second, which took a
 * third. Nothing is allocated there from the start: V8 does so for what mostly survived, as what waits for its customer does,
 * and what such an object holds lives on after it, so that more and more survived. In some processes that took a third again.
 */
function collectingSeldom(worker: Worker): Worker {
  setFlagsFromString('--no-parallel-scavenge');
  setFlagsFromString('--heap-growing-percent=100');
  setFlagsFromString('--no-allocation-site-pretenuring');
  return worker.once('exit', () => {
    setFlagsFromString('--parallel-scavenge');
    setFlagsFromString('--heap-growing-percent=0'); // V8's own choice
    setFlagsFromString('--allocation-site-pretenuring');
  });
}

function deathOf(error: unknown): Fault {
  const isMemory = (error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY';
  const [code, message] = isMemory
    ? ['simulation-out-of-memory', 'the simulation needs more memory than it may have']
    : ['simulation-thread-died', 'the thread of the simulation died of an error'];
  return new Fault(message, { code, retriable: false, cause: error });
}

function gone(): Fault {
  return new Fault('the thread of the simulation ended before its simulation', {
    code: 'simulation-thread-ended',
    retriable: false,
  });
}
