// The timeline and what the resolver writes beside it.
import { Module } from '@nestjs/common';
import { ConsentStore } from '../consent/consent.store.js';
import { ProfilesStore } from '../profiles/profiles.store.js';
import { TimelineResolver } from './timeline.consumer.js';

@Module({
  providers: [ConsentStore, ProfilesStore, TimelineResolver],
  exports: [TimelineResolver],
})
export class TimelineModule {}
