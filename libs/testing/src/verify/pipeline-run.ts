// One run of the pipeline: services and a producer that are started again when they end, then quiet, then the verdict.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.js';
import { Arena, type ArenaServers } from './arena.js';
import { check, type Verdict } from './checker.js';
import type { SeamFault } from './fault-plan.js';
import { readHistory } from './history.js';
import type { ProducerOrder, ServiceOrder } from './orders.js';
import { WorkerProcess } from './worker-process.js';

export interface RunOptions {
  readonly servers: ArenaServers;
  readonly seed: number;
  readonly services: number;
  readonly operations: number;
  readonly lanes?: number;
  readonly pauseMs: number;
  readonly sessionTimeoutMs?: number;
  readonly leaseMs?: number;
  readonly repeatedSends?: number;
  /** Met by the first service, those of the outbox by the producer. */
  readonly faults?: readonly SeamFault[];
  /** Where what was written down of a failed case is kept. */
  readonly evidence?: string;
  /** How long everything may take to come through once the load has ended. @default 120_000 */
  readonly quietWithin?: number;
  readonly cancelled: AbortSignal;
}

export interface RunResult extends Verdict {
  readonly fired: readonly SeamFault[];
  /** What the consumers counted, as far as they lived to tell. */
  readonly counts: Readonly<Record<string, number>>;
}

/** How often the ends of workers are looked for. */
const WATCH_EVERY_MS = 25;

export class PipelineRun {
  readonly services: WorkerProcess[] = [];
  readonly fired: SeamFault[] = [];
  private producer: WorkerProcess | undefined;
  private readonly complaints: string[] = [];
  private readonly gone: WorkerProcess[] = [];
  private readonly folder = mkdtempSync(join(tmpdir(), 'continuo-verify-'));
  private watcher: NodeJS.Timeout | undefined;
  private watching = true;
  private proved = false;

  private constructor(
    private readonly options: RunOptions,
    readonly arena: Arena,
  ) {}

  /** Starts the services, then the load. */
  static async start(options: RunOptions): Promise<PipelineRun> {
    const run = new PipelineRun(options, await Arena.open(options.servers));
    try {
      for (let number = 0; number < options.services; number += 1) {
        const faults = (options.faults ?? []).filter(({ part }) => number === 0 && part !== 'outbox');
        run.services.push(WorkerProcess.start('service', run.serviceOrder(number, faults)));
        // One after the other: the first one, which meets the faults, owns the outbox and the partitions first.
        await run.services[number]?.ready();
      }
      const faults = (options.faults ?? []).filter(({ part }) => part === 'outbox');
      run.producer = WorkerProcess.start('producer', run.producerOrder(faults));
      await run.producer.ready();
      run.watch();
      return run;
    } catch (error) {
      await run.close();
      throw error;
    }
  }

  get loadEnded(): boolean {
    return this.producer?.succeeded === true;
  }

  /** Lets the load end by itself, or ends it, and waits until all of it came through. */
  async finish(end: 'when-done' | 'now'): Promise<RunResult> {
    const asked = new Set<WorkerProcess>();
    const loadEnds = (): boolean => {
      const { producer } = this;
      // One that was just started does not listen yet.
      if (end === 'now' && producer?.isReady && !asked.has(producer)) {
        asked.add(producer);
        producer.signal('SIGTERM');
      }
      return this.loadEnded;
    };
    await this.until(loadEnds, 120_000, 'the end of the load');
    const late = await this.quiet();
    this.unwatch();
    const drained = await Promise.all(this.services.map((service) => service.drain(20_000)));
    for (const service of this.services) this.retire(service);
    const faults = [...late, ...this.complaints];
    if (drained.includes(false)) faults.push('a service did not end in order when it was asked to');
    const verdict = await this.verdict();
    const counts = new Map<string, number>();
    for (const worker of this.gone)
      for (const [name, count] of Object.entries(worker.counts))
        counts.set(name, (counts.get(name) ?? 0) + count);
    this.proved = faults.length + verdict.faults.length === 0;
    return {
      ...verdict,
      faults: [...faults, ...verdict.faults],
      fired: this.fired,
      counts: Object.fromEntries(counts),
    };
  }

