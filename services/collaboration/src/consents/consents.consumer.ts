// Follows the facts of profiles on the timeline.
import type { cdp } from '@continuo/contracts';
import { ignored, type Ignored } from '@continuo/kernel';
import { EventPattern, RecordContext } from '@continuo/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { ConsentsService } from './consents.service.js';

@Controller()
export class ConsentsConsumer {
  constructor(@Inject(ConsentsService) private readonly consents: ConsentsService) {}

  @EventPattern('continuo.cdp.ProfileChanged.v1', { topic: 'cdp.timeline' })
  async changed(
    @Payload() changed: cdp.ProfileChanged,
    @Ctx() { tx }: RecordContext,
  ): Promise<Ignored | undefined> {
    const isNews = await this.consents.learn(tx, changed);
    return isNews ? undefined : ignored('facts-older');
  }
}
