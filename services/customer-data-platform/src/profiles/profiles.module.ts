// Profiles: their traits, facts and who may read them.
import { Module } from '@nestjs/common';
import { ProfilesController } from './profiles.controller.js';
import { ProfilesService } from './profiles.service.js';
import { ProfilesStore } from './profiles.store.js';
import { TraitsController } from './traits.controller.js';
import { TraitsService } from './traits.service.js';

@Module({
  controllers: [ProfilesController, TraitsController],
  providers: [ProfilesService, ProfilesStore, TraitsService],
  exports: [ProfilesStore, ProfilesService],
})
export class ProfilesModule {}
