// Takes a webhook of WhatsApp in, in one transaction: what is new is stored and published, what came before is not.
import { Inject, Injectable } from '@nestjs/common';
import { ok, type Result } from '@continuo/kernel';
import { Outbox, type OutgoingEvent } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { DeliveriesService } from '../deliveries/deliveries.service.js';
import { MessagesService } from '../messages/messages.service.js';
import { SuppressionsService } from '../suppressions/suppressions.service.js';
import {
  readWebhook,
  type Rejected,
  type WebhookContent,
  type WhatsAppMessage,
} from './domain/whatsapp-payload.js';
import { RejectionsStore, type RejectionCount } from './rejections.store.js';

const channel = 'whatsapp';

/** What became of a webhook, in numbers. */
export interface Receipt {
  readonly accepted: number;
  /** Came before. */
  readonly repeated: number;
  readonly rejected: number;
  /** Said nothing to act on. */
  readonly ignored: number;
}

@Injectable()
export class WebhooksService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(MessagesService) private readonly messages: MessagesService,
    @Inject(DeliveriesService) private readonly deliveries: DeliveriesService,
    @Inject(SuppressionsService) private readonly suppressions: SuppressionsService,
    @Inject(RejectionsStore) private readonly rejections: RejectionsStore,
  ) {}

  /** Refused only when it is no webhook of a WhatsApp business account. */
  async receive(body: unknown, numberId: string): Promise<Result<Receipt, 'webhook-unknown'>> {
    const read = readWebhook(body, numberId);
    if (!read.ok) return read;
    const { messages, rejected } = this.sort(read.value);
    const receivedAt = new Date();
    return this.outbox.transact(async (tx) => {
      // Deliveries are locked before addresses, as the sender does.
      const changed = await this.takeStatuses(tx, read.value);
      const { events: received, words } = await this.takeMessages(tx, messages, receivedAt);
      await this.rejections.add(tx, rejected);
      const ignored = Object.values(read.value.ignored).reduce((sum, each) => sum + each, changed.nothingNew);
      const receipt = {
        accepted: received.length + changed.events.length,
        repeated: messages.length - received.length,
        rejected: rejected.length,
        ignored,
      };
      return { result: ok(receipt), outgoing: [...received, ...words, ...changed.events] };
    });
  }

  /** Why items were left out since a time, counted. */
  rejectionsSince(since: Date): Promise<readonly RejectionCount[]> {
    return this.database.transaction((tx) => this.rejections.since(tx, since));
  }

  /** A number that cannot be named on the bus is nobody's. */
  private sort({ messages, rejected }: WebhookContent): {
    messages: readonly WhatsAppMessage[];
    rejected: readonly Rejected[];
  } {
    const strange = messages.filter(({ from }) => !this.messages.canName(from));
    return {
      messages: messages.filter((each) => !strange.includes(each)),
      rejected: [
        ...rejected,
        ...strange.map(({ type }) => ({ code: 'sender-number-unusable', field: 'from', type })),
      ],
    };
  }

  private async takeMessages(
    tx: Transaction,
    messages: readonly WhatsAppMessage[],
    receivedAt: Date,
  ): Promise<{ readonly events: readonly OutgoingEvent[]; readonly words: readonly OutgoingEvent[] }> {
    const unseen = new Set(
      await this.messages.claim(
        tx,
        channel,
        messages.map(({ providerId }) => providerId),
      ),
    );
    // Taken out as it is stored: the same message twice in one webhook is one.
    const fresh = messages.filter(({ providerId }) => unseen.delete(providerId));
    const answered = await this.deliveries.answeredBy(
      tx,
      channel,
      fresh.flatMap(({ answers }) => answers ?? []),
    );
    const events: OutgoingEvent[] = [];
    const words: OutgoingEvent[] = [];
    for (const message of fresh) {
      const { from: address, text, name, type, details, kind, intent, providerId } = message;
      const answers = message.answers === null ? undefined : answered.get(message.answers);
      // Nobody writes in the future: a clock that runs ahead must not keep a conversation open.
      const saidAt = new Date(Math.min(message.saidAt, receivedAt.getTime()));
      const taken = {
        ...{ channel, providerId, address, kind, intent, saidAt },
        content: { text, name, type, details },
        productId: message.productId ?? answers?.productId ?? null,
        replyTo: answers?.deliveryId ?? null,
      };
      events.push(await this.messages.take(tx, taken, receivedAt));
      if (text !== null) words.push(...(await this.suppressions.heard(tx, { channel, address }, text)));
    }
    return { events, words };
  }

  private async takeStatuses(
    tx: Transaction,
    { statuses }: WebhookContent,
  ): Promise<{ readonly events: readonly OutgoingEvent[]; readonly nothingNew: number }> {
    const events: OutgoingEvent[] = [];
    let nothingNew = 0;
    // In one order whoever takes them, so that two webhooks about the same deliveries don't wait for each other.
    const ordered = [...statuses].sort((a, b) =>
      a.providerId < b.providerId ? -1 : a.providerId > b.providerId ? 1 : a.at - b.at,
    );
    for (const status of ordered) {
      const heard = await this.deliveries.heard(tx, channel, status);
      if (typeof heard === 'string') nothingNew += 1;
      else events.push(...heard);
    }
    return { events, nothingNew };
  }
}
