// The overview and the bus's pages: one look at the services and the broker serves both.
import { Inject, Module, type DynamicModule } from '@nestjs/common';
import { ServiceTokens } from '@continuo/service-kit';
import type { ConsoleConfig } from '../config.js';
import { OverviewController } from '../overview/overview.controller.js';
import { Overview } from '../overview/overview.service.js';
import { upstreamsOf } from '../upstreams.js';
import { busConnection, type BusConnection } from './bus-connection.js';
import { BusRecords } from './bus-records.js';
import { BusSchemas } from './bus-schemas.js';
import { BusTopics } from './bus-topics.js';
import { BUS_CONNECTION } from './bus.tokens.js';
import { ReadSlots } from './read-slots.js';
import { RecordsController } from './records.controller.js';
import { TopicsController } from './topics.controller.js';

@Module({})
export class BusPagesModule {
  static with(config: ConsoleConfig): DynamicModule {
    return {
      module: BusPagesModule,
      controllers: [OverviewController, TopicsController, RecordsController],
      providers: [
        ReadSlots,
        { provide: BUS_CONNECTION, useFactory: () => busConnection(config) },
        {
          provide: Overview,
          inject: [BUS_CONNECTION, ServiceTokens],
          useFactory: ({ kafka }: BusConnection, tokens: ServiceTokens | null) =>
            new Overview({
              upstreams: upstreamsOf(config),
              kafka,
              tokens,
              customerDataPlatformUrl: config.CUSTOMER_DATA_PLATFORM_URL,
              timeZone: config.TIME_ZONE,
              everyMs: config.OVERVIEW_EVERY_MS,
            }),
        },
        {
          provide: BusTopics,
          inject: [BUS_CONNECTION, Overview],
          useFactory: ({ kafka }: BusConnection, overview: Overview) =>
            kafka && new BusTopics(kafka, overview),
        },
        {
          provide: BusSchemas,
          inject: [BUS_CONNECTION],
          useFactory: ({ catalogue }: BusConnection) => catalogue && new BusSchemas(catalogue),
        },
        {
          provide: BusRecords,
          inject: [BUS_CONNECTION],
          useFactory: ({ kafka, decoder }: BusConnection) => kafka && new BusRecords(kafka, decoder),
        },
      ],
    };
  }

  constructor(
    @Inject(BUS_CONNECTION) private readonly connection: BusConnection,
    @Inject(Overview) private readonly overview: Overview,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.overview.stop();
    await this.connection.close();
  }
}
