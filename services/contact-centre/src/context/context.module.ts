// The customer's context: what the timeline told, for the agent who is about to talk.
import { Module } from '@nestjs/common';
import { ContextConsumer } from './context.consumer.js';
import { ContextRetention } from './context-retention.js';
import { ContextService } from './context.service.js';
import { ContextStore } from './context.store.js';

@Module({
  controllers: [ContextConsumer],
  providers: [ContextService, ContextStore, ContextRetention],
  exports: [ContextService],
})
export class ContextModule {}
