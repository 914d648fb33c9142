// Consents: the service's own copy of what customers agreed to, for every capability that must ask before it acts.
import { Module } from '@nestjs/common';
import { ConsentsConsumer } from './consents.consumer.js';
import { ConsentsService } from './consents.service.js';
import { ConsentsStore } from './consents.store.js';

@Module({
  controllers: [ConsentsConsumer],
  providers: [ConsentsService, ConsentsStore],
  exports: [ConsentsService],
})
export class ConsentsModule {}
