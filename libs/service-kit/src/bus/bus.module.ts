// Puts a service on the bus from its configuration: database, outbox, relay and consumers, and what health knows of them.
import { createLogger } from '@continuo/telemetry';
import { kafkaOptionsOf, Messaging, MessagingModule, type MessagingOptions } from '@continuo/messaging';
import { Inject, Injectable, Module, type DynamicModule } from '@nestjs/common';
import { AnsweredCommands } from '../commands/answered-commands.js';
import type { DatabaseConfig, HttpConfig, KafkaConfig } from '../config/service-config.js';
import { HealthRegistry } from '../health/health.registry.js';

/** What only the service knows of its place on the bus. */
export interface BusOptions
  extends
    Pick<MessagingOptions, 'service' | 'group' | 'consumer' | 'relay' | 'contract'>,
    Pick<MessagingOptions['database'], 'entities'> {}

@Injectable()
class BusHealth {
  constructor(@Inject(Messaging) messaging: Messaging, @Inject(HealthRegistry) health: HealthRegistry) {
    health.add('live', 'consumers', () => messaging.live());
    health.add('ready', 'database and broker', () => messaging.ready());
  }
}

/**
 * `imports: [BusModule.on(config, { service: 'crm', group: 'crm' })]`; then `transports: (app) => startMessaging(app)`.
 * Makes `Database`, `Outbox`, `Intents`, `AnsweredCommands` and the rest of the messaging module injectable everywhere.
 */
@Module({})
export class BusModule {
  static on(config: HttpConfig & DatabaseConfig & KafkaConfig, options: BusOptions): DynamicModule {
    const { entities, ...messaging } = options;
    const registry = {
      url: config.SCHEMA_REGISTRY_URL,
      username: config.SCHEMA_REGISTRY_USERNAME,
      password: config.SCHEMA_REGISTRY_PASSWORD,
    };
    return {
      module: BusModule,
      global: true,
      imports: [
        MessagingModule.forRoot({
          ...messaging,
          database: {
            url: config.DATABASE_URL,
            poolSize: config.DATABASE_POOL_SIZE,
            ...(entities === undefined ? {} : { entities }),
          },
          kafka: kafkaOptionsOf(config),
          schemaRegistry: registry,
          logger: createLogger({
            service: options.service,
            level: config.LOG_LEVEL,
            pretty: config.LOG_FORMAT === 'pretty',
          }),
        }),
      ],
      providers: [BusHealth, AnsweredCommands],
      exports: [AnsweredCommands],
    };
  }
}
