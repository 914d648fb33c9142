// What the timeline told of customers, in the database. Rows keep the profile they were made with; readers give a family.
import { PersonalData, personalRows } from '@continuo/service-kit';
import type { Transaction } from '@continuo/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { LastMessage, OpenOrder, OrderState } from './domain/customer-context.js';

export interface SaidFacts {
  readonly version: number;
  readonly at: number;
  readonly language: string | null;
  readonly valueTier: string | null;
}

export interface SaidCase {
  readonly caseId: string;
  readonly caseType: string;
  readonly productId: string | null;
  /** What was said of it, and when. */
  readonly what: 'opened' | 'reopened' | 'closed';
  readonly at: number;
}

export interface SaidOrder {
  readonly orderId: string;
  readonly storeId: string;
  readonly state: OrderState;
  readonly since: number;
}

export interface KnownCase {
  readonly caseId: string;
  readonly caseType: string;
  readonly productId: string | null;
  readonly openedAt: Date | null;
  readonly reopenedAt: Date | null;
  readonly closedAt: Date | null;
}

const KEPT_MESSAGES = 20;
const tables = ['customer_message', 'customer_case', 'customer_order', 'customer'];

@Injectable()
export class ContextStore {
  constructor(@Inject(PersonalData) personalData: PersonalData) {
    for (const table of tables) personalData.add(personalRows(`contact-centre.${table}`, table));
  }

  /** Makes every offer that tells of this customer out of date. */
  async changed(tx: Transaction, profileId: string): Promise<void> {
    await tx.client.query(
      `insert into customer (profile_id) values ($1)
       on conflict (profile_id) do update set version = customer.version + 1`,
      [profileId],
    );
  }

