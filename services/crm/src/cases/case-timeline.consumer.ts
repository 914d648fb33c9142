// Writes into open cases what other channels tell of their customer, and learns whose cases these are.
import type { collaboration, contactCentre, crm, operations } from '@continuo/contracts';
import { ignored, type Ignored } from '@continuo/kernel';
import { EventPattern, RecordContext } from '@continuo/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { CasesService } from './cases.service.js';
import {
  interactionAccepted,
  interactionEnded,
  messageReceived,
  orderAccepted,
  orderCancelled,
  orderCollected,
  type ChannelActivity,
} from './domain/channel-activity.js';

const topic = 'cdp.timeline';
type Told = Promise<Ignored | void>;

@Controller()
export class CaseTimelineConsumer {
  constructor(@Inject(CasesService) private readonly cases: CasesService) {}

  @EventPattern('continuo.crm.CaseOpened.v1', { topic })
  async opened(@Payload() { caseId }: crm.CaseOpened, @Ctx() { tx, record }: RecordContext): Told {
    if (record.profileId === undefined) return ignored('no-profile');
    const learnt = await this.cases.learnProfile(tx, caseId, record.profileId);
    return learnt ? undefined : ignored('case-profile-known');
  }

  /** The message that a case began with stands at its opening already. */
  @EventPattern('continuo.collaboration.MessageReceived.v1', { topic })
  message(@Payload() event: collaboration.MessageReceived, @Ctx() context: RecordContext): Told {
    return this.tell(messageReceived(event), context, event.messageId);
  }

  @EventPattern('continuo.contact_centre.InteractionAccepted.v1', { topic })
  accepted(@Payload() event: contactCentre.InteractionAccepted, @Ctx() context: RecordContext): Told {
    return this.tell(interactionAccepted(event), context);
  }

  @EventPattern('continuo.contact_centre.InteractionEnded.v1', { topic })
  ended(@Payload() event: contactCentre.InteractionEnded, @Ctx() context: RecordContext): Told {
    return this.tell(interactionEnded(event), context);
  }

  @EventPattern('continuo.operations.OrderAccepted.v1', { topic })
  ordered(@Payload() event: operations.OrderAccepted, @Ctx() context: RecordContext): Told {
    return this.tell(orderAccepted(event), context);
  }

  @EventPattern('continuo.operations.OrderCollected.v1', { topic })
  collected(@Payload() event: operations.OrderCollected, @Ctx() context: RecordContext): Told {
    return this.tell(orderCollected(event), context);
  }

  @EventPattern('continuo.operations.OrderCancelled.v1', { topic })
  cancelled(@Payload() event: operations.OrderCancelled, @Ctx() context: RecordContext): Told {
    return this.tell(orderCancelled(event), context);
  }

  private async tell(
    told: ChannelActivity,
    { tx, record }: RecordContext,
    messageId: string | null = null,
  ): Told {
    if (record.profileId === undefined) return ignored('no-profile');
    const added = await this.cases.tell(tx, record.profileId, { ...told, messageId }, record.id);
    return added > 0 ? undefined : ignored('no-open-case');
  }
}
