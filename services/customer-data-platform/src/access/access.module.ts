// Access requests: what the platform holds of one person, for that person.
import { Module } from '@nestjs/common';
import { ConsentModule } from '../consent/consent.module.js';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { SegmentsModule } from '../segments/segments.module.js';
import { AccessController } from './access.controller.js';
import { AccessService } from './access.service.js';

@Module({
  imports: [ConsentModule, ProfilesModule, SegmentsModule],
  controllers: [AccessController],
  providers: [AccessService],
})
export class AccessModule {}
