// Erasures: a person goes, here and in every service, and there is a proof of it.
import { Module, type DynamicModule } from '@nestjs/common';
import { PersonalStoresModule, ServiceTokens } from '@continuo/service-kit';
import type { Config } from '../config.js';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { TimelineModule } from '../timeline/timeline.module.js';
import { ErasureWorker } from './erasure.worker.js';
import { ErasuresController } from './erasures.controller.js';
import { ErasuresService } from './erasures.service.js';
import { ErasuresStore } from './erasures.store.js';
import { PersonStore } from './person.store.js';
import { ServicesClient } from './services.client.js';

@Module({})
export class ErasuresModule {
  static with(config: Config): DynamicModule {
    return {
      module: ErasuresModule,
      imports: [PersonalStoresModule, ProfilesModule, TimelineModule],
      controllers: [ErasuresController],
      providers: [
        PersonStore,
        ErasuresStore,
        {
          provide: ServicesClient,
          inject: [ServiceTokens],
          useFactory: (tokens: ServiceTokens | null) =>
            new ServicesClient(config.PERSONAL_DATA_SERVICES, tokens),
        },
        ErasuresService,
        ErasureWorker,
      ],
    };
  }
}
