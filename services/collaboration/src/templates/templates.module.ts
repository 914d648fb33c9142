// Templates and what they said before, for whoever sends.
import { Module, type DynamicModule } from '@nestjs/common';
import { Database } from '@continuo/persistence';
import { DeployedTemplates } from './deployed-templates.js';
import type { Templates } from './domain/template.js';
import { TemplatesController } from './templates.controller.js';
import { TemplatesService } from './templates.service.js';
import { TemplatesStore } from './templates.store.js';

@Module({})
export class TemplatesModule {
  static with(config: { readonly TEMPLATES_FILE: Templates }): DynamicModule {
    return {
      module: TemplatesModule,
      global: true,
      controllers: [TemplatesController],
      providers: [
        TemplatesService,
        TemplatesStore,
        {
          provide: DeployedTemplates,
          inject: [Database, TemplatesStore],
          useFactory: (database: Database, store: TemplatesStore) =>
            new DeployedTemplates(database, store, config.TEMPLATES_FILE),
        },
      ],
      exports: [TemplatesService],
    };
  }
}
