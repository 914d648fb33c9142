// The orchestrator: the transport, and journeys on top of it.
import { identifierHasher, startMessaging } from '@continuo/messaging';
import { BusModule, type ServiceDefinition } from '@continuo/service-kit';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from './config.js';
import { JourneysModule, type JourneysOptions } from './journeys/journeys.module.js';
import { GROUP } from './journeys/timeline/timeline.consumer.js';
import { WorkerTasksModule } from './worker-tasks/worker-tasks.module.js';

/** What no environment says. */
export type ServiceOptions = Pick<JourneysOptions, 'simulationThread'>;

@Module({})
export class AppModule {
  static with(config: Config, more: ServiceOptions = {}): DynamicModule {
    return {
      module: AppModule,
      imports: [
        BusModule.on(config, { service: 'orchestrator', group: GROUP }),
        JourneysModule.with({
          schemaFile: config.JOURNEY_SCHEMA_FILE,
          secondPerson: config.PUBLISH_APPROVAL === 'second-person',
          guardrailsSchemaFile: config.GUARDRAILS_SCHEMA_FILE,
          platformUrl: config.CUSTOMER_DATA_PLATFORM_URL,
          hasher: identifierHasher(config.IDENTIFIER_HASH_KEYS, { defaultCountry: config.DEFAULT_COUNTRY }),
          ...more,
        }),
        WorkerTasksModule,
      ],
    };
  }
}

/** What the kit needs to run this service. */
export function serviceOf(config: Config, more?: ServiceOptions): ServiceDefinition<Config> {
  return {
    service: 'orchestrator',
    title: 'Orchestrator',
    config,
    module: () => Promise.resolve(AppModule.with(config, more)),
    migrations: async () => [(await import('./migrations/all-migrations.js')).orchestratorMigrations],
    transports: (app) => startMessaging(app),
  };
}
