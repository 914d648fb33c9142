// The contact centre, capability by capability.
import { Module, type DynamicModule } from '@nestjs/common';
import { startMessaging } from '@continuo/messaging';
import {
  BusModule,
  IdentifiersModule,
  PersonalDataModule,
  type ServiceDefinition,
} from '@continuo/service-kit';
import { AgentsModule } from './agents/agents.module.js';
import type { Config } from './config.js';
import { ContextModule } from './context/context.module.js';
import { InteractionsModule } from './interactions/interactions.module.js';
import { contactCentreMigrations } from './migrations/all-migrations.js';
import { OffersModule } from './offers/offers.module.js';
import { QueuesModule } from './queues/queues.module.js';
import { SettingsModule } from './settings/settings.module.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        BusModule.on(config, { service: 'contact-centre', group: 'contact-centre' }),
        PersonalDataModule,
        IdentifiersModule.with(config),
        SettingsModule.with(config),
        AgentsModule,
        ContextModule,
        InteractionsModule,
        OffersModule,
        QueuesModule,
      ],
    };
  }
}

/** What the kit needs to run this service. */
export function serviceOf(config: Config): ServiceDefinition<Config> {
  return {
    service: 'contact-centre',
    title: 'Contact centre',
    config,
    module: () => Promise.resolve(AppModule.with(config)),
    migrations: () => Promise.resolve([contactCentreMigrations]),
    webhookPaths: ['/api/contact-centre/webhooks/'],
    transports: (app) => startMessaging(app),
  };
}
