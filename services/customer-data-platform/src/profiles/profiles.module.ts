// Profiles: their traits, facts and who may read them.
import { Module } from '@nestjs/common';
import { ProfilesController } from './profiles.controller.js';
import { ProfilesService } from './profiles.service.js';
import { ProfilesStore } from './profiles.store.js';

@Module({
  controllers: [ProfilesController],
  providers: [ProfilesService, ProfilesStore],
  exports: [ProfilesStore, ProfilesService],
})
export class ProfilesModule {}
