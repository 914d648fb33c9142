// Whatever is asked at once and in whatever order: stock is never below zero, is what the ledger adds up to, and what is
// put aside is exactly what reserved orders hold.
import fc from 'fast-check';
import { operationsRig, STORE, type OperationsRig } from '../../test/operations-rig.js';

const seed = Number(process.env['SEED'] ?? 20_261_128);
const numRuns = Number(process.env['RUNS'] ?? 10);
const products = ['a', 'b', 'c'] as const;
const by = 'test';

let rig: OperationsRig;

beforeAll(async () => {
  rig = await operationsRig();
  for (const id of products) await rig.stocked(id, 12);
}, 30_000);

afterAll(async () => {
  await rig.close();
});

const product = fc.constantFrom(...products);
const slot = fc.nat({ max: 3 });
const deed = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ is: fc.constant('count' as const), product, onHand: fc.nat({ max: 12 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      is: fc.constant('adjust' as const),
      product,
      delta: fc.integer({ min: -6, max: 9 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ is: fc.constant('reserve' as const), slot }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('release' as const), slot }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('ready' as const), slot }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('collect' as const), slot }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('cancel' as const), slot }) },
);
type Deed = (typeof deed)['generate'] extends (...args: never[]) => { value: infer Value } ? Value : never;
const need = fc.uniqueArray(fc.record({ product, quantity: fc.integer({ min: 1, max: 4 }) }), {
  minLength: 1,
  selector: (each) => each.product,
});
const runs = fc.record({
  orders: fc.array(need, { minLength: 4, maxLength: 4 }),
  rounds: fc.array(fc.array(deed, { minLength: 1, maxLength: 6 }), { minLength: 12, maxLength: 24 }),
});

async function done(one: Deed, orders: readonly string[]): Promise<boolean> {
  if (one.is === 'count')
    return (await rig.stock.count({ storeId: STORE, productId: one.product }, one.onHand, by)).ok;
  if (one.is === 'adjust') {
    const change = { delta: one.delta, reason: 'delivery', recordedBy: by };
    return (await rig.stock.adjust({ storeId: STORE, productId: one.product }, change)).ok;
  }
  const id = orders[one.slot] ?? '';
  if (one.is === 'reserve') return (await rig.reserve(id)).name === 'StockReserved';
  if (one.is === 'release') return (await rig.release(id)).value.released === true;
  if (one.is === 'ready') return (await rig.actions.ready(id, by)).ok;
  if (one.is === 'collect') return (await rig.actions.collect(id, { by, mayOverride: false })).ok;
  return (await rig.actions.cancel(id, { code: 'other', by })).ok;
}

/** Products whose put-aside is not what the orders hold that are reserved or ready. */
async function heldByNobody(): Promise<readonly unknown[]> {
  return rig.own.query(
    `select stock.product_id, reserved, coalesce(held, 0) as held from stock left join (
       select store_id, product_id, sum(quantity)::integer as held from customer_order
       join order_line on order_id = customer_order.id where state in ('reserved', 'ready')
       group by store_id, product_id) holding using (store_id, product_id)
     where reserved <> coalesce(held, 0)`,
  );
}

/** Orders whose entries in the ledger do not tell what became of them. */
async function wronglyTold(): Promise<readonly unknown[]> {
  return rig.own.query(
    `select o.id, o.state, line.product_id, quantity, on_hand, reserved from customer_order o
     join order_line line on line.order_id = o.id
     cross join lateral (
       select coalesce(sum(on_hand_change), 0) as on_hand, coalesce(sum(reserved_change), 0) as reserved
       from stock_ledger entry where entry.order_id = o.id and entry.product_id = line.product_id) told
     where on_hand <> case o.state when 'collected' then -quantity else 0 end
        or reserved <> case when o.state in ('reserved', 'ready') then quantity else 0 end`,
  );
}

describe('stock under everybody at once', () => {
  it('is never below zero, and always what its ledger and its orders say', async () => {
    console.info(`stock property: SEED=${seed} RUNS=${numRuns}`);
    const successes: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(runs, async ({ orders, rounds }) => {
        const ids: string[] = [];
        for (const lines of orders) {
          const needs = Object.fromEntries(lines.map(({ product: id, quantity }) => [id, quantity]));
          ids.push((await rig.placed(needs)).orderId);
        }
        for (const round of rounds) {
          const outcomes = await Promise.all(round.map((one) => done(one, ids)));
          round.forEach(({ is }, index) => {
            if (outcomes[index] === true) successes[is] = (successes[is] ?? 0) + 1;
          });
          expect(await rig.faultyLevels()).toEqual([]);
        }
        expect(await heldByNobody()).toEqual([]);
        expect(await wronglyTold()).toEqual([]);
      }),
      { seed, numRuns, endOnFailure: true },
    );
    // Few runs of chance may never get as far as a collection: one goes its way in order.
    const id = 'a';
    const { orderId } = await rig.placed({ [id]: 1 });
    const way: readonly Deed[] = [
      { is: 'count', product: id, onHand: 12 },
      { is: 'reserve', slot: 0 },
      { is: 'ready', slot: 0 },
      { is: 'collect', slot: 0 },
    ];
    for (const one of way) if (await done(one, [orderId])) successes[one.is] = (successes[one.is] ?? 0) + 1;
    expect([await rig.faultyLevels(), await heldByNobody(), await wronglyTold()]).toEqual([[], [], []]);
    // A run in which nothing happens proves nothing.
    for (const is of ['count', 'adjust', 'reserve', 'release', 'ready', 'collect', 'cancel'])
      expect([is, (successes[is] ?? 0) > 0]).toEqual([is, true]);
  }, 60_000);
});

describe('the database', () => {
  it('refuses what the rules forgot: less than nothing, more aside than there is, a ledger rewritten', async () => {
    await rig.stocked('last-word', 2);
    const of = "where product_id = 'last-word'";
    await expect(rig.own.query(`update stock set on_hand = -1, reserved = -1 ${of}`)).rejects.toThrow(
      'check',
    );
    await expect(rig.own.query(`update stock set reserved = 3 ${of}`)).rejects.toThrow('stock_available');
    await expect(rig.own.query(`update stock_ledger set on_hand_change = 0 ${of}`)).rejects.toThrow(
      'append-only',
    );
    await expect(rig.own.query(`delete from stock_ledger ${of}`)).rejects.toThrow('append-only');
  });
});
