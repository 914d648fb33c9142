// Takes commands to send in, and what the provider says of messages; the calls themselves are the sender's.
import { Inject, Injectable } from '@nestjs/common';
import type { collaboration } from '@continuo/contracts';
import { Intents, type Cause, type OutgoingEvent } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { AnsweredCommands, Erasures } from '@continuo/service-kit';
import { uuidv7 } from 'uuidv7';
import { SuppressionsService } from '../suppressions/suppressions.service.js';
import { CHANNELS } from './domain/decide.js';
import { newsOf, type ProviderWord } from './domain/delivery-state.js';
import { STOPPED_MARKETING } from './domain/provider-answer.js';
import { asEvent, changedEvent, sentAnswer, type Delivery } from './delivery.js';
import { DeliveriesStore, SEND_INTENT } from './deliveries.store.js';

/** Payload of a send intent. */
export interface SendPayload {
  readonly deliveryId: string;
}

/** Why a command is not answered now. */
export type Accepted = 'answered-later' | 'already-in-hand' | 'profile-erased';

export interface ProviderStatus {
  readonly providerId: string;
  readonly status: ProviderWord;
  readonly code: string | null;
  readonly at: number;
  readonly reference: string | null;
}

@Injectable()
export class DeliveriesService {
  constructor(
    @Inject(DeliveriesStore) private readonly store: DeliveriesStore,
    @Inject(SuppressionsService) private readonly suppressions: SuppressionsService,
    @Inject(AnsweredCommands) private readonly answered: AnsweredCommands,
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(Intents) private readonly intents: Intents,
  ) {}

  /** A command becomes a delivery and an intent. The same one again, after a failure, is another attempt of the same. */
  async accept(
    tx: Transaction,
    command: collaboration.SendMessage,
    envelope: { readonly commandId: string; readonly profileId: string; readonly cause: Cause },
  ): Promise<Accepted> {
    if (await this.erasures.isErased(tx, envelope.profileId)) return 'profile-erased';
    const notAfter = momentOf(command.notAfter);
    const contentAsOf = momentOf(command.contentAsOf);
    const { isNew, delivery } = await this.store.take(tx, {
      id: uuidv7(),
      ...envelope,
      template: storable(command.template),
      purpose: storable(command.purpose),
      channel: storable(command.channel ?? CHANNELS[0]),
      variables: command.variables ?? {},
      notAfter,
      contentAsOf,
    });
    if (!isNew) {
      if (delivery.state !== 'failed') return 'already-in-hand';
      await this.store.requeue(tx, delivery.id, { notAfter, contentAsOf, cause: envelope.cause });
    }
    await this.queue(tx, [{ ...delivery, notAfter, cause: envelope.cause }]);
    return 'answered-later';
  }

  /** Asks for the calls. The intent's id is the delivery's, so every attempt of it ever carries one key. */
  async queue(tx: Transaction, deliveries: readonly Delivery[]): Promise<void> {
    await this.intents.write(
      tx,
      deliveries.map(({ id, profileId, notAfter, cause }) => ({
        id,
        kind: SEND_INTENT,
        key: profileId,
        profileId,
        payload: { deliveryId: id } satisfies SendPayload,
        cause,
        ...(notAfter !== null && { notAfter }),
      })),
    );
  }

  /** What a status of the provider makes known. Nothing when it was known, or speaks of a message that is not ours. */
  async heard(
    tx: Transaction,
    channel: string,
    status: ProviderStatus,
  ): Promise<readonly OutgoingEvent[] | 'delivery-unknown' | 'nothing-new'> {
    const delivery = await this.store.findByProvider(tx, channel, status);
    if (delivery === undefined) return 'delivery-unknown';
    const events: OutgoingEvent[] = [];
    if (status.code === STOPPED_MARKETING && delivery.address !== null) {
      const stopped = { channel, address: delivery.address };
      const code = `provider-${STOPPED_MARKETING}`;
      events.push(...(await this.suppressions.stoppedAtProvider(tx, stopped, code)));
    }
    const news = newsOf(delivery.state, status.status);
    if (news === undefined) return events.length > 0 ? events : 'nothing-new';
    const at = new Date(status.at);
    await this.store.move(tx, delivery.id, {
      state: news.changed ?? 'sent',
      code: status.code,
      ...(news.wasSent && { providerId: status.providerId, sentAt: at }),
    });
    if (news.wasSent) {
      const answer = sentAnswer(delivery, at);
      await this.answered.keep(tx, delivery.commandId, answer);
      events.push(asEvent(answer, delivery));
    }
    if (news.changed !== null)
      events.push(changedEvent(delivery, { status: news.changed, code: status.code, at }));
    return events;
  }

  /** Which deliveries the provider's ids stand for, and the product that each was about. */
  async answeredBy(
    tx: Transaction,
    channel: string,
    providerIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly deliveryId: string; readonly productId: string | null }>> {
    if (providerIds.length === 0) return new Map();
    const found = await this.store.byProviderIds(tx, channel, providerIds);
    return new Map(
      [...found].map(([providerId, { id, variables }]) => {
        const { productId } = variables;
        return [
          providerId,
          { deliveryId: id, productId: typeof productId === 'string' ? productId : null },
        ] as const;
      }),
    );
  }
}

function momentOf(time: number | null | undefined): Date | null {
  return typeof time === 'number' ? new Date(time) : null;
}

/** No database holds U+0000; a name with it is unknown either way. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '\ufffd');
}
