// Deliveries in the database: one per command, every change of state under its row's lock.
import { Inject, Injectable } from '@nestjs/common';
import { IntentStore } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { PersonalData, personalRows } from '@continuo/service-kit';
import type { DeliveryState } from './domain/delivery-state.js';
import type { Delivery } from './delivery.js';

export type NewDelivery = Omit<
  Delivery,
  | 'state'
  | 'code'
  | 'isTried'
  | 'address'
  | 'language'
  | 'templateRevision'
  | 'createdAt'
  | 'sentAt'
  | 'changedAt'
>;

/** Kind of the intents that hand a message over; their key is the profile. */
export const SEND_INTENT = 'collaboration.send-message';

/** Kind of the intents that are due when a held message has become worthless. */
export const EXPIRE_HELD_INTENT = 'collaboration.expire-held-message';

interface Row {
  id: string;
  command_id: string;
  profile_id: string;
  cause: Delivery['cause'];
  template: string;
  purpose: string;
  channel: string;
  variables: Delivery['variables'];
  not_after: Date | null;
  content_as_of: Date | null;
  state: DeliveryState;
  code: string | null;
  is_tried: boolean;
  address: string | null;
  language: string | null;
  template_revision: number | null;
  created_at: Date;
  sent_at: Date | null;
  changed_at: Date;
}

const columns = `id, command_id, profile_id, cause, template, purpose, channel, variables, not_after,
  content_as_of, state, code, is_tried, address, language, template_revision, created_at, sent_at, changed_at`;

@Injectable()
export class DeliveriesStore {
  constructor(
    @Inject(PersonalData) personalData: PersonalData,
    @Inject(IntentStore) private readonly intents: IntentStore,
  ) {
    // The kit deletes the calls that were still to be made; one that is being made finds no delivery when it ends.
    personalData.add(personalRows('collaboration.delivery', 'delivery'));
  }

  /** The delivery of a command, made or found, and locked. */
  async take(
    tx: Transaction,
    made: NewDelivery,
  ): Promise<{ readonly isNew: boolean; readonly delivery: Delivery }> {
    const { rows } = await tx.client.query<Row>(
      `insert into delivery (id, command_id, profile_id, cause, template, purpose, channel, variables, not_after,
         content_as_of, state)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'queued') on conflict (command_id) do nothing returning ${columns}`,
      [
        made.id,
        made.commandId,
        made.profileId,
        JSON.stringify(made.cause),
        made.template,
        made.purpose,
        made.channel,
        JSON.stringify(made.variables),
        made.notAfter,
        made.contentAsOf,
      ],
    );
    if (rows[0] !== undefined) return { isNew: true, delivery: deliveryOf(rows[0]) };
    const found = await tx.client.query<Row>(
      `select ${columns} from delivery where command_id = $1 for update`,
      [made.commandId],
    );
    return { isNew: false, delivery: deliveryOf(found.rows[0]!) };
  }

  async find(tx: Transaction, id: string, lock = false): Promise<Delivery | undefined> {
    const { rows } = await tx.client.query<Row>(
      `select ${columns} from delivery where id = $1 ${lock ? 'for update' : ''}`,
      [id],
    );
    return rows[0] && deliveryOf(rows[0]);
  }

  /** The one that the provider speaks of: by its id for the message, else by ours that went along. Locked. */
  async findByProvider(
    tx: Transaction,
    channel: string,
    { providerId, reference }: { readonly providerId: string; readonly reference: string | null },
  ): Promise<Delivery | undefined> {
    const { rows } = await tx.client.query<Row>(
      `select ${columns} from delivery where channel = $1 and (provider_id = $2 or id = $3::uuid)
       order by (provider_id is not distinct from $2) desc limit 1 for update`,
      [channel, providerId, reference],
    );
    return rows[0] && deliveryOf(rows[0]);
  }

  /** The deliveries that these messages of ours were, by the provider's ids. */
  async byProviderIds(
    tx: Transaction,
    channel: string,
    providerIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly id: string; readonly variables: Delivery['variables'] }>> {
    const { rows } = await tx.client.query<{
      id: string;
      provider_id: string;
      variables: Delivery['variables'];
    }>(
      'select id, provider_id, variables from delivery where channel = $1 and provider_id = any($2::text[])',
      [channel, providerIds],
    );
    return new Map(rows.map(({ provider_id: key, ...rest }) => [key, rest]));
  }

  /** Says what it will look like before the provider is called: its statuses may come before its answer. */
  async tried(
    tx: Transaction,
    id: string,
    what: {
      readonly address: string;
      readonly language: string;
      readonly revision: number | null;
      readonly rendered: string;
    },
  ): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `update delivery set is_tried = true, address = $2, language = $3, rendered = $4, template_revision = $5
       where id = $1 and state = 'queued'`,
      [id, what.address, what.language, what.rendered, what.revision],
    );
    return rowCount === 1;
  }

  /** Moves it on. The caller holds its lock. */
  async move(
    tx: Transaction,
    id: string,
    to: {
      readonly state: DeliveryState;
      readonly code?: string | null;
      readonly providerId?: string | null;
      readonly sentAt?: Date;
      readonly templateRevision?: number | null;
    },
  ): Promise<void> {
    await tx.client.query(
      `update delivery set state = $2, code = $3, provider_id = coalesce($4, provider_id),
         sent_at = coalesce($5, sent_at), template_revision = coalesce($6, template_revision), changed_at = now()
       where id = $1`,
      [id, to.state, to.code ?? null, to.providerId ?? null, to.sentAt ?? null, to.templateRevision ?? null],
    );
  }

  /** A command came again after it had failed: another attempt of the same delivery. */
  async requeue(
    tx: Transaction,
    id: string,
    { notAfter, contentAsOf, cause }: Pick<Delivery, 'notAfter' | 'contentAsOf' | 'cause'>,
  ): Promise<void> {
    await this.intents.cancel(tx, id);
    await tx.client.query(
      `update delivery set state = 'queued', code = null, not_after = $2, cause = $3, content_as_of = $4, changed_at = now()
       where id = $1`,
      [id, notAfter, JSON.stringify(cause), contentAsOf],
    );
  }

  /** Channels and purposes of what is held back. */
  async heldKinds(
    tx: Transaction,
  ): Promise<readonly { readonly channel: string; readonly purpose: string }[]> {
    const { rows } = await tx.client.query<{ channel: string; purpose: string }>(
      "select distinct channel, purpose from delivery where state = 'held' order by channel, purpose",
    );
    return rows;
  }

  /** Queues what is held of one channel and purpose again, oldest first. */
  async release(tx: Transaction, channel: string, purpose: string): Promise<readonly Delivery[]> {
    const { rows } = await tx.client.query<Row>(
      `update delivery set state = 'queued', code = null, changed_at = now()
       where state = 'held' and channel = $1 and purpose = $2 returning ${columns}`,
      [channel, purpose],
    );
    return rows.map(deliveryOf).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  }
}

export function deliveryOf(row: Row): Delivery {
  const { id, cause, template, purpose, channel, variables, state, code, address, language } = row;
  return {
    id,
    commandId: row.command_id,
    profileId: row.profile_id,
    cause,
    template,
    purpose,
    channel,
    variables,
    notAfter: row.not_after,
    contentAsOf: row.content_as_of,
    state,
    code,
    isTried: row.is_tried,
    address,
    language,
    templateRevision: row.template_revision,
    createdAt: row.created_at,
    sentAt: row.sent_at,
    changedAt: row.changed_at,
  };
}
