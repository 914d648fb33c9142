// Takes orders in and shows them: to everybody what was ordered, to staff also for whom, with a note of who looked.
import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { linkingKinds } from '@continuo/contracts';
import { ok, refuse, type Result } from '@continuo/kernel';
import { identifierKind, Outbox, type CustomerIdentifier, type IdentifierHasher } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import {
  Erasures,
  ProfileFamilies,
  type AccessLogRange,
  type IdempotentCall,
  IDENTIFIER_HASHER,
} from '@continuo/service-kit';
import { uuidv7 } from 'uuidv7';
import { ProductsStore } from '../products/products.store.js';
import { StockStore } from '../stock/stock.store.js';
import { asksTheSame, type AskedOrder } from './domain/new-order.js';
import { PICKUP_ALPHABET, PICKUP_LENGTH, pickupCode } from './domain/pickup-code.js';
import { orderAccepted } from './order-events.js';
import { OrderPersonsStore, type FoundAccess, type OrderPerson } from './order-persons.store.js';
import type { Order } from './domain/order.js';
import { OrdersStore, type HistoryEntry, type OrderFilter } from './orders.store.js';

export type { FoundAccess };

/** An order as it comes in: whom it is for in the clear, which stays inside this service. */
export interface IncomingOrder extends Omit<AskedOrder, 'orderId' | 'customer' | 'fulfilment'> {
  readonly orderId?: string;
  readonly customers: readonly { readonly kind: string; readonly value: string }[];
}

/** What whoever ordered is told. */
export interface AcceptedOrder {
  readonly orderId: string;
  readonly storeId: string;
  readonly lines: Order['lines'];
  readonly pickupCode: string;
  readonly acceptedAt: Date;
}

export interface OrderDetails {
  readonly order: Order;
  readonly history: readonly HistoryEntry[];
  /** Undefined for whom it is no business of, and once the person was erased. */
  readonly person?: OrderPerson;
}

type PlaceRefusal =
  'customer-unusable' | 'store-unknown' | 'product-unknown' | 'product-inactive' | 'order-exists';
type Placed = Result<AcceptedOrder, PlaceRefusal>;

