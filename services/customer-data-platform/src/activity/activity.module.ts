// Activity: an index of the timeline by customer, for people who look at one.
import { Module } from '@nestjs/common';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { ActivityConsumer } from './activity.consumer.js';
import { ActivityController } from './activity.controller.js';
import { ActivityRetention } from './activity-retention.js';
import { ActivityRetentionStore } from './activity-retention.store.js';
import { ActivityService } from './activity.service.js';
import { ActivityStore } from './activity.store.js';

@Module({
  imports: [ProfilesModule],
  controllers: [ActivityController],
  providers: [ActivityConsumer, ActivityStore, ActivityRetention, ActivityRetentionStore, ActivityService],
})
export class ActivityModule {}
