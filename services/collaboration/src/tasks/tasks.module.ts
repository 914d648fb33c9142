// Tasks for people.
import { Module } from '@nestjs/common';
import { TasksConsumer } from './tasks.consumer.js';
import { TasksController } from './tasks.controller.js';
import { TasksService } from './tasks.service.js';
import { TasksStore } from './tasks.store.js';

@Module({
  controllers: [TasksController, TasksConsumer],
  providers: [TasksService, TasksStore],
})
export class TasksModule {}
