// Takes commands to send: each becomes a delivery, and is answered when it is known what became of it.
import type { collaboration } from '@continuo/contracts';
import { ignored } from '@continuo/kernel';
import { causeOf, EventPattern, RecordContext, type RecordAnswer } from '@continuo/messaging';
import { AnsweredCommands } from '@continuo/service-kit';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { DeliveriesService } from './deliveries.service.js';

@Controller()
export class DeliveriesConsumer {
  constructor(
    @Inject(DeliveriesService) private readonly deliveries: DeliveriesService,
    @Inject(AnsweredCommands) private readonly answered: AnsweredCommands,
  ) {}

  @EventPattern('continuo.collaboration.commands.SendMessage.v1', { topic: 'collaboration.commands' })
  async send(
    @Payload() command: collaboration.SendMessage,
    @Ctx() context: RecordContext,
  ): Promise<RecordAnswer> {
    return this.answered.later(context, async (known) => {
      const cause = causeOf(context.record);
      return ignored(await this.deliveries.accept(context.tx, command, { ...known, cause }));
    });
  }
}
