// A person's conversation over both directions and all of their profiles, for those who may read it.
import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@continuo/persistence';
import { Erasures, ProfileFamilies } from '@continuo/service-kit';
import { DeliveriesReading } from '../deliveries/deliveries-reading.service.js';
import { MessagesService } from '../messages/messages.service.js';

/** Somebody read a person's messages. */
export type FoundReading = Awaited<ReturnType<MessagesService['readings']>>[number];

/** One message, either way. */
export interface ConversationMessage {
  readonly id: string;
  readonly direction: 'inbound' | 'outbound';
  readonly channel: string;
  readonly kind: 'text' | 'choice' | 'media' | 'place' | 'other' | 'template';
  readonly text: string | null;
  /** Of an inbound one. */
  readonly intent: string | null;
  readonly productId: string | null;
  /** Of an inbound one: the delivery that it answers. */
  readonly replyTo: string | null;
  /** Of an outbound one. */
  readonly template: string | null;
  readonly state: string | null;
  /** When it was received, or handed over. */
  readonly at: Date;
}

export interface ConversationPage {
  readonly before?: { readonly at: Date; readonly id: string };
  readonly limit: number;
}

@Injectable()
export class ConversationsService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MessagesService) private readonly messages: MessagesService,
    @Inject(DeliveriesReading) private readonly deliveries: DeliveriesReading,
    @Inject(ProfileFamilies) private readonly families: ProfileFamilies,
    @Inject(Erasures) private readonly erasures: Erasures,
  ) {}

  /**
   * The newest first. The reading is written down, an empty one too: that nothing was there is known by it. Of somebody
   * who was erased there is nothing, and nothing is written down any more.
   */
  async page(
    profileId: string,
    { before, limit }: ConversationPage,
    reader: { readonly subject: string; readonly client?: string; readonly purpose: string },
  ): Promise<readonly ConversationMessage[]> {
    return this.database.transaction(async (tx) => {
      if (await this.erasures.isErased(tx, profileId)) return [];
      const members = await this.families.membersOf(tx, profileId);
      const inbound = await this.messages.page(tx, members, before, limit);
      const outbound = await this.deliveries.sentPage(tx, members, before, limit);
      const both = [...inbound.map(heard), ...outbound.map(said)].sort(newestFirst).slice(0, limit);
      const itemIds = both.map(({ id }) => id);
      await this.messages.recordReading(tx, reader, { what: 'conversation', itemIds, profileIds: members });
      return both;
    });
  }

  /** Who read this person's messages; of somebody who was erased nothing is known any more. */
  async readings(
    profileId: string,
    page: { readonly before?: string; readonly limit: number },
  ): Promise<readonly FoundReading[]> {
    return this.database.transaction(async (tx) => {
      const members = await this.families.membersOf(tx, profileId);
      return this.messages.readings(tx, members, page);
    });
  }
}

type Inbound = Awaited<ReturnType<MessagesService['page']>>[number];
type Outbound = Awaited<ReturnType<DeliveriesReading['sentPage']>>[number];

function heard(message: Inbound): ConversationMessage {
  const { id, channel, kind, content, intent, productId, replyTo, receivedAt: at } = message;
  return {
    ...{ id, channel, kind, intent, productId, replyTo, at },
    direction: 'inbound',
    text: content.text,
    template: null,
    state: null,
  };
}

function said(delivery: Outbound): ConversationMessage {
  const { id, channel, text, template, state, sentAt, createdAt } = delivery;
  return {
    ...{ id, channel, text, template, state },
    direction: 'outbound',
    kind: 'template',
    intent: null,
    productId: null,
    replyTo: null,
    at: sentAt ?? createdAt,
  };
}

function newestFirst(a: ConversationMessage, b: ConversationMessage): number {
  return b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1);
}
