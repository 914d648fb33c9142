// Carries out the commands about tasks, each once per command id.
import type { collaboration } from '@continuo/contracts';
import { ignored, type Ignored } from '@continuo/kernel';
import { causeOf, EventPattern, RecordContext, type RecordAnswer } from '@continuo/messaging';
import { AnsweredCommands, Erasures, type CommandOutcome } from '@continuo/service-kit';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { CommandedTasks } from './commanded-tasks.service.js';

const topic = 'collaboration.commands';

@Controller()
export class TasksConsumer {
  constructor(
    @Inject(AnsweredCommands) private readonly commands: AnsweredCommands,
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(CommandedTasks) private readonly tasks: CommandedTasks,
  ) {}

  @EventPattern('continuo.collaboration.commands.CreateTask.v1', { topic })
  async create(
    @Payload() command: collaboration.CreateTask,
    @Ctx() context: RecordContext,
  ): Promise<RecordAnswer> {
    const { record, scope, tx } = context;
    const { id, correlationId = id, hops = 0 } = causeOf(record);
    const { taskType, role, orderId, caseId, dueAt, outcomes, closesAt, notBy, details } = command;
    return this.#once(context, ({ commandId, profileId }) =>
      this.tasks.create(tx, {
        profileId,
        commandId,
        taskType,
        role,
        orderId: orderId ?? null,
        caseId: caseId ?? null,
        dueAt: dueAt === undefined || dueAt === null ? null : new Date(dueAt),
        outcomes: outcomes ?? [],
        closesAt: closesAt ?? null,
        notBy: notBy ?? null,
        details: { ...details },
        cause: { id, correlationId, hops },
        now: scope.now,
      }),
    );
  }

  @EventPattern('continuo.collaboration.commands.ReassignTask.v1', { topic })
  async reassign(
    @Payload() { task, role }: collaboration.ReassignTask,
    @Ctx() context: RecordContext,
  ): Promise<RecordAnswer> {
    return this.#once(context, ({ profileId }) =>
      this.tasks.reassign(context.tx, { commandId: task, profileId }, role, context.scope.now),
    );
  }

  @EventPattern('continuo.collaboration.commands.CloseTask.v1', { topic })
  async close(
    @Payload() { task, code }: collaboration.CloseTask,
    @Ctx() context: RecordContext,
  ): Promise<RecordAnswer> {
    return this.#once(context, ({ profileId }) =>
      this.tasks.close(context.tx, { commandId: task, profileId }, code, context.scope.now),
    );
  }

  #once(
    context: RecordContext,
    act: (command: { readonly commandId: string; readonly profileId: string }) => Promise<CommandOutcome>,
  ): Promise<RecordAnswer> {
    return this.commands.once(context, async (command): Promise<CommandOutcome | Ignored> => {
      if (await this.erasures.isErased(context.tx, command.profileId)) return ignored('profile-erased');
      return act(command);
    });
  }
}
