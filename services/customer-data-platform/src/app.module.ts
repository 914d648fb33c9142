// The customer data platform, capability by capability.
import { Module, type DynamicModule } from '@nestjs/common';
import { startMessaging } from '@continuo/messaging';
import { BusModule, IdentifiersModule, type ServiceDefinition } from '@continuo/service-kit';
import { AccessModule } from './access/access.module.js';
import { ActivityModule } from './activity/activity.module.js';
import type { Config } from './config.js';
import { ConsentModule } from './consent/consent.module.js';
import { ErasuresModule } from './erasures/erasures.module.js';
import { IdentityModule } from './identity/identity.module.js';
import { customerDataPlatformMigrations } from './migrations/all-migrations.js';
import { OwnServicesModule } from './profiles/own-services.module.js';
import { ProfilesModule } from './profiles/profiles.module.js';
import { SegmentsModule } from './segments/segments.module.js';
import { TimelineModule } from './timeline/timeline.module.js';
import { TrackingModule } from './tracking/tracking.module.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        BusModule.on(config, { service: 'customer-data-platform', group: 'cdp' }),
        IdentifiersModule.with(config),
        IdentityModule.with(config),
        TrackingModule.with(config),
        OwnServicesModule.named(config.PERSONAL_DATA_SERVICES.map(({ name }) => name)),
        ProfilesModule,
        ConsentModule,
        SegmentsModule,
        TimelineModule,
        ActivityModule,
        AccessModule,
        ErasuresModule.with(config),
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
    crossOrigin: { paths: ['/v1/'], origins: config.TRACKING_ORIGINS },
    writeKeys: config.WRITE_KEYS,
    transports: (app) => startMessaging(app),
  };
}
