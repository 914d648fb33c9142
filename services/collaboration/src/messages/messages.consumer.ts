// Learns whose a message is when it comes back on the timeline.
import type { collaboration } from '@continuo/contracts';
import { ignored, type Ignored } from '@continuo/kernel';
import { EventPattern, RecordContext } from '@continuo/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { MessagesService } from './messages.service.js';

@Controller()
export class MessagesConsumer {
  constructor(@Inject(MessagesService) private readonly messages: MessagesService) {}

  @EventPattern('continuo.collaboration.MessageReceived.v1', { topic: 'cdp.timeline' })
  async received(
    @Payload() { messageId }: collaboration.MessageReceived,
    @Ctx() { tx, record }: RecordContext,
  ): Promise<Ignored | undefined> {
    if (record.profileId === undefined) return ignored('no-profile');
    const outcome = await this.messages.attach(tx, messageId, record.profileId);
    return outcome === 'attached' ? undefined : ignored(outcome);
  }
}
