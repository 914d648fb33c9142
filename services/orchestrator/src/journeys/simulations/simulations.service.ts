// Simulations of recorded history: asked for, followed and cancelled; one at a time in a process, in a thread beside its live work.
import { createHash } from 'node:crypto';
import { Fault, ok, refuse, type Result } from '@continuo/kernel';
import type { Database } from '@continuo/persistence';
import { attribute, inSpan } from '@continuo/telemetry';
import { uuidv7 } from 'uuidv7';
import type { DefinitionReader, SourceProblem } from '../definitions/definition-source.js';
import { findDefinition, versionsOf } from '../definitions/definitions.store.js';
import type { DifferenceKind } from '../domain/simulation/comparison.js';
import type { Plan } from '../domain/language/plan.js';
import type { SimulatedCustomer } from './simulation-report.js';
import type { SimulationTask } from './simulation-messages.js';
import type { SimulationSink } from './simulation-run.js';
import type { SimulationThread } from './simulation-thread.js';
import {
  endSimulation,
  findSimulation,
  insertSimulation,
  interruptLost,
  keepCustomers,
  listSimulatedCustomers,
  listSimulations,
  noteProgress,
} from './simulations.store.js';
import { IN_MEMORY } from './simulation-request.js';
import type { SimulationOptions, StoredSimulation } from './simulation-view.js';

export interface AskedSimulation {
  readonly definition: string;
  readonly from: Date;
  readonly to: Date;
  readonly options: SimulationOptions;
}

export type SimulationRefusal = 'definition-invalid' | 'simulation-running' | 'window-invalid';

/** Customers whose differences are kept, of one simulation. */
const KEEP = 1_000;
const PROGRESS_EVERY_MS = 1_000;
const LONGEST_WINDOW_MS = 92 * 86_400_000;

const BUSY = 'one runs already in this process; GET /simulations lists them';

interface Running {
  readonly id: string;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

export class Simulations {
  #running: Running | undefined;
  #isStopping = false;

  constructor(
    private readonly database: Database,
    private readonly thread: Pick<SimulationThread, 'run' | 'stop'>,
    private readonly reader: DefinitionReader,
  ) {}

  /** Says of simulations whose process has gone that they were interrupted. */
  async start(): Promise<void> {
    await interruptLost(this.database);
  }

  /** Ends what runs; it says that it was interrupted. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#running?.abort.abort();
    await this.#running?.done;
    await this.thread.stop();
  }

  /** Begins one. It goes on beside everything else, and its state is asked for by its id. */
  async ask(
    asked: AskedSimulation,
    askedBy: string,
  ): Promise<Result<StoredSimulation, SimulationRefusal> & { readonly problems?: readonly SourceProblem[] }> {
    const window = { from: asked.from.getTime(), to: asked.to.getTime() };
    if (window.from >= window.to || window.to - window.from > LONGEST_WINDOW_MS)
      return refuse('window-invalid', 'the time looked at ends after it begins, within 92 days', {
        field: 'from',
      });
    if (this.#isBusy()) return refuse('simulation-running', BUSY);
    const compiled = await this.#compile(asked.definition);
    if (!('journey' in compiled))
      return { ...refuse('definition-invalid', 'the definition has errors'), problems: compiled };
    // Asked again: compiling has let others in.
    if (this.#isBusy()) return refuse('simulation-running', BUSY);
    const id = uuidv7();
    const abort = new AbortController();
    const { journey, version } = compiled;
    const done = insertSimulation(this.database, { ...asked, id, journey, version, askedBy }).then(() =>
      this.#run(id, compiled, asked, abort),
    );
    this.#running = {
      id,
      abort,
      done: done.catch(() => undefined).finally(() => (this.#running = undefined)),
    };
    const stored = await this.#appeared(id, done);
    return ok(stored);
  }

  #isBusy(): boolean {
    return this.#running !== undefined || this.#isStopping;
  }

  /** Cancels one that runs here; false when it does not. */
  cancel(id: string): boolean {
    if (this.#running?.id !== id) return false;
    this.#running.abort.abort();
    return true;
  }

  find(id: string): Promise<StoredSimulation | undefined> {
    return findSimulation(this.database, id);
  }

  list(after: readonly [string, string] | undefined, limit: number): Promise<readonly StoredSimulation[]> {
    return listSimulations(this.database, after, limit);
  }

  customers(
    id: string,
    difference: DifferenceKind | undefined,
    after: number,
    limit: number,
  ): Promise<readonly (SimulatedCustomer & { readonly place: number })[]> {
    return listSimulatedCustomers(this.database, id, { difference: difference ?? null, after, limit });
  }

  /** The row is there before anybody is told its id. */
  async #appeared(id: string, done: Promise<void>): Promise<StoredSimulation> {
    for (;;) {
      const stored = await this.find(id);
      if (stored !== undefined) return stored;
      await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 10))]);
    }
  }

  /** As the version that has this very text, else as the next one. */
  async #compile(definition: string): Promise<Plan | readonly SourceProblem[]> {
    const read = this.reader.read(definition, 'definition.yaml', 1);
    if (!read.ok) return read.problems;
    const { journey } = read.source;
    const { database } = this;
    const current = await findDefinition(database, journey);
    const hash = createHash('sha256').update(definition).digest('hex');
    if (current?.hash === hash) return { ...read.plan, version: current.version };
    const versions = await versionsOf(database, journey);
    return { ...read.plan, version: Math.max(0, ...versions) + 1 };
  }

  async #run(id: string, candidate: Plan, asked: AskedSimulation, abort: AbortController): Promise<void> {
    const { database } = this;
    const sink = new StoredSink(database, id);
    const task: SimulationTask = {
      definition: asked.definition,
      version: candidate.version,
      window: { from: asked.from.getTime(), to: asked.to.getTime() },
      ...asked.options,
      keep: KEEP,
      inMemory: IN_MEMORY,
    };
    const lives = setInterval(() => sink.live(), PROGRESS_EVERY_MS);
    const attributes = { [attribute.journeyDefinition]: candidate.journey };
    try {
      const report = await inSpan('simulate', { attributes }, () =>
        this.thread.run(task, sink, abort.signal),
      );
      // Whoever cancelled was told that it is cancelled, though it was over by then.
      abort.signal.throwIfAborted();
      await sink.settled();
      await endSimulation(database, id, 'done', { report });
    } catch (error) {
      await sink.settled();
      const state = !abort.signal.aborted ? 'failed' : this.#isStopping ? 'interrupted' : 'cancelled';
      await endSimulation(database, id, state, state === 'failed' ? { problem: problemOf(error) } : {});
    } finally {
      clearInterval(lives);
    }
  }
}

/** A code for those of our own faults; never a text that might quote a record. */
function problemOf(error: unknown): string {
  if (error instanceof Fault) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

/** Writes progress once a second, and customers as they come. */
class StoredSink implements SimulationSink {
  #place = 0;
  #read = 0;
  #all = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly id: string,
  ) {}

  progress(read: number, all: number): void {
    this.#read = read;
    this.#all = all;
  }

  live(): void {
    this.#writing = this.#writing
      .then(() => noteProgress(this.database, this.id, this.#read, this.#all))
      .catch(() => undefined);
  }

  async settled(): Promise<void> {
    this.live();
    await this.#writing;
  }

  async keep(customers: readonly SimulatedCustomer[]): Promise<void> {
    const first = this.#place;
    this.#place += customers.length;
    await keepCustomers(this.database, this.id, first, customers);
  }
}
