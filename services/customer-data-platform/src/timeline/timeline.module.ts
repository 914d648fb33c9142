// The timeline: its one writer, and up to when it is complete.
import { Module } from '@nestjs/common';
import { ConsentModule } from '../consent/consent.module.js';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { LowWaterController } from './low-water.controller.js';
import { LowWaterService } from './low-water.service.js';
import { LowWaterStore } from './low-water.store.js';
import { Reachability } from './reachability.js';
import { SuppressedAddressesStore } from './suppressed-addresses.store.js';
import { TimelineResolver } from './timeline.consumer.js';

@Module({
  imports: [ConsentModule, ProfilesModule],
  controllers: [LowWaterController],
  providers: [TimelineResolver, Reachability, SuppressedAddressesStore, LowWaterService, LowWaterStore],
  exports: [LowWaterService],
})
export class TimelineModule {}
