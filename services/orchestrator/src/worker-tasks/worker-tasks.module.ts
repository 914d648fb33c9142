// Puts the capability together: what workers ask over HTTP, and what is counted.
import { Outbox } from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import { attribute, observeGauge } from '@continuo/telemetry';
import {
  Inject,
  Injectable,
  Module,
  type BeforeApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { WaitingWorkers } from './waiting-workers.js';
import { WorkerTasksController } from './worker-tasks.controller.js';
import { WorkerTasks } from './worker-tasks.service.js';
import { WorkerTasksStore } from './worker-tasks.store.js';

/** Counts tasks when metrics are read; lets waiting workers go before HTTP waits for their calls to end. */
@Injectable()
class WorkerTasksLifecycle implements OnModuleInit, BeforeApplicationShutdown {
  #endGauges: (() => void)[] = [];

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(WorkerTasksStore) private readonly store: WorkerTasksStore,
    @Inject(WaitingWorkers) private readonly waiting: WaitingWorkers,
  ) {}

  onModuleInit(): void {
    const { continuoTaskKind: kindName, continuoTaskState: stateName } = attribute;
    this.#endGauges = [
      observeGauge('continuo.worker.tasks', async () =>
        (await this.store.counts(this.database)).map(({ kind, state, count }) => ({
          value: count,
          attributes: { [kindName]: kind, [stateName]: state },
        })),
      ),
      observeGauge('continuo.worker.tasks.oldest', async () =>
        (await this.store.counts(this.database))
          .filter(({ state }) => state === 'open')
          .map(({ kind, age }) => ({ value: age, attributes: { [kindName]: kind } })),
      ),
    ];
  }

  beforeApplicationShutdown(): void {
    this.#endGauges.forEach((end) => end());
    this.waiting.stop();
  }
}

@Module({
  controllers: [WorkerTasksController],
  providers: [
    WorkerTasksStore,
    {
      provide: WaitingWorkers,
      inject: [Database, WorkerTasksStore],
      useFactory: (database: Database, store: WorkerTasksStore) => new WaitingWorkers(database, store),
    },
    {
      provide: WorkerTasks,
      inject: [Database, Outbox, WorkerTasksStore, WaitingWorkers],
      useFactory: (database: Database, outbox: Outbox, store: WorkerTasksStore, waiting: WaitingWorkers) =>
        new WorkerTasks(database, outbox, store, waiting),
    },
    WorkerTasksLifecycle,
  ],
})
export class WorkerTasksModule {}
