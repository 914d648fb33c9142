// Lists of deliveries for people: filtered, paged, the rendered text only where it is asked for.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { DeliverySummary, DeliveryWords } from './delivery-summary.js';
import type { DeliveryState } from './domain/delivery-state.js';

export interface DeliveryFilter {
  readonly state?: DeliveryState;
  readonly template?: string;
  readonly profileIds?: readonly string[];
}

/** Where the next page begins: behind this one. */
export interface PagePlace {
  readonly at: Date;
  readonly id: string;
}

const summary = `id, command_id as "commandId", profile_id as "profileId", template,
  template_revision as "templateRevision", purpose, channel, language, state, code,
  not_after as "notAfter", created_at as "createdAt", sent_at as "sentAt", changed_at as "changedAt"`;

@Injectable()
export class DeliveriesReadingStore {
  /** The newest first. */
  async page(
    tx: Transaction,
    filter: DeliveryFilter,
    { after, limit }: { readonly after?: PagePlace; readonly limit: number },
  ): Promise<readonly DeliverySummary[]> {
    const { rows } = await tx.client.query<DeliverySummary>(
      `select ${summary} from delivery
       where ($1::text is null or state = $1) and ($2::text is null or template = $2)
         and ($3::uuid[] is null or profile_id = any($3)) and ($4::timestamptz is null or (created_at, id) < ($4, $5::uuid))
       order by created_at desc, id desc limit $6`,
      [
        filter.state ?? null,
        filter.template ?? null,
        filter.profileIds ?? null,
        after?.at ?? null,
        after?.id ?? null,
        limit,
      ],
    );
    return rows;
  }

  async find(tx: Transaction, id: string): Promise<DeliveryWords | undefined> {
    const { rows } = await tx.client.query<DeliveryWords>(
      `select ${summary}, rendered as text from delivery where id = $1`,
      [id],
    );
    return rows[0];
  }

  /** What was handed over to these profiles before a place, by the time it was, newest first. */
  async sentPage(
    tx: Transaction,
    profileIds: readonly string[],
    before: PagePlace | undefined,
    limit: number,
  ): Promise<readonly DeliveryWords[]> {
    const { rows } = await tx.client.query<DeliveryWords>(
      `select ${summary}, rendered as text from delivery
       where profile_id = any($1::uuid[]) and sent_at is not null
         and ($2::timestamptz is null or (sent_at, id) < ($2, $3::uuid))
       order by sent_at desc, id desc limit $4`,
      [profileIds, before?.at ?? null, before?.id ?? null, limit],
    );
    return rows;
  }
}
