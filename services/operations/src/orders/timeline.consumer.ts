// Learns from the timeline whose order it is: our own acceptance, come back under its profile.
import type { operations } from '@continuo/contracts';
import { ignored, type Ignored } from '@continuo/kernel';
import { EventPattern, RecordContext } from '@continuo/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { OrdersService } from './orders.service.js';

@Controller()
export class TimelineConsumer {
  constructor(@Inject(OrdersService) private readonly orders: OrdersService) {}

  @EventPattern('continuo.operations.OrderAccepted.v1', { topic: 'cdp.timeline' })
  async accepted(
    @Payload() { orderId }: operations.OrderAccepted,
    @Ctx() { record, tx }: RecordContext,
  ): Promise<void | Ignored> {
    if (record.profileId === undefined) return ignored('profile-missing');
    const outcome = await this.orders.assign(tx, orderId, record.profileId);
    if (outcome !== 'assigned') return ignored(outcome);
  }
}
