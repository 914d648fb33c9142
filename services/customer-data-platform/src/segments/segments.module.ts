// Segments: groups of customers by name.
import { Module } from '@nestjs/common';
import { ProfilesModule } from '../profiles/profiles.module.js';
import { SegmentsController } from './segments.controller.js';
import { SegmentsService } from './segments.service.js';
import { SegmentsStore } from './segments.store.js';

@Module({
  imports: [ProfilesModule],
  controllers: [SegmentsController],
  providers: [SegmentsService, SegmentsStore],
  exports: [SegmentsStore],
})
export class SegmentsModule {}
