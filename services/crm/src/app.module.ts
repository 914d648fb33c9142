// crm, capability by capability.
import { Module, type DynamicModule } from '@nestjs/common';
import { startMessaging } from '@continuo/messaging';
import {
  BusModule,
  IdentifiersModule,
  PersonalDataModule,
  type ServiceDefinition,
} from '@continuo/service-kit';
import { AccessModule } from './access/access.module.js';
import { CasesModule } from './cases/cases.module.js';
import type { Config } from './config.js';
import { ContactsModule } from './contacts/contacts.module.js';
import { crmMigrations } from './migrations/all-migrations.js';
import { PersonalStores } from './personal-stores.js';

@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        BusModule.on(config, { service: 'crm', group: 'crm' }),
        PersonalDataModule,
        IdentifiersModule.with(config),
        AccessModule,
        ContactsModule.with(config),
        CasesModule,
      ],
      providers: [PersonalStores],
    };
  }
}

/** What the kit needs to run this service. */
export function serviceOf(config: Config): ServiceDefinition<Config> {
  return {
    service: 'crm',
    title: 'CRM',
    config,
    module: () => Promise.resolve(AppModule.with(config)),
    migrations: () => Promise.resolve([crmMigrations]),
    transports: (app) => startMessaging(app),
  };
}
