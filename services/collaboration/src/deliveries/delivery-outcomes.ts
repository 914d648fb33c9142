// What an attempt writes: the delivery's new state, the stored answer to its command, and the event, or nothing of it
// when somebody else settled the delivery meanwhile.
import { Inject, Injectable } from '@nestjs/common';
import { Fault } from '@continuo/kernel';
import { Intents, type IntentResult, type OutgoingEvent } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { AnsweredCommands, type CommandAnswer } from '@continuo/service-kit';
import { SuppressionsService } from '../suppressions/suppressions.service.js';
import { DeliveriesStore, EXPIRE_HELD_INTENT } from './deliveries.store.js';
import {
  asEvent,
  expiredAnswer,
  failedAnswer,
  refusedAnswer,
  sentAnswer,
  type Delivery,
} from './delivery.js';
import { STOPPED_MARKETING } from './domain/provider-answer.js';
import type { DeliveryState } from './domain/delivery-state.js';
import { isStopped } from './domain/stops.js';
import { SendingSwitchStore } from './sending-switch.store.js';

type Move = Parameters<DeliveriesStore['move']>[2];

@Injectable()
export class DeliveryOutcomes {
  constructor(
    @Inject(DeliveriesStore) private readonly store: DeliveriesStore,
    @Inject(SendingSwitchStore) private readonly sendingSwitch: SendingSwitchStore,
    @Inject(SuppressionsService) private readonly suppressions: SuppressionsService,
    @Inject(AnsweredCommands) private readonly answered: AnsweredCommands,
    @Inject(Intents) private readonly intents: Intents,
  ) {}

  sent(delivery: Delivery, providerId: string | null): IntentResult {
    const at = new Date();
    return this.settled(delivery, { state: 'sent', providerId, sentAt: at }, sentAnswer(delivery, at));
  }

  /** With an address: the provider says that this customer stopped our marketing. */
  refused(delivery: Delivery, code: string, stoppedAddress?: string): IntentResult {
    const answer = refusedAnswer(delivery, code, new Date());
    return this.settled(delivery, { state: 'refused', code }, answer, {
      also: async (tx) => {
        if (stoppedAddress === undefined) return [];
        const stopped = { channel: delivery.channel, address: stoppedAddress };
        return this.suppressions.stoppedAtProvider(tx, stopped, `provider-${STOPPED_MARKETING}`);
      },
    });
  }

  /** Answered and forgotten: the same command may be tried again. */
  failed(delivery: Delivery, code: string): IntentResult {
    return this.settled(delivery, { state: 'failed', code }, failedAnswer(delivery, code, new Date()), {
      keep: false,
    });
  }

  expired(delivery: Delivery, from: DeliveryState = 'queued'): IntentResult {
    return this.settled(delivery, { state: 'expired' }, expiredAnswer(delivery, new Date()), { from });
  }

  /** Waits for the switch, and no longer than it is good for. */
  held(delivery: Delivery): IntentResult {
    const write = async (tx: Transaction): Promise<void> => {
      const { stopped } = await this.sendingSwitch.read(tx, 'share');
      if (!isStopped(stopped, delivery.channel, delivery.purpose)) {
        throw new Fault('sending was switched on again', { code: 'switched-on', retriable: true });
      }
      const found = await this.store.find(tx, delivery.id, true);
      if (found?.state !== 'queued') return;
      await this.store.move(tx, delivery.id, { state: 'held' });
      const { id: deliveryId, notAfter: notBefore, cause, profileId } = delivery;
      if (notBefore === null) return;
      await this.intents.write(tx, [
        { kind: EXPIRE_HELD_INTENT, payload: { deliveryId }, notBefore, cause, profileId },
      ]);
    };
    return { write };
  }

  private settled(
    delivery: Delivery,
    move: Move,
    answer: CommandAnswer,
    more: {
      readonly keep?: boolean;
      readonly from?: DeliveryState;
      readonly also?: (tx: Transaction) => Promise<readonly OutgoingEvent[]>;
    } = {},
  ): IntentResult {
    // Read after `write` has run: what is published depends on what the locked row says.
    const outgoing: OutgoingEvent[] = [];
    const write = async (tx: Transaction): Promise<void> => {
      const found = await this.store.find(tx, delivery.id, true);
      if (found?.state !== (more.from ?? 'queued')) return;
      await this.store.move(tx, delivery.id, { ...move, templateRevision: delivery.templateRevision });
      outgoing.push(...((await more.also?.(tx)) ?? []));
      if (more.keep ?? true) await this.answered.keep(tx, delivery.commandId, answer);
      outgoing.push(asEvent(answer, delivery));
    };
    return { write, outgoing };
  }
}
