// Carries out the command to create a task, once per command id.
import type { collaboration } from '@continuo/contracts';
import { ignored } from '@continuo/kernel';
import { causeOf, EventPattern, RecordContext, type RecordAnswer } from '@continuo/messaging';
import { AnsweredCommands, Erasures } from '@continuo/service-kit';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { TasksService } from './tasks.service.js';

@Controller()
export class TasksConsumer {
  constructor(
    @Inject(AnsweredCommands) private readonly commands: AnsweredCommands,
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(TasksService) private readonly tasks: TasksService,
  ) {}

  @EventPattern('continuo.collaboration.commands.CreateTask.v1', { topic: 'collaboration.commands' })
  async create(
    @Payload() { taskType, role, orderId, caseId, dueAt }: collaboration.CreateTask,
    @Ctx() context: RecordContext,
  ): Promise<RecordAnswer> {
    const { record, scope, tx } = context;
    const { id, correlationId = id, hops = 0 } = causeOf(record);
    return this.commands.once(context, async ({ profileId }) => {
      if (await this.erasures.isErased(tx, profileId)) return ignored('profile-erased');
      return this.tasks.create(tx, {
        profileId,
        taskType,
        role,
        orderId: orderId ?? null,
        caseId: caseId ?? null,
        dueAt: dueAt === undefined || dueAt === null ? null : new Date(dueAt),
        cause: { id, correlationId, hops },
        now: scope.now,
      });
    });
  }
}
