// The service's capabilities on a real database and registry, without Kafka: commands go straight to their consumer, as
// the transport hands them over, and what is published is read from the outbox.
import {
  contract,
  createDecoder,
  createEncoder,
  createRegistryClient,
  registerSchemas,
  type RegistryClient,
} from '@continuo/contracts';
import {
  identifierHasher,
  messagingMigrations,
  Outbox,
  RecordContext,
  type IncomingRecord,
  type OutgoingEvent,
  type PartitionScope,
} from '@continuo/messaging';
import { Database, migrate, type Transaction } from '@continuo/persistence';
import {
  AnsweredCommands,
  Erasures,
  PersonalData,
  ProfileFamilies,
  serviceKitMigrations,
} from '@continuo/service-kit';
import { testDatabase, testServer, type TestDatabase } from '@continuo/testing';
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

export interface PublishedEvent {
  /** Without namespace and version. */
  readonly name: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Readonly<Record<string, unknown>>;
}

export const PROFILE = '018f3c1e-7b1a-7c3d-9e2f-0000000000a1';
export const STORE = 's-1';

/** A registry that knows the contract; whoever was here first has registered it. */
export async function registryWithSchemas(): Promise<RegistryClient> {
  const client = (): RegistryClient => createRegistryClient({ url: testServer('schemaRegistryUrl') });
  const first = client();
  try {
    await createEncoder(contract, first).warmUp();
    return first;
  } catch {
    await registerSchemas(first, contract);
    // The first one remembers for a while that ids were not there.
    return client();
  }
}

export async function operationsRig(poolSize = 20) {
  const own = await testDatabase('operations');
  const database = await Database.open({ url: own.url, applicationName: 'operations-rig', poolSize });
  await migrate(database, [messagingMigrations, serviceKitMigrations, operationsMigrations]);
  const registry = await registryWithSchemas();
  const encoder = createEncoder(contract, registry);
  await encoder.warmUp(['operations.orders']);
  const outbox = new Outbox({
    database,
    encoder,
    partitions: (topic) => contract.topic(topic)?.partitions,
    service: 'operations',
  });
  return new OperationsRig(own, database, outbox, createDecoder(contract, registry));
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

  constructor(
    readonly own: TestDatabase,
    readonly database: Database,
    readonly outbox: Outbox,
    private readonly decoder: ReturnType<typeof createDecoder>,
  ) {
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
    return this.record({ commandId, profileId }, (context) => this.commands.reserve(asked, context));
  }

  release(orderId: string, { commandId = uuidv7(), profileId = PROFILE } = {}) {
    return this.record({ commandId, profileId }, (context) => this.commands.release({ orderId }, context));
  }

  /** The order's acceptance comes back on the timeline under its profile. */
  async belongs(orderId: string, profileId: string): Promise<void> {
    const value = { orderId } as never;
    await this.record({ profileId }, (context) => this.timeline.accepted(value, context));
  }

  /** What was published of an order so far, in order. */
  async published(orderId: string): Promise<readonly PublishedEvent[]> {
    const rows = await this.own.query<{ key: Buffer; value: Buffer; headers: string }>(
      `select key, value, headers from messaging.outbox where key = $1 order by id`,
      [Buffer.from(orderId)],
    );
    await this.decoder.prepare(rows.map(({ value }) => value));
    return rows.map(({ key, value, headers }) => {
      const read = JSON.parse(headers) as Record<string, string>;
      return {
        name: read.ce_type?.split('.')[2] ?? '',
        key: key.toString(),
        headers: read,
        value: this.decoder.decode(value).value as Record<string, unknown>,
      };
    });
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

  /** Runs a handler as the transport does: one transaction, what it answers published by its last statement. */
  private async record(
    named: { readonly commandId?: string; readonly profileId: string },
    handle: (context: RecordContext) => Promise<unknown>,
  ): Promise<{ name: string; value: Record<string, unknown>; also: string[] }> {
    const record = recordOf(named);
    const outgoing = await this.outbox.transact(async (tx) => {
      const context = new RecordContext(record, scopeOf(tx));
      context.accept(await handle(context));
      const events = (context.result.outgoing ?? []) as readonly OutgoingEvent[];
      return { result: events, outgoing: events };
    }, record);
    const names = outgoing.map(({ type }) => type.split('.')[2] ?? '');
    const answer = outgoing.at(-1);
    return { name: names.at(-1) ?? '', value: { ...answer?.value }, also: names.slice(0, -1) };
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.own.drop();
  }
}

function recordOf(named: { readonly commandId?: string; readonly profileId: string }): IncomingRecord {
  const { commandId, profileId } = named;
  const id = uuidv7();
  return {
    topic: 'operations.commands',
    partition: 0,
    offset: 0n,
    timestamp: Date.now(),
    key: profileId,
    headers: { ce_id: id, ...(commandId !== undefined && { commandid: commandId }) },
    bytes: Buffer.alloc(0),
    type: '',
    id,
    profileId,
    redriven: false,
    value: <T>() => ({}) as T,
  };
}

function scopeOf(tx: Transaction): PartitionScope {
  return {
    tx,
    group: 'operations',
    topic: 'operations.commands',
    partition: 0,
    nextOffset: 1n,
    clockBefore: 0,
    clock: 0,
    now: new Date(),
    hold: () => Promise.resolve(),
    release: () => Promise.resolve(),
    held: () => Promise.resolve(new Set()),
    discard: () => Promise.resolve(0),
    progress: () => undefined,
  };
}
