// The templates of the deployment, for whoever sends: `@Inject(TEMPLATES)`.
import { Module, type DynamicModule } from '@nestjs/common';
import { TemplatesController } from './templates.controller.js';
import { TEMPLATES, type Templates } from './templates.tokens.js';

@Module({})
export class TemplatesModule {
  static with(config: { readonly TEMPLATES_FILE: Templates }): DynamicModule {
    return {
      module: TemplatesModule,
      global: true,
      controllers: [TemplatesController],
      providers: [{ provide: TEMPLATES, useValue: config.TEMPLATES_FILE }],
      exports: [TEMPLATES],
    };
  }
}
