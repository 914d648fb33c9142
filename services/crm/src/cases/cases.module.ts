// Cases: matters of customers that are taken care of, with everything that was done about them.
import { Module } from '@nestjs/common';
import { ActivitiesStore } from './activities.store.js';
import { CaseCommandsConsumer } from './case-commands.consumer.js';
import { CaseOpeningService } from './case-opening.service.js';
import { CaseReadingController } from './case-reading.controller.js';
import { CaseReadingService } from './case-reading.service.js';
import { CaseTimelineConsumer } from './case-timeline.consumer.js';
import { CasesController } from './cases.controller.js';
import { CasesService } from './cases.service.js';
import { CasesStore } from './cases.store.js';

@Module({
  controllers: [CasesController, CaseReadingController, CaseCommandsConsumer, CaseTimelineConsumer],
  providers: [CasesStore, ActivitiesStore, CaseOpeningService, CasesService, CaseReadingService],
})
export class CasesModule {}