@Injectable()
export class OrdersService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(OrdersStore) private readonly orders: OrdersStore,
    @Inject(OrderPersonsStore) private readonly persons: OrderPersonsStore,
    @Inject(ProductsStore) private readonly products: ProductsStore,
    @Inject(StockStore) private readonly stock: StockStore,
    @Inject(ProfileFamilies) private readonly families: ProfileFamilies,
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(IDENTIFIER_HASHER) private readonly hasher: IdentifierHasher,
  ) {}

  /** Accepts an order; nothing is put aside yet. One of a known id is answered as before if it asks for the same. */
  async place(
    incoming: IncomingOrder,
    caller: { readonly subject: string },
    answer?: {
      readonly call: IdempotentCall | undefined;
      readonly view: (accepted: AcceptedOrder) => object;
    },
  ): Promise<Placed> {
    const asked = this.askedOrder(incoming);
    const links = asked.customer.some(({ kind }) =>
      (linkingKinds as readonly string[]).includes(identifierKind(kind)),
    );
    if (!links) {
      return refuse('customer-unusable', 'none of the identifiers says who it is', { field: 'customers' });
    }
    const at = new Date();
    return this.outbox.transact<Placed>(async (tx) => {
      const repeated = await this.repeated(tx, asked);
      if (repeated !== undefined) return { result: repeated, outgoing: [] };
      const refused = await this.unorderable(tx, asked);
      if (refused !== undefined) return { result: refused, outgoing: [] };
      const code = pickupCode(Array.from({ length: PICKUP_LENGTH }, () => randomInt(PICKUP_ALPHABET.length)));
      if (!(await this.orders.insert(tx, asked, { code: 'accepted', recordedBy: caller.subject, at }))) {
        // Somebody else was quicker with the same id, and has committed by now.
        return { result: (await this.repeated(tx, asked)) ?? orderExists(), outgoing: [] };
      }
      await this.persons.insert(tx, asked.orderId, personOf(asked, code));
      const order = await this.orders.find(tx, asked.orderId);
      if (order === undefined) throw new Error('an order is not found in the transaction that inserted it');
      const accepted = acceptedOrder(order, code);
      await answer?.call?.complete(tx, 201, answer.view(accepted));
      return { result: ok(accepted), outgoing: [{ ...orderAccepted(order), customer: asked.customer }] };
    });
  }

  /** One order with its history; with the person when the reader may know, and then the reading is written down. */
  async show(
    id: string,
    reader: { readonly subject: string; readonly client?: string; readonly readsPersons: boolean },
  ): Promise<Result<OrderDetails, 'order-unknown'>> {
    return this.database.transaction(async (tx) => {
      const order = await this.orders.find(tx, id);
      if (order === undefined) return refuse('order-unknown', 'no order has this id', { field: 'orderId' });
      const history = await this.orders.history(tx, id);
      const person = reader.readsPersons ? await this.persons.find(tx, id) : undefined;
      if (person === undefined) return ok({ order, history });
      const { subject, client } = reader;
      await this.persons.recordAccess(tx, { subject, client, purpose: 'order-shown', orderId: id });
      return ok({ order, history, person });
    });
  }

  /** Who was shown whom the whole person's orders are for, the newest first. */
  accessLog(profileId: string, { before, limit }: AccessLogRange): Promise<readonly FoundAccess[]> {
    return this.database.transaction(async (tx) =>
      this.persons.accessesOf(tx, await this.families.membersOf(tx, profileId), before, limit),
    );
  }

  /** Newest first; a profile's with those of all profiles that are the same person. */
  async list(
    filter: Omit<OrderFilter, 'profileIds'> & { readonly profileId?: string },
  ): Promise<readonly Order[]> {
    const { profileId, ...rest } = filter;
    return this.database.transaction(async (tx) => {
      const profileIds = profileId === undefined ? undefined : await this.families.membersOf(tx, profileId);
      return this.orders.list(tx, { ...rest, ...(profileIds && { profileIds }) });
    });
  }

  /** The platform found out whose order it is. One of a person who was erased meanwhile is an order of nobody at once. */
  async assign(
    tx: Transaction,
    orderId: string,
    profileId: string,
  ): Promise<'assigned' | 'profile-erased' | 'order-of-nobody-or-assigned'> {
    if (await this.erasures.isErased(tx, profileId)) {
      await this.persons.forget(tx, [orderId]);
      return 'profile-erased';
    }
    return (await this.orders.assign(tx, orderId, profileId)) ? 'assigned' : 'order-of-nobody-or-assigned';
  }

  private askedOrder({ customers, orderId = uuidv7(), ...rest }: IncomingOrder): AskedOrder {
    const contact = rest.contactId === undefined ? [] : [{ kind: 'crm.contact', value: rest.contactId }];
    const named = [...contact, ...customers].flatMap(({ kind, value }) =>
      this.hasher.identifiers(kind, value),
    );
    const all: CustomerIdentifier[] = [...named, { kind: 'order', value: orderId }];
    const customer = new Map(all.map((each) => [`${each.kind}=${each.value}`, each]));
    return { ...rest, orderId, fulfilment: 'collect', customer: [...customer.values()] };
  }

  private async repeated(tx: Transaction, asked: AskedOrder): Promise<Placed | undefined> {
    const order = await this.orders.lock(tx, asked.orderId);
    if (order === undefined) return undefined;
    const person = await this.persons.find(tx, asked.orderId);
    if (person === undefined || !asksTheSame(asked, askedBefore(order, person))) return orderExists();
    return ok(acceptedOrder(order, person.pickupCode));
  }

  private async unorderable(tx: Transaction, { storeId, lines }: AskedOrder): Promise<Placed | undefined> {
    if (!(await this.stock.isStore(tx, storeId))) {
      return refuse('store-unknown', 'nothing was ever stocked there', { field: 'storeId' });
    }
    const ids = lines.map(({ productId }) => productId);
    const known = new Map((await this.products.find(tx, ids)).map((product) => [product.id, product]));
    for (const [index, id] of ids.entries()) {
      const field = `lines[${index}].productId`;
      const product = known.get(id);
      if (product === undefined) return refuse('product-unknown', 'no product has this id', { field });
      if (!product.active) return refuse('product-inactive', 'this product is no longer ordered', { field });
    }
    return undefined;
  }
}

function personOf(asked: AskedOrder, code: string): Omit<OrderPerson, 'wrongCodes'> {
  return {
    customer: asked.customer,
    contactId: asked.contactId ?? null,
    contactName: asked.contactName ?? null,
    contactPhone: asked.contactPhone ?? null,
    pickupCode: code,
  };
}

function askedBefore(order: Order, person: OrderPerson): AskedOrder {
  return {
    orderId: order.id,
    fulfilment: order.fulfilment,
    channel: order.channel,
    storeId: order.storeId,
    lines: order.lines,
    customer: person.customer,
    contactId: person.contactId ?? undefined,
    contactName: person.contactName ?? undefined,
    contactPhone: person.contactPhone ?? undefined,
  };
}

function acceptedOrder({ id, storeId, lines, acceptedAt }: Order, code: string): AcceptedOrder {
  return { orderId: id, storeId, lines, pickupCode: code, acceptedAt };
}

function orderExists() {
  return refuse('order-exists', 'there is another order of this id', { field: 'orderId' });
}
