// The program of the thread that simulates: reads with connections of its own, and tells what it finds by messages.
import { parentPort, workerData } from 'node:worker_threads';
import { contract, createDecoder, createRegistryClient } from '@continuo/contracts';
import { Fault } from '@continuo/kernel';
import { consumerContract, kafkaClient, type KafkaClient } from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import { closeLogs, createLogger, describeError, type Logger } from '@continuo/telemetry';
import { contractCatalogue } from '../definitions/contract-catalogue.js';
import { DefinitionReader } from '../definitions/definition-source.js';
import { PlanBook } from '../definitions/plan-book.js';
import { GuardrailsBook } from '../guardrails/guardrails-book.js';
import { GuardrailsReader } from '../guardrails/guardrails-source.js';
import type { Plan } from '../domain/language/plan.js';
import {
  packed,
  type SimulationNews,
  type SimulationOrder,
  type SimulationSources,
  type SimulationTask,
} from './simulation-messages.js';
import type { SimulationReport } from './simulation-report.js';
import type { SimulationParts } from './simulation-request.js';
import { SimulationRun } from './simulation-run.js';

/** One partition is read at a time, a batch ahead; what is asked beyond it waits, so that live journeys get theirs. */
const POOL_SIZE = 2;
/** How often is told how far it is. */
const PROGRESS_MS = 250;

class SimulationProgram {
  readonly #reader: DefinitionReader;
  readonly #kafka: KafkaClient;
  readonly #logger: Logger;
  #database: Database | undefined;
  #books: Pick<SimulationParts, 'plans' | 'guardrails' | 'records'> | undefined;
  #known: { readonly definition: string; readonly plan: Plan } | undefined;
  #abort = new AbortController();

  constructor(
    private readonly sources: SimulationSources,
    private readonly tell: (news: SimulationNews) => void,
  ) {
    const { service, schemaFile, kafka, logLevel: level } = sources;
    this.#logger = createLogger({ service, level, pretty: false }).child({ part: 'simulation' });
    const logger = this.#logger.child({ part: 'kafka' });
    this.#reader = new DefinitionReader(schemaFile, contractCatalogue(contract));
    this.#kafka = kafkaClient({
      ...kafka,
      clientId: service,
      log: (entry) => logger.debug({ entry }, 'kafka client'),
    });
  }

  async run(task: SimulationTask): Promise<void> {
    this.#abort = new AbortController();
    try {
      this.tell({ news: 'done', report: await this.#report(task, this.#abort.signal) });
    } catch (error) {
      // Its stack does not travel.
      if (!this.#abort.signal.aborted)
        this.#logger.error({ error: describeError(error) }, 'the simulation failed');
      this.tell({ news: 'failed', error: packed(error) });
    }
  }

  cancel(): void {
    this.#abort.abort();
  }

  async close(): Promise<void> {
    this.cancel();
    await Promise.allSettled([this.#kafka.close(), this.#database?.close(), closeLogs()]);
  }

  async #report(task: SimulationTask, signal: AbortSignal): Promise<SimulationReport> {
    const { window, profiles, sample, keep, inMemory } = task;
    const parts = await this.#parts();
    const candidate = this.#compiled(task);
    const sink = {
      progress: atMostEach(PROGRESS_MS, (read, all) => this.tell({ news: 'progress', read, all })),
      keep: (customers: SimulationCustomers) => {
        this.tell({ news: 'customers', customers });
        return Promise.resolve();
      },
    };
    const only = profiles === null ? null : new Set(profiles);
    const request = { candidate, window, profiles: only, sample, keep, inMemory };
    return new SimulationRun(parts, request, sink, signal).run();
  }

  async #parts(): Promise<SimulationParts> {
    const { service, databaseUrl: url, schemaRegistry, guardrailsSchemaFile } = this.sources;
    const applicationName = `${service}/simulation`;
    const database = (this.#database ??= await Database.open({ url, applicationName, poolSize: POOL_SIZE }));
    this.#books ??= {
      plans: new PlanBook(this.#reader),
      guardrails: new GuardrailsBook(new GuardrailsReader(guardrailsSchemaFile)),
      records: consumerContract(contract, createDecoder(contract, createRegistryClient(schemaRegistry))),
    };
    return { database, kafka: this.#kafka, contract, ...this.#books };
  }

  /** The same text is often tried with another time or other customers. */
  #compiled({ definition, version }: SimulationTask): Plan {
    const known = this.#known;
    if (known?.definition === definition && known.plan.version === version) return known.plan;
    const read = this.#reader.read(definition, 'definition.yaml', version);
    if (read.ok) {
      this.#known = { definition, plan: read.plan };
      return read.plan;
    }
    throw new Fault('the definition has errors', { code: 'definition-invalid', retriable: false });
  }
}

/** The first, and after it one in so many milliseconds. */
function atMostEach(
  ms: number,
  tell: (read: number, all: number) => void,
): (read: number, all: number) => void {
  let last = -Infinity;
  return (read, all) => {
    const now = performance.now();
    if (now - last < ms && read < all) return;
    last = now;
    tell(read, all);
  };
}

type SimulationCustomers = Extract<SimulationNews, { news: 'customers' }>['customers'];

const port = parentPort;
if (port === null) throw new Error('this is the program of a thread');
const program = new SimulationProgram(workerData as SimulationSources, (news) => port.postMessage(news));
port.on('message', (message: SimulationOrder) => {
  if (message.order === 'run') void program.run(message.task);
  else if (message.order === 'cancel') program.cancel();
  else void program.close().finally(() => port.close());
});
