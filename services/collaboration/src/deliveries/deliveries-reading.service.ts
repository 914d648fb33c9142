// Shows deliveries: lists without words, the words of one with a note of who read them.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Database, type Transaction } from '@continuo/persistence';
import { ProfileFamilies } from '@continuo/service-kit';
import { MessagesService } from '../messages/messages.service.js';
import { DeliveriesReadingStore, type DeliveryFilter, type PagePlace } from './deliveries-reading.store.js';
import type { DeliverySummary, DeliveryWords } from './delivery-summary.js';

/** Who reads, and what for; without a purpose nobody gets the words. */
export interface WordsReader {
  readonly subject: string;
  readonly client?: string;
  readonly purpose?: string;
}

@Injectable()
export class DeliveriesReading {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DeliveriesReadingStore) private readonly store: DeliveriesReadingStore,
    @Inject(MessagesService) private readonly messages: MessagesService,
    @Inject(ProfileFamilies) private readonly families: ProfileFamilies,
  ) {}

  /** A profile stands for the whole person. */
  list(
    { profileId, ...filter }: Omit<DeliveryFilter, 'profileIds'> & { readonly profileId?: string },
    page: { readonly after?: PagePlace; readonly limit: number },
  ): Promise<readonly DeliverySummary[]> {
    return this.database.transaction(async (tx) => {
      const profileIds = profileId === undefined ? undefined : await this.families.membersOf(tx, profileId);
      return this.store.page(tx, { ...filter, ...(profileIds && { profileIds }) }, page);
    });
  }

  show(id: string, reader: WordsReader): Promise<Result<DeliveryWords, 'delivery-unknown'>> {
    return this.database.transaction(async (tx) => {
      const found = await this.store.find(tx, id);
      if (found === undefined)
        return refuse('delivery-unknown', 'no delivery has this id', { field: 'deliveryId' });
      const { purpose, ...who } = reader;
      if (purpose === undefined) return ok({ ...found, text: null });
      const reading = { what: 'delivery', itemIds: [found.id], profileIds: [found.profileId] } as const;
      await this.messages.recordReading(tx, { ...who, purpose }, reading);
      return ok(found);
    });
  }

  sentPage(
    tx: Transaction,
    profileIds: readonly string[],
    before: PagePlace | undefined,
    limit: number,
  ): Promise<readonly DeliveryWords[]> {
    return this.store.sentPage(tx, profileIds, before, limit);
  }
}
