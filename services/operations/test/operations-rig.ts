// The service's capabilities on a real database and registry, without Kafka: commands go straight to their consumer, as
// the transport hands them over, and what is published is read from the outbox.
import { identifierHasher } from '@continuo/messaging';
import { AnsweredCommands, Erasures, PersonalData, ProfileFamilies } from '@continuo/service-kit';
import { outboxRig, TEST_PROFILE, type OutboxRig, type PublishedEvent } from '@continuo/testing/service';
import { uuidv7 } from 'uuidv7';
import { FalloutsStore } from '../src/fallout/fallouts.store.js';
import { operationsMigrations } from '../src/migrations/all-migrations.js';
import { OrderActions } from '../src/orders/order-actions.service.js';
import { OrderPersonsStore } from '../src/orders/order-persons.store.js';
import { OrderTransitions } from '../src/orders/order-transitions.js';
import { OrdersService, type IncomingOrder } from '../src/orders/orders.service.js';
import { OrdersStore } from '../src/orders/orders.store.js';
import { TimelineConsumer } from '../src/orders/timeline.consumer.js';
import { ProductsService } from '../src/products/products.service.js';
import { ProductsStore } from '../src/products/products.store.js';
import { CommandsConsumer } from '../src/reservations/commands.consumer.js';
import { Reservations } from '../src/reservations/reservations.service.js';
import { StockService } from '../src/stock/stock.service.js';
import { StockStore } from '../src/stock/stock.store.js';

export const PROFILE = TEST_PROFILE;
export const STORE = 's-1';

export async function operationsRig(poolSize = 20): Promise<OperationsRig> {
  const migrations = operationsMigrations;
  const topics = ['operations.orders'];
  return new OperationsRig(await outboxRig({ service: 'operations', migrations, topics, poolSize }));
}

export class OperationsRig {
  readonly personalData = new PersonalData();
  readonly erasures = new Erasures(this.personalData);
  readonly stockStore = new StockStore();
  readonly products: ProductsService;
  readonly stock: StockService;
  readonly orders: OrdersService;
  readonly actions: OrderActions;
  readonly reservations: Reservations;
  private readonly commands: CommandsConsumer;
  private readonly timeline: TimelineConsumer;

  constructor(private readonly base: OutboxRig) {
    const { database, outbox } = base;
    const products = new ProductsStore();
    const orders = new OrdersStore();
    const persons = new OrderPersonsStore(this.personalData);
    const fallouts = new FalloutsStore();
    const transitions = new OrderTransitions(orders, this.stockStore);
    const hasher = identifierHasher([{ version: 1, secret: Buffer.alloc(32, 1) }]);
    this.products = new ProductsService(database, products);
    this.stock = new StockService(database, this.stockStore, products);
    this.orders = new OrdersService(
      outbox,
      database,
      orders,
      persons,
      products,
      this.stockStore,
      new ProfileFamilies(),
      this.erasures,
      hasher,
    );
    this.actions = new OrderActions(outbox, orders, persons, transitions, fallouts);
    this.reservations = new Reservations(outbox, orders, persons, transitions, fallouts);
    this.commands = new CommandsConsumer(new AnsweredCommands(), this.reservations);
    this.timeline = new TimelineConsumer(this.orders);
  }

  get own() {
    return this.base.own;
  }

  get database() {
    return this.base.database;
  }

  /** A product, and how many of it a shop has. */
  async stocked(productId: string, onHand: number, storeId = STORE): Promise<void> {
    const price = { amount: '9.90', currency: 'EUR' };
    const facts = { name: productId, description: '', unitPrice: price, active: true };
    await this.products.put(productId, facts, undefined);
    const counted = await this.stock.count({ storeId, productId }, onHand, 'test');
    if (!counted.ok) throw new Error(counted.refusal.code);
  }

  /** Places an order of a user; answers its id and code, or throws the refusal's code. */
  async placed(productIds: Readonly<Record<string, number>>, more: Partial<IncomingOrder> = {}) {
    const placed = await this.orders.place(
      {
        customers: [{ kind: 'user', value: 'u-1' }],
        channel: 'web',
        storeId: STORE,
        lines: Object.entries(productIds).map(([productId, quantity]) => ({ productId, quantity })),
        ...more,
      },
      { subject: 'web-shop' },
    );
    if (!placed.ok) throw new Error(placed.refusal.code);
    return placed.value;
  }

  reserve(orderId: string, { storeId = STORE, commandId = uuidv7(), profileId = PROFILE } = {}) {
    const asked = { orderId, storeId };
    return this.base.handle({ commandId, profileId }, (context) => this.commands.reserve(asked, context));
  }

  release(orderId: string, { commandId = uuidv7(), profileId = PROFILE } = {}) {
    return this.base.handle({ commandId, profileId }, (context) =>
      this.commands.release({ orderId }, context),
    );
  }

  /** The order's acceptance comes back on the timeline under its profile. */
  async belongs(orderId: string, profileId: string): Promise<void> {
    const value = { orderId } as never;
    await this.base.handle({ profileId }, (context) => this.timeline.accepted(value, context));
  }

  /** What was published of an order so far, in order. */
  published(orderId: string): Promise<readonly PublishedEvent[]> {
    return this.base.published(orderId);
  }

  async names(orderId: string): Promise<readonly string[]> {
    return (await this.published(orderId)).map(({ name }) => name);
  }

  /** `onHand/reserved` of a product. */
  async level(productId: string, storeId = STORE): Promise<string> {
    const [row] = await this.own.query<{ on_hand: number; reserved: number }>(
      'select on_hand, reserved from stock where store_id = $1 and product_id = $2',
      [storeId, productId],
    );
    return `${row?.on_hand}/${row?.reserved}`;
  }

  async stateOf(orderId: string): Promise<string | undefined> {
    const [row] = await this.own.query<{ state: string }>('select state from customer_order where id = $1', [
      orderId,
    ]);
    return row?.state;
  }

  /** Levels that are not what the ledger adds up to, or below zero: none, whatever happened. */
  async faultyLevels(): Promise<readonly unknown[]> {
    return this.own.query(
      `select stock.store_id, stock.product_id, on_hand, reserved, ledger.*
       from stock left join lateral (
         select coalesce(sum(on_hand_change), 0)::integer as sum_on_hand,
           coalesce(sum(reserved_change), 0)::integer as sum_reserved
         from stock_ledger entry
         where entry.store_id = stock.store_id and entry.product_id = stock.product_id) ledger on true
       where on_hand < 0 or reserved < 0 or reserved > on_hand or on_hand <> sum_on_hand or reserved <> sum_reserved`,
    );
  }

  close(): Promise<void> {
    return this.base.close();
  }
}
