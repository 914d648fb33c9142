// Learns from the timeline whose an interaction is: its own beginning comes back there, under the customer's profile.
import type { contactCentre } from '@continuo/contracts';
import { EventPattern, RecordContext } from '@continuo/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { InteractionsService } from './interactions.service.js';

@Controller()
export class InteractionsConsumer {
  constructor(@Inject(InteractionsService) private readonly interactions: InteractionsService) {}

  @EventPattern('continuo.contact_centre.InteractionStarted.v1', { topic: 'cdp.timeline' })
  async started(
    @Payload() { interactionId }: contactCentre.InteractionStarted,
    @Ctx() { tx, record }: RecordContext,
  ): Promise<void> {
    await this.interactions.known(tx, interactionId, record.key);
  }
}
