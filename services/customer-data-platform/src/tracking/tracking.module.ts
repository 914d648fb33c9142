// Segment's tracking interface and what stands behind it.
import { Module, type DynamicModule } from '@nestjs/common';
import type { Config } from '../config.js';
import { RejectionsController } from './rejections.controller.js';
import { TrackingController } from './tracking.controller.js';
import { TrackingRetention } from './tracking-retention.js';
import { TrackingService } from './tracking.service.js';
import { TrackingStore } from './tracking.store.js';
import { MESSAGE_ID_DAYS, TRACKING_PLAN } from './tracking.tokens.js';

@Module({})
export class TrackingModule {
  static with(config: Config): DynamicModule {
    return {
      module: TrackingModule,
      controllers: [TrackingController, RejectionsController],
      providers: [
        { provide: TRACKING_PLAN, useValue: config.TRACKING_PLAN_FILE },
        { provide: MESSAGE_ID_DAYS, useValue: config.MESSAGE_ID_DAYS },
        TrackingStore,
        TrackingService,
        TrackingRetention,
      ],
    };
  }
}
