// Follows the timeline for what an agent should know of a customer before they talk.
import type { cdp, collaboration, crm, operations } from '@continuo/contracts';
import { ignored, type Ignored } from '@continuo/kernel';
import { EventPattern, RecordContext } from '@continuo/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { ContextService } from './context.service.js';
import type { SaidCase, SaidOrder } from './context.store.js';

const topic = 'cdp.timeline';
type Answer = Promise<Ignored | void>;

@Controller()
export class ContextConsumer {
  constructor(@Inject(ContextService) private readonly context: ContextService) {}

  @EventPattern('continuo.collaboration.MessageReceived.v1', { topic })
  message(@Payload() message: collaboration.MessageReceived, @Ctx() { tx, record }: RecordContext): Answer {
    const { messageId, channel, intent, productId = null, receivedAt } = message;
    return this.context.messageReceived(tx, record.key, {
      messageId,
      channel,
      intent,
      productId,
      receivedAt: new Date(receivedAt),
    });
  }

  @EventPattern('continuo.cdp.ProfileChanged.v1', { topic })
  async facts(@Payload() changed: cdp.ProfileChanged, @Ctx() { tx, record }: RecordContext): Answer {
    const { version, changedAt: at, language = null, valueTier = null } = changed;
    const counted = await this.context.factsSaid(tx, record.key, { version, at, language, valueTier });
    if (!counted) return ignored('later-facts-known');
  }

  @EventPattern('continuo.crm.CaseOpened.v1', { topic })
  opened(@Payload() { openedAt: at, ...opened }: crm.CaseOpened, @Ctx() context: RecordContext): Answer {
    return this.#case(context, { ...opened, what: 'opened', at });
  }

  @EventPattern('continuo.crm.CaseReopened.v1', { topic })
  reopened(@Payload() { reopenedAt: at, ...case_ }: crm.CaseReopened, @Ctx() context: RecordContext): Answer {
    return this.#case(context, { ...case_, what: 'reopened', at });
  }

  @EventPattern('continuo.crm.CaseClosed.v1', { topic })
  closed(@Payload() { closedAt: at, ...closed }: crm.CaseClosed, @Ctx() context: RecordContext): Answer {
    return this.#case(context, { ...closed, what: 'closed', at });
  }

  @EventPattern('continuo.operations.OrderAccepted.v1', { topic })
  accepted(@Payload() order: operations.OrderAccepted, @Ctx() context: RecordContext): Answer {
    return this.#order(context, { ...order, state: 'accepted', since: order.acceptedAt });
  }

  @EventPattern('continuo.operations.OrderReady.v1', { topic })
  ready(@Payload() order: operations.OrderReady, @Ctx() context: RecordContext): Answer {
    return this.#order(context, { ...order, state: 'ready', since: order.readyAt });
  }

  @EventPattern('continuo.operations.OrderFalloutRaised.v1', { topic })
  fallout(@Payload() order: operations.OrderFalloutRaised, @Ctx() context: RecordContext): Answer {
    return this.#order(context, { ...order, state: 'fallout', since: order.raisedAt });
  }

  @EventPattern('continuo.operations.OrderFalloutResolved.v1', { topic })
  resolved(@Payload() order: operations.OrderFalloutResolved, @Ctx() context: RecordContext): Answer {
    return this.#order(context, { ...order, state: 'accepted', since: order.resolvedAt });
  }

  @EventPattern('continuo.operations.OrderCollected.v1', { topic })
  collected(@Payload() order: operations.OrderCollected, @Ctx() context: RecordContext): Answer {
    return this.#order(context, { ...order, state: 'collected', since: order.collectedAt });
  }

  @EventPattern('continuo.operations.OrderCancelled.v1', { topic })
  cancelled(@Payload() order: operations.OrderCancelled, @Ctx() context: RecordContext): Answer {
    return this.#order(context, { ...order, state: 'cancelled', since: order.cancelledAt });
  }

  async #case(
    { tx, record }: RecordContext,
    said: Omit<SaidCase, 'productId'> & { productId?: string | null },
  ): Answer {
    const { caseId, caseType, productId = null, what, at } = said;
    await this.context.caseSaid(tx, record.key, { caseId, caseType, productId, what, at });
  }

  async #order({ tx, record }: RecordContext, { orderId, storeId, state, since }: SaidOrder): Answer {
    const counted = await this.context.orderSaid(tx, record.key, { orderId, storeId, state, since });
    if (!counted) return ignored('later-word-known');
  }
}
