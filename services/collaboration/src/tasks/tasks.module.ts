// Tasks for people.
import { Module } from '@nestjs/common';
import { CommandedTasks } from './commanded-tasks.service.js';
import { TaskHistoryStore } from './task-history.store.js';
import { TasksConsumer } from './tasks.consumer.js';
import { TasksController } from './tasks.controller.js';
import { TasksService } from './tasks.service.js';
import { TasksStore } from './tasks.store.js';

@Module({
  controllers: [TasksController, TasksConsumer],
  providers: [TasksService, CommandedTasks, TasksStore, TaskHistoryStore],
})
export class TasksModule {}
