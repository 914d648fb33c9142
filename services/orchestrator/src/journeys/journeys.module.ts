// Puts the capability together: what reads the timeline, what answers HTTP, and what runs beside.
import type { Contract } from '@continuo/contracts';
import {
  CONTRACT,
  MESSAGING_OPTIONS,
  Outbox,
  type IdentifierHasher,
  type MessagingOptions,
} from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import { Erasures, PersonalStoresModule, ServiceTokens } from '@continuo/service-kit';
import { attribute, observeGauge } from '@continuo/telemetry';
import {
  Inject,
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnModuleInit,
} from '@nestjs/common';
import { BulkWorker } from './bulk/bulk.worker.js';
import { Scheduler } from './entries/scheduler.js';
import { contractCatalogue, TIMELINE } from './definitions/contract-catalogue.js';
import { DecisionsController } from './entries/decisions.controller.js';
import { Decisions } from './entries/decisions.service.js';
import { DefinitionReader } from './definitions/definition-source.js';
import { DefinitionsController } from './definitions/definitions.controller.js';
import { Definitions } from './definitions/definitions.service.js';
import { DraftsController } from './definitions/drafts.controller.js';
import { Drafts } from './definitions/drafts.service.js';
import { countInstances, countStalled } from './instances/instance-queries.store.js';
import { JourneyStores } from './timeline/erasure.store.js';
import { InstancesController } from './instances/instances.controller.js';
import { GuardrailsBook } from './guardrails/guardrails-book.js';
import { GuardrailsController } from './guardrails/guardrails.controller.js';
import { GuardrailsReader } from './guardrails/guardrails-source.js';
import { GuardrailsService } from './guardrails/guardrails.service.js';
import { SendingSwitchController } from './guardrails/sending-switch.controller.js';
import { Instances } from './instances/instances.service.js';
import { LifecycleController } from './definitions/lifecycle.controller.js';
import { Lifecycle } from './definitions/lifecycle.service.js';
import { LowWaterMarkClient } from './timeline/low-water-mark.js';
import { Maintenance } from './timeline/maintenance.js';
import { MigrationsController } from './definitions/migrations.controller.js';
import { Migrations } from './definitions/migrations.service.js';
import { operationsControllers, operationsProviders } from './operations.providers.js';
import { PlanBook } from './definitions/plan-book.js';
import { Previews } from './definitions/preview.service.js';
import { SimulationsController } from './simulations/simulations.controller.js';
import { Simulations } from './simulations/simulations.service.js';
import { simulationSources } from './simulations/simulation-sources.js';
import { SimulationThread, type SimulationThreadOptions } from './simulations/simulation-thread.js';
import {
  TIMELINE_CONSUMER_PARTS,
  TimelineConsumer,
  type TimelineConsumerParts,
} from './timeline/timeline.consumer.js';
import { timersLag, timersPending } from './timeline/timers.store.js';
import { TouchesController } from './why/touches.controller.js';
import { WhyController } from './why/why.controller.js';
import { WhyRecords } from './why/why.service.js';

export interface JourneysOptions {
  /** journey.schema.json. */
  readonly schemaFile: string;
  /** guardrails.schema.json. */
  readonly guardrailsSchemaFile: string;
  /** Where the customer data platform answers. */
  readonly platformUrl: string;
  /** Turns addresses and numbers into what may be on the bus. */
  readonly hasher: IdentifierHasher;
  /** Whether every version is published by somebody who did not write it. */
  readonly secondPerson: boolean;
  /** How the thread of simulations is started; tests say that it runs from sources. */
  readonly simulationThread?: SimulationThreadOptions;
}

/** Keeps the journal's partitions ahead, and counts instances when metrics are read. */
@Injectable()
class JourneysLifecycle implements OnModuleInit, BeforeApplicationShutdown {
  #endGauges: readonly (() => void)[] = [];

  constructor(
    @Inject(Maintenance) private readonly maintenance: Maintenance,
    @Inject(Simulations) private readonly simulations: Simulations,
    @Inject(Database) private readonly database: Database,
    @Inject(BulkWorker) private readonly bulk: BulkWorker,
    @Inject(Scheduler) private readonly scheduler: Scheduler,
    @Inject(CONTRACT) private readonly contract: Contract,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.maintenance.start();
    this.bulk.start();
    this.scheduler.start();
    await this.simulations.start();
    const partitions = this.contract.topic(TIMELINE)?.partitions ?? 1;
    this.#endGauges = [
      observeGauge('continuo.journeys', async () =>
        (await countInstances(this.database)).map(({ journey, state, count }) => ({
          value: count,
          attributes: { [attribute.journeyDefinition]: journey, [attribute.journeyState]: state },
        })),
      ),
      observeGauge('continuo.timers.pending', async () => [{ value: await timersPending(this.database) }]),
      observeGauge('continuo.timers.lag', async () => [
        { value: await timersLag(this.database, partitions) },
      ]),
      observeGauge('continuo.incidents.open', async () =>
        (await countStalled(this.database)).map(({ code, count }) => ({
          value: count,
          attributes: { [attribute.continuoIncidentCode]: code },
        })),
      ),
    ];
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const end of this.#endGauges) end();
    await this.bulk.stop();
    await this.scheduler.stop();
    await this.simulations.stop();
    await this.maintenance.stop();
  }
}

