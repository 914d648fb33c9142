// What journeys ask of stock. A command that comes again is answered with what was done.
import type { operations } from '@continuo/contracts';
import { EventPattern, RecordContext, type RecordAnswer } from '@continuo/messaging';
import { AnsweredCommands } from '@continuo/service-kit';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { Reservations } from './reservations.service.js';

const topic = 'operations.commands';

@Controller()
export class CommandsConsumer {
  constructor(
    @Inject(AnsweredCommands) private readonly commands: AnsweredCommands,
    @Inject(Reservations) private readonly reservations: Reservations,
  ) {}

  @EventPattern('continuo.operations.commands.ReserveStock.v1', { topic })
  reserve(@Payload() asked: operations.ReserveStock, @Ctx() context: RecordContext): Promise<RecordAnswer> {
    const at = context.scope.now;
    return this.commands.once(context, ({ profileId }) =>
      this.reservations.reserve(context.tx, asked, { profileId, at }),
    );
  }

  @EventPattern('continuo.operations.commands.ReleaseStock.v1', { topic })
  release(@Payload() asked: operations.ReleaseStock, @Ctx() context: RecordContext): Promise<RecordAnswer> {
    const at = context.scope.now;
    return this.commands.once(context, () => this.reservations.release(context.tx, asked, { at }));
  }
}
