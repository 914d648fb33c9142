// Operations, capability by capability.
import { Module, type DynamicModule } from '@nestjs/common';
import { startMessaging } from '@continuo/messaging';
import {
  BusModule,
  PersonalDataModule,
  type ServiceDefinition,
  IdentifiersModule,
} from '@continuo/service-kit';
import type { Config } from './config.js';
import { FalloutModule } from './fallout/fallout.module.js';
import { operationsMigrations } from './migrations/all-migrations.js';
import { OrdersModule } from './orders/orders.module.js';
import { ProductsModule } from './products/products.module.js';
import { ReservationsModule } from './reservations/reservations.module.js';
import { StockModule } from './stock/stock.module.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        BusModule.on(config, { service: 'operations', group: 'operations' }),
        PersonalDataModule,
        IdentifiersModule.with(config),
        ProductsModule,
        StockModule,
        OrdersModule,
        FalloutModule,
        ReservationsModule,
      ],
    };
  }
}

/** What the kit needs to run this service. */
export function serviceOf(config: Config): ServiceDefinition<Config> {
  return {
    service: 'operations',
    title: 'Operations',
    config,
    module: () => Promise.resolve(AppModule.with(config)),
    migrations: () => Promise.resolve([operationsMigrations]),
    transports: (app) => startMessaging(app),
  };
}
