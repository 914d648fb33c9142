// Consent: what customers agreed to and withdrew.
import { Module } from '@nestjs/common';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { ConsentController } from './consent.controller.js';
import { ConsentService } from './consent.service.js';
import { ConsentStore } from './consent.store.js';

@Module({
  imports: [ProfilesModule],
  controllers: [ConsentController],
  providers: [ConsentService, ConsentStore],
  exports: [ConsentStore],
})
export class ConsentModule {}
