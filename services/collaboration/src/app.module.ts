// The collaboration service, capability by capability.
import { Module, type DynamicModule } from '@nestjs/common';
import { startMessaging } from '@continuo/messaging';
import {
  BusModule,
  PersonalDataModule,
  type ServiceDefinition,
  IdentifiersModule,
} from '@continuo/service-kit';
import { AlertsModule } from './alerts/alerts.module.js';
import type { Config } from './config.js';
import { ConsentsModule } from './consents/consents.module.js';
import { ConversationsModule } from './conversations/conversations.module.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { MessagesModule } from './messages/messages.module.js';
import { collaborationMigrations } from './migrations/all-migrations.js';
import { PlacesModule } from './places/places.module.js';
import { TasksModule } from './tasks/tasks.module.js';
import { SuppressionsModule } from './suppressions/suppressions.module.js';
import { TemplatesModule } from './templates/templates.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        BusModule.on(config, { service: 'collaboration', group: 'collaboration' }),
        PersonalDataModule,
        IdentifiersModule.with(config),
        ConsentsModule,
        PlacesModule.with(config),
        AlertsModule.with(config),
        TasksModule,
        TemplatesModule.with(config),
        MessagesModule,
        SuppressionsModule,
        DeliveriesModule.with(config),
        ConversationsModule,
        WebhooksModule.with(config),
      ],
    };
  }
}

/** What the kit needs to run this service. */
export function serviceOf(config: Config): ServiceDefinition<Config> {
  return {
    service: 'collaboration',
    title: 'Collaboration',
    config,
    module: () => Promise.resolve(AppModule.with(config)),
    migrations: () => Promise.resolve([collaborationMigrations]),
    webhookPaths: ['/api/collaboration/webhooks/'],
    transports: (app) => startMessaging(app),
  };
}
