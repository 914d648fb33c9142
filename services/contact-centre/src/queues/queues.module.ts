// Queues: what callers wait in, and the assignment of agents to them.
import { Module } from '@nestjs/common';
import { AgentsModule } from '../agents/agents.module.js';
import { ContextModule } from '../context/context.module.js';
import { InteractionsModule } from '../interactions/interactions.module.js';
import { AssignmentService } from './assignment.service.js';
import { AssignmentStore } from './assignment.store.js';
import { AssignmentWorker } from './assignment.worker.js';
import { QueuesController } from './queues.controller.js';
import { QueuesService } from './queues.service.js';

@Module({
  imports: [AgentsModule, ContextModule, InteractionsModule],
  controllers: [QueuesController],
  providers: [AssignmentService, AssignmentStore, AssignmentWorker, QueuesService],
})
export class QueuesModule {}
