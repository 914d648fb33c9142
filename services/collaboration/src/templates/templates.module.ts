// Templates and what they said before, for whoever sends.
import { Module, type DynamicModule } from '@nestjs/common';
import { TemplatesController } from './templates.controller.js';
import { TemplatesService } from './templates.service.js';
import { TemplatesStore } from './templates.store.js';
import { TEMPLATES, type Templates } from './templates.tokens.js';

@Module({})
export class TemplatesModule {
  static with(config: { readonly TEMPLATES_FILE: Templates }): DynamicModule {
    return {
      module: TemplatesModule,
      global: true,
      controllers: [TemplatesController],
      providers: [{ provide: TEMPLATES, useValue: config.TEMPLATES_FILE }, TemplatesService, TemplatesStore],
      exports: [TemplatesService],
    };
  }
}
