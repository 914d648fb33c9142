// Fallout: orders that cannot go on as they should.
import { Module } from '@nestjs/common';
import { FalloutsController } from './fallouts.controller.js';
import { FalloutsService } from './fallouts.service.js';
import { FalloutsStore } from './fallouts.store.js';

@Module({
  controllers: [FalloutsController],
  providers: [FalloutsService, FalloutsStore],
  exports: [FalloutsStore],
})
export class FalloutModule {}
