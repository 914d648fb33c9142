// Carries out the command to alert the staff of a place, once per command id.
import type { collaboration } from '@continuo/contracts';
import { ignored } from '@continuo/kernel';
import { causeOf, EventPattern, RecordContext, type RecordAnswer } from '@continuo/messaging';
import { AnsweredCommands, Erasures } from '@continuo/service-kit';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { AlertsService } from './alerts.service.js';

@Controller()
export class AlertsConsumer {
  constructor(
    @Inject(AnsweredCommands) private readonly commands: AnsweredCommands,
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(AlertsService) private readonly alerts: AlertsService,
  ) {}

  @EventPattern('continuo.collaboration.commands.AlertStaff.v1', { topic: 'collaboration.commands' })
  async alert(
    @Payload() { placeId, orderId = null }: collaboration.AlertStaff,
    @Ctx() context: RecordContext,
  ): Promise<RecordAnswer> {
    const { record, scope, tx } = context;
    const { id, correlationId = id, hops = 0 } = causeOf(record);
    return this.commands.once(context, async ({ profileId }) => {
      if (await this.erasures.isErased(tx, profileId)) return ignored('profile-erased');
      return this.alerts.raise(tx, {
        profileId,
        placeId,
        orderId,
        cause: { id, correlationId, hops },
        now: scope.now,
      });
    });
  }
}