  /** False when later facts are known. */
  async facts(tx: Transaction, profileId: string, facts: SaidFacts): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `insert into customer (profile_id, facts_version, facts_at, language, value_tier)
       values ($1, $2, to_timestamp($3 / 1000.0), $4, $5)
       on conflict (profile_id) do update set version = customer.version + 1, facts_version = excluded.facts_version,
         facts_at = excluded.facts_at, language = excluded.language, value_tier = excluded.value_tier
       where coalesce(customer.facts_version, -1) < excluded.facts_version`,
      [profileId, facts.version, facts.at, facts.language, facts.valueTier],
    );
    return rowCount === 1;
  }

  /** Keeps the last messages of a profile. False when it is known already. */
  async message(tx: Transaction, profileId: string, message: LastMessage): Promise<boolean> {
    const { messageId, channel, intent, productId, receivedAt } = message;
    const { rowCount } = await tx.client.query(
      `insert into customer_message (message_id, profile_id, channel, intent, product_id, received_at)
       values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
      [messageId, profileId, channel, intent, productId, receivedAt],
    );
    await tx.client.query(
      `delete from customer_message where message_id in (
         select message_id from customer_message where profile_id = $1
         order by received_at desc, message_id desc offset $2)`,
      [profileId, KEPT_MESSAGES],
    );
    return rowCount === 1;
  }

  /** Keeps the latest time of each word; of the first opening the product. */
  async case(tx: Transaction, profileId: string, said: SaidCase): Promise<void> {
    const at = (what: SaidCase['what']): Date | null => (said.what === what ? new Date(said.at) : null);
    await tx.client.query(
      `insert into customer_case as known
         (case_id, profile_id, case_type, product_id, opened_at, reopened_at, closed_at)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (case_id) do update set
         product_id = coalesce(known.product_id, excluded.product_id),
         opened_at = coalesce(known.opened_at, excluded.opened_at),
         reopened_at = greatest(known.reopened_at, excluded.reopened_at),
         closed_at = greatest(known.closed_at, excluded.closed_at)`,
      [said.caseId, profileId, said.caseType, said.productId, at('opened'), at('reopened'), at('closed')],
    );
  }

  /**
   * The last word on an order, locked; undefined when there was none and this one is kept. Two partitions may tell of
   * one order at once, after a merge: whoever comes second waits, and sees the first one's word.
   */
  async firstWord(
    tx: Transaction,
    profileId: string,
    order: SaidOrder,
  ): Promise<{ readonly state: OrderState; readonly since: number } | undefined> {
    const { orderId, storeId, state, since } = order;
    const { rowCount } = await tx.client.query(
      `insert into customer_order (order_id, profile_id, store_id, state, since)
       values ($1, $2, $3, $4, to_timestamp($5 / 1000.0)) on conflict do nothing`,
      [orderId, profileId, storeId, state, since],
    );
    if (rowCount === 1) return undefined;
    const { rows } = await tx.client.query<{ state: OrderState; since: Date }>(
      'select state, since from customer_order where order_id = $1 for update',
      [orderId],
    );
    return rows.map((known) => ({ state: known.state, since: known.since.getTime() }))[0];
  }

  /** A later word on an order that is locked. */
  async laterWord(tx: Transaction, { orderId, storeId, state, since }: SaidOrder): Promise<void> {
    await tx.client.query(
      `update customer_order set store_id = $2, state = $3, since = to_timestamp($4 / 1000.0) where order_id = $1`,
      [orderId, storeId, state, since],
    );
  }

  /** By profile a number that changes whenever the context of its family does; 0 when nothing is known of them. */
  async versions(
    tx: Transaction,
    families: ReadonlyMap<string, readonly string[]>,
  ): Promise<ReadonlyMap<string, number>> {
    const pairs = [...families].flatMap(([asked, members]) => members.map((member) => ({ asked, member })));
    const { rows } = await tx.client.query<{ asked: string; version: string }>(
      `select asked, coalesce(sum(version), 0) as version
       from unnest($1::uuid[], $2::uuid[]) as family (asked, member)
         left join customer on customer.profile_id = family.member
       group by asked`,
      [pairs.map(({ asked }) => asked), pairs.map(({ member }) => member)],
    );
    return new Map(rows.map(({ asked, version }) => [asked, Number(version)]));
  }

  /** The latest facts over a family. */
  async factsOf(
    tx: Transaction,
    family: readonly string[],
  ): Promise<{ readonly language: string | null; readonly valueTier: string | null } | undefined> {
    const { rows } = await tx.client.query<{ language: string | null; value_tier: string | null }>(
      `select language, value_tier from customer where profile_id = any($1::uuid[]) and facts_at is not null
       order by facts_at desc, facts_version desc limit 1`,
      [family],
    );
    return rows.map((row) => ({ language: row.language, valueTier: row.value_tier }))[0];
  }

  async lastMessageOf(tx: Transaction, family: readonly string[]): Promise<LastMessage | undefined> {
    const { rows } = await tx.client.query<LastMessage>(
      `select message_id as "messageId", received_at as "receivedAt", channel, intent, product_id as "productId"
       from customer_message where profile_id = any($1::uuid[])
       order by received_at desc, message_id desc limit 1`,
      [family],
    );
    return rows[0];
  }

  /** Newest first; the rule says which of them are open. */
  async casesOf(tx: Transaction, family: readonly string[]): Promise<readonly KnownCase[]> {
    const { rows } = await tx.client.query<KnownCase>(
      `select case_id as "caseId", case_type as "caseType", product_id as "productId",
         opened_at as "openedAt", reopened_at as "reopenedAt", closed_at as "closedAt"
       from customer_case where profile_id = any($1::uuid[])
       order by coalesce(reopened_at, opened_at) desc nulls last, case_id limit 200`,
      [family],
    );
    return rows;
  }

  async openOrdersOf(tx: Transaction, family: readonly string[]): Promise<readonly OpenOrder[]> {
    const { rows } = await tx.client.query<OpenOrder>(
      `select order_id as "orderId", store_id as "storeId", state, since
       from customer_order where profile_id = any($1::uuid[]) and state not in ('collected', 'cancelled')
       order by since desc, order_id limit 50`,
      [family],
    );
    return rows;
  }

  /** Forgets what is over for some days. Answers how many rows went, at most `limit` of each kind. */
  async forget(tx: Transaction, days: number, limit: number): Promise<number> {
    const cases = await tx.client.query(
      `delete from customer_case where case_id in (
         select case_id from customer_case
         where closed_at < now() - make_interval(days => $1)
           and closed_at >= coalesce(greatest(opened_at, reopened_at), closed_at) limit $2)`,
      [days, limit],
    );
    const orders = await tx.client.query(
      `delete from customer_order where order_id in (
         select order_id from customer_order
         where state in ('collected', 'cancelled') and since < now() - make_interval(days => $1) limit $2)`,
      [days, limit],
    );
    return (cases.rowCount ?? 0) + (orders.rowCount ?? 0);
  }
}
