// Suppressions: addresses that must not be written to.
import { Module } from '@nestjs/common';
import { SuppressionBacklog } from './suppression-backlog.js';
import { SuppressionsController } from './suppressions.controller.js';
import { SuppressionsService } from './suppressions.service.js';
import { SuppressionsStore } from './suppressions.store.js';

@Module({
  controllers: [SuppressionsController],
  providers: [SuppressionsService, SuppressionsStore, SuppressionBacklog],
  exports: [SuppressionsService],
})
export class SuppressionsModule {}
