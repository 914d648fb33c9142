// Sessions of the console's people.
import { Module, type DynamicModule } from '@nestjs/common';
import type { ConsoleConfig } from '../config.js';
import { SessionController } from './session.controller.js';
import { sessionPartsOf } from './session-settings.js';
import { SESSION_PARTS, Sessions } from './sessions.js';

@Module({})
export class SessionModule {
  static with(config: ConsoleConfig): DynamicModule {
    return {
      module: SessionModule,
      controllers: [SessionController],
      providers: [Sessions, { provide: SESSION_PARTS, useValue: sessionPartsOf(config) }],
      exports: [Sessions],
    };
  }
}