@Module({})
export class JourneysModule {
  static with(options: JourneysOptions): DynamicModule {
    return {
      module: JourneysModule,
      imports: [PersonalStoresModule.reporting()],
      controllers: [
        DefinitionsController,
        DraftsController,
        LifecycleController,
        InstancesController,
        GuardrailsController,
        SendingSwitchController,
        SimulationsController,
        TouchesController,
        WhyController,
        MigrationsController,
        DecisionsController,
        ...operationsControllers,
      ],
      providers: [
        {
          provide: DefinitionReader,
          inject: [CONTRACT],
          useFactory: (contract: Contract) =>
            new DefinitionReader(options.schemaFile, contractCatalogue(contract)),
        },
        {
          provide: PlanBook,
          inject: [DefinitionReader],
          useFactory: (reader: DefinitionReader) => new PlanBook(reader),
        },
        {
          provide: GuardrailsReader,
          useFactory: () => new GuardrailsReader(options.guardrailsSchemaFile),
        },
        {
          provide: GuardrailsBook,
          inject: [GuardrailsReader],
          useFactory: (reader: GuardrailsReader) => new GuardrailsBook(reader),
        },
        {
          provide: GuardrailsService,
          inject: [Database, GuardrailsReader],
          useFactory: (database: Database, reader: GuardrailsReader) =>
            new GuardrailsService(database, reader),
        },
        {
          provide: Definitions,
          inject: [Database, Outbox, DefinitionReader],
          useFactory: (database: Database, outbox: Outbox, reader: DefinitionReader) =>
            new Definitions(database, outbox, reader, options.secondPerson),
        },
        {
          provide: Drafts,
          inject: [Database, DefinitionReader],
          useFactory: (database: Database, reader: DefinitionReader) => new Drafts(database, reader),
        },
        {
          provide: Previews,
          inject: [Database, DefinitionReader],
          useFactory: (database: Database, reader: DefinitionReader) => new Previews(database, reader),
        },
        {
          provide: Lifecycle,
          inject: [Database, Outbox],
          useFactory: (database: Database, outbox: Outbox) => new Lifecycle(database, outbox),
        },
        {
          provide: Decisions,
          inject: [Database],
          useFactory: (database: Database) => new Decisions(database),
        },
        {
          provide: Migrations,
          inject: [Database, PlanBook],
          useFactory: (database: Database, plans: PlanBook) => new Migrations(database, plans),
        },
        {
          provide: Scheduler,
          inject: [Database, Outbox, PlanBook],
          useFactory: (database: Database, outbox: Outbox, plans: PlanBook) =>
            new Scheduler({ database, outbox, plans }),
        },
        {
          provide: BulkWorker,
          inject: [Outbox],
          useFactory: (outbox: Outbox) => new BulkWorker({ outbox }),
        },
        {
          provide: Instances,
          inject: [Database, Outbox, PlanBook],
          useFactory: (database: Database, outbox: Outbox, plans: PlanBook) =>
            new Instances(database, outbox, plans, options.hasher),
        },
        {
          provide: WhyRecords,
          inject: [Database],
          useFactory: (database: Database) => new WhyRecords(database),
        },
        {
          provide: SimulationThread,
          inject: [MESSAGING_OPTIONS],
          useFactory: (messaging: MessagingOptions) =>
            new SimulationThread(simulationSources(messaging, options), {
              ...options.simulationThread,
              logger: messaging.logger?.child({ part: 'simulation' }),
            }),
        },
        {
          provide: Simulations,
          inject: [Database, SimulationThread, DefinitionReader],
          useFactory: (database: Database, thread: SimulationThread, reader: DefinitionReader) =>
            new Simulations(database, thread, reader),
        },
        {
          provide: Maintenance,
          inject: [Database, PlanBook],
          useFactory: (database: Database, plans: PlanBook) => new Maintenance(database, plans, undefined),
        },
        {
          provide: TIMELINE_CONSUMER_PARTS,
          inject: [Database, CONTRACT, PlanBook, GuardrailsBook, Erasures, ServiceTokens],
          useFactory: (
            database: Database,
            contract: Contract,
            plans: PlanBook,
            guardrails: GuardrailsBook,
            erasures: Erasures,
            tokens: ServiceTokens | null,
          ): TimelineConsumerParts => {
            const platform = new LowWaterMarkClient(options.platformUrl, tokens);
            return { database, contract, plans, guardrails, erasures, lowWaterMark: () => platform.read() };
          },
        },
        ...operationsProviders,
        JourneyStores,
        TimelineConsumer,
        JourneysLifecycle,
      ],
    };
  }
}