  /** The text of what was asked and answered. */
  get historyFile(): string {
    return join(this.folder, 'history.jsonl');
  }

  async close(): Promise<void> {
    this.unwatch();
    await this.keepEvidence();
    for (const worker of [...this.services, this.producer]) {
      if (worker === undefined || worker.ended) continue;
      worker.signal('SIGKILL');
      await worker.end();
    }
    await this.arena.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async keepEvidence(): Promise<void> {
    const { evidence, cancelled } = this.options;
    if (this.proved || cancelled.aborted || evidence === undefined) return;
    for (const service of this.services) if (!service.ended) service.signal('SIGUSR2');
    await delay(500);
    cpSync(this.folder, evidence, { recursive: true });
  }

  /** Waits for a condition as long as the run is not cancelled. */
  async until(condition: () => boolean | Promise<boolean>, within: number, what: string): Promise<void> {
    await eventually(
      () => {
        if (this.options.cancelled.aborted) return true;
        return condition();
      },
      { within, every: 50, what },
    );
    this.options.cancelled.throwIfAborted();
  }

  private async quiet(): Promise<string[]> {
    try {
      await this.until(() => this.arena.isQuiet(), this.options.quietWithin ?? 120_000, 'quiet');
      return [];
    } catch (error) {
      this.options.cancelled.throwIfAborted();
      const { pending, operations, first, second } = await this.arena.progress();
      const where = `${operations} changes, ${pending} rows in the outbox, ${first} and ${second} applied`;
      return [`not all came through (${where}): ${error instanceof Error ? error.message : String(error)}`];
    }
  }

  private async verdict(): Promise<Verdict> {
    const { arena } = this;
    return check({
      history: readHistory(this.historyFile),
      committed: await arena.committed(),
      items: await arena.versions('item'),
      buckets: await arena.versions('bucket'),
      firstLog: await arena.log(1),
      secondLog: await arena.log(2),
      applied: await arena.applied(),
      parked: await arena.parked(),
    });
  }

  /** Whoever was killed is started again, with the faults it has not met yet. */
  private watch(): void {
    if (!this.watching) return;
    this.services.forEach((service, at) => {
      if (!service.ended) return;
      this.retire(service);
      this.services[at] = WorkerProcess.start('service', { ...this.serviceOrder(at, left(service)) });
    });
    if (this.producer?.ended && !this.producer.succeeded) {
      this.retire(this.producer);
      this.producer = WorkerProcess.start('producer', this.producerOrder(left(this.producer)));
    }
    this.watcher = setTimeout(() => this.watch(), WATCH_EVERY_MS);
  }

  private unwatch(): void {
    this.watching = false;
    clearTimeout(this.watcher);
    if (this.producer?.ended) this.retire(this.producer);
  }

  private retire(worker: WorkerProcess): void {
    if (this.gone.includes(worker)) return;
    this.gone.push(worker);
    this.fired.push(...worker.fired);
    if (worker.complaint !== '') this.complaints.push(`a ${worker.role} wrote: ${worker.complaint}`);
    else if (!worker.succeeded && !worker.wasKilled) this.complaints.push(`a ${worker.role} ended by itself`);
  }

  private serviceOrder(number: number, faults: readonly SeamFault[]): ServiceOrder {
    const { seed, sessionTimeoutMs = 2_000, leaseMs = 600, repeatedSends = 0 } = this.options;
    const { addresses } = this.arena;
    return {
      addresses,
      sessionTimeoutMs,
      leaseMs,
      repeatedSends,
      faults,
      batchSize: 25,
      seed: seed + 100 + number,
      logFile: join(this.folder, `service-${number}.log`),
    };
  }

  private producerOrder(faults: readonly SeamFault[]): ProducerOrder {
    const { seed, operations, lanes = 5, pauseMs } = this.options;
    const { historyFile } = this;
    return { addresses: this.arena.addresses, faults, seed, operations, lanes, pauseMs, historyFile };
  }
}

function left(worker: WorkerProcess): SeamFault[] {
  return worker.order.faults.filter((fault) => !worker.fired.has(fault));
}
