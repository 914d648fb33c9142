// The customer data platform, capability by capability.
import { Module, type DynamicModule } from '@nestjs/common';
import { DatabaseModule, type ServiceDefinition } from '@continuo/service-kit';
import type { Config } from './config.js';
import { IdentityModule } from './identity/identity.module.js';
import { customerDataPlatformMigrations } from './migrations/all-migrations.js';
import { TimelineResolver } from './timeline/timeline.consumer.js';
import { TimelineModule } from './timeline/timeline.module.js';
import { TrackingModule } from './tracking/tracking.module.js';
import { TransportModule } from './transport/transport.module.js';
import { Transport } from './transport/transport.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        DatabaseModule.on({
          url: config.DATABASE_URL,
          applicationName: 'customer-data-platform',
          poolSize: config.DATABASE_POOL_SIZE,
        }),
        TransportModule.on(config),
        IdentityModule.with(config),
        TrackingModule.with(config),
        TimelineModule,
      ],
    };
  }
}

/** What the kit needs to run this service. */
export function serviceOf(config: Config): ServiceDefinition<Config> {
  return {
    service: 'customer-data-platform',
    title: 'Customer data platform',
    config,
    module: () => Promise.resolve(AppModule.with(config)),
    migrations: () => Promise.resolve([customerDataPlatformMigrations]),
    unprefixed: ['v1/*path'],
    trackingPaths: ['/v1/'],
    writeKeys: config.WRITE_KEYS,
    transports: (app) => app.get(Transport).start(app.get(TimelineResolver, { strict: false })),
  };
}
