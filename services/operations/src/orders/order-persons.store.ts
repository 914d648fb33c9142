// Whom an order is for: identifiers, the name and number on its label, its pickup code. All that an erasure deletes.
import { Inject, Injectable } from '@nestjs/common';
import type { CustomerIdentifier } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { PersonalData, personalRows, type PersonalStore } from '@continuo/service-kit';

export interface OrderPerson {
  /** As events name the customer; addresses and numbers are hashes. */
  readonly customer: readonly CustomerIdentifier[];
  readonly contactId: string | null;
  readonly contactName: string | null;
  readonly contactPhone: string | null;
  readonly pickupCode: string;
  readonly wrongCodes: number;
}

/** Somebody was shown the name and number of an order. */
export interface FoundAccess {
  /** Its place in the list. */
  readonly place: string;
  readonly at: Date;
  readonly subject: string;
  readonly client: string | null;
  readonly purpose: string;
  readonly orderId: string;
}

@Injectable()
export class OrderPersonsStore implements PersonalStore {
  readonly name = 'operations.order_person';

  constructor(@Inject(PersonalData) personalData: PersonalData) {
    // Who read it is found through the order's profile, and so goes before that.
    const ofOrders = 'order_id in (select id from customer_order where profile_id = any($1::uuid[]))';
    personalData.add(personalRows('operations.order_access', 'order_access', ofOrders));
    personalData.add(this);
  }

  async insert(tx: Transaction, orderId: string, person: Omit<OrderPerson, 'wrongCodes'>): Promise<void> {
    await tx.client.query(
      `insert into order_person (order_id, customer, contact_id, contact_name, contact_phone, pickup_code)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        orderId,
        JSON.stringify(person.customer),
        person.contactId,
        person.contactName,
        person.contactPhone,
        person.pickupCode,
      ],
    );
  }

  /** Undefined once the person was erased. */
  async find(tx: Transaction, orderId: string): Promise<OrderPerson | undefined> {
    const { rows } = await tx.client.query<OrderPerson>(
      `select customer, contact_id as "contactId", contact_name as "contactName",
         contact_phone as "contactPhone", pickup_code as "pickupCode", wrong_codes as "wrongCodes"
       from order_person where order_id = $1`,
      [orderId],
    );
    return rows[0];
  }

  /** How events of this order name its customer; by the order alone once the person was erased. */
  async customerOf(tx: Transaction, orderId: string): Promise<readonly CustomerIdentifier[]> {
    return (await this.find(tx, orderId))?.customer ?? [{ kind: 'order', value: orderId }];
  }

  async countWrongCode(tx: Transaction, orderId: string): Promise<void> {
    await tx.client.query('update order_person set wrong_codes = wrong_codes + 1 where order_id = $1', [
      orderId,
    ]);
  }

  /** Writes down who reads whose name and number, before it is handed out. */
  async recordAccess(
    tx: Transaction,
    access: {
      readonly subject: string;
      readonly client?: string;
      readonly purpose: string;
      readonly orderId: string;
    },
  ): Promise<void> {
    await tx.client.query(
      'insert into order_access (subject, client, purpose, order_id) values ($1, $2, $3, $4)',
      [access.subject, access.client ?? null, access.purpose, access.orderId],
    );
  }

  /** Who read names and numbers of these profiles' orders, the newest first. */
  async accessesOf(
    tx: Transaction,
    profileIds: readonly string[],
    before: string | undefined,
    limit: number,
  ): Promise<readonly FoundAccess[]> {
    const { rows } = await tx.client.query<FoundAccess>(
      `select id::text as place, at, subject, client, purpose, order_id as "orderId" from order_access
       where order_id in (select id from customer_order where profile_id = any($1::uuid[]))
         and ($2::bigint is null or id < $2) order by order_access.id desc limit $3`,
      [profileIds, before ?? null, limit],
    );
    return rows;
  }

  /** Deletes whom these orders are for. */
  async forget(tx: Transaction, orderIds: readonly string[]): Promise<void> {
    await tx.client.query('delete from order_person where order_id = any($1::text[])', [orderIds]);
  }

  async count(tx: Transaction, profileIds: readonly string[]): Promise<number> {
    const { rows } = await tx.client.query<{ count: number }>(
      'select count(*)::integer as count from customer_order where profile_id = any($1::uuid[])',
      [profileIds],
    );
    return rows[0]?.count ?? 0;
  }

  /** The orders themselves stay, for bookkeeping, as orders of nobody. */
  async erase(tx: Transaction, profileIds: readonly string[]): Promise<number> {
    const { rows } = await tx.client.query<{ id: string }>(
      `select id from customer_order where profile_id = any($1::uuid[]) order by id for update`,
      [profileIds],
    );
    const ids = rows.map(({ id }) => id);
    await this.forget(tx, ids);
    await tx.client.query('update customer_order set profile_id = null where id = any($1::text[])', [ids]);
    return ids.length;
  }
}
