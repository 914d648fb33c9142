// What operations need, for the journeys' module: incidents, stuck journeys, and what runs beside them.
import { RepeatedWork } from '@continuo/service-kit';
import { Outbox } from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import { attribute, observeGauge } from '@continuo/telemetry';
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { DefinitionListController } from './definitions/definition-list.controller.js';
import { DefinitionLists } from './definitions/definition-list.service.js';
import { Definitions } from './definitions/definitions.service.js';
import { GraphsController } from './definitions/graphs.controller.js';
import { Graphs } from './definitions/graphs.service.js';
import { BulkActionsController } from './incidents/bulk-actions.controller.js';
import { IncidentDetails } from './incidents/incident-details.service.js';
import { IncidentsController } from './incidents/incidents.controller.js';
import { Incidents } from './incidents/incidents.service.js';
import { beginCounts, tidyCounts } from './instances/instance-counts.store.js';
import { fillInEnds } from './instances/instance-ends.store.js';
import { PlanBook } from './definitions/plan-book.js';
import { StayKeeper } from './stuck/stay-keeper.js';
import { StuckController } from './stuck/stuck.controller.js';
import { StuckJourneys } from './stuck/stuck.service.js';

const EVERY_MINUTE_MS = 60_000;
const EVERY_SECOND_MS = 1_000;
const EVERY_HOUR_MS = 3_600_000;

/** Looks for stuck journeys once a minute, and takes turns of bulk actions once a second. */
@Injectable()
class OperationsLifecycle implements OnModuleInit, BeforeApplicationShutdown {
  readonly #works: readonly RepeatedWork[];
  #endGauge: (() => void) | undefined;
  #isCounting = false;

  constructor(
    @Inject(StuckJourneys) private readonly stuck: StuckJourneys,
    @Inject(StayKeeper) stays: StayKeeper,
    @Inject(Incidents) incidents: Incidents,
    @Inject(Database) database: Database,
  ) {
    this.#works = [
      new RepeatedWork(EVERY_MINUTE_MS, async () => {
        await stays.round();
        await stuck.look();
      }),
      new RepeatedWork(EVERY_SECOND_MS, async () => {
        if (this.#isCounting) return;
        // At once after an upgrade: until then counts miss what was there before.
        await beginCounts(database);
        this.#isCounting = true;
      }),
      new RepeatedWork(EVERY_MINUTE_MS, async () => {
        await fillInEnds(database);
        await tidyCounts(database);
      }),
      new RepeatedWork(EVERY_SECOND_MS, () => incidents.turn()),
      new RepeatedWork(EVERY_HOUR_MS, () => incidents.forget()),
    ];
  }

  onModuleInit(): void {
    for (const work of this.#works) work.start();
    this.#endGauge = observeGauge('continuo.journeys.stuck', () =>
      this.stuck.counts.map(({ journey, step, count }) => ({
        value: count,
        attributes: { [attribute.journeyDefinition]: journey, [attribute.journeyStep]: step },
      })),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#endGauge?.();
    await Promise.all(this.#works.map((work) => work.stop()));
  }
}

export const operationsControllers = [
  IncidentsController,
  BulkActionsController,
  StuckController,
  GraphsController,
  DefinitionListController,
];

export const operationsProviders: readonly Provider[] = [
  {
    provide: Incidents,
    inject: [Database, Outbox],
    useFactory: (database: Database, outbox: Outbox) => new Incidents(database, outbox),
  },
  {
    provide: IncidentDetails,
    inject: [Database, PlanBook],
    useFactory: (database: Database, plans: PlanBook) => new IncidentDetails(database, plans),
  },
  {
    provide: StayKeeper,
    inject: [Database],
    useFactory: (database: Database) => new StayKeeper(database),
  },
  {
    provide: StuckJourneys,
    inject: [Database, PlanBook],
    useFactory: (database: Database, plans: PlanBook) => new StuckJourneys(database, plans),
  },
  {
    provide: Graphs,
    inject: [Database, Definitions],
    useFactory: (database: Database, definitions: Definitions) => new Graphs(database, definitions),
  },
  {
    provide: DefinitionLists,
    inject: [Database],
    useFactory: (database: Database) => new DefinitionLists(database),
  },
  OperationsLifecycle,
];
