// Proves on a real database that stock is put aside once and whole, whoever else wants it at the same moment.
import { operationsRig, PROFILE, STORE, type OperationsRig } from '../../test/operations-rig.js';

let rig: OperationsRig;

beforeAll(async () => {
  rig = await operationsRig();
}, 30_000);

afterEach(async () => {
  expect(await rig.faultyLevels()).toEqual([]);
});

afterAll(async () => {
  await rig.close();
});

describe('a hundred buyers of one item', () => {
  it('get it once: one reservation, ninety-nine answers that it is short', async () => {
    await rig.stocked('single', 1);
    const orders: string[] = [];
    for (let buyer = 0; buyer < 100; buyer += 1) orders.push((await rig.placed({ single: 1 })).orderId);
    const answers = await Promise.all(orders.map((id) => rig.reserve(id)));
    const names = answers.map(({ name }) => name);
    expect(names.filter((name) => name === 'StockReserved')).toHaveLength(1);
    expect(names.filter((name) => name === 'ReservationFailed')).toHaveLength(99);
    expect(await rig.level('single')).toBe('1/1');
    const winner = orders[names.indexOf('StockReserved')] ?? '';
    const [loser = ''] = orders.filter((id) => id !== winner);
    expect(await rig.names(winner)).toEqual(['OrderAccepted', 'StockReserved']);
    expect(await rig.names(loser)).toEqual(['OrderAccepted', 'OrderFalloutRaised', 'ReservationFailed']);
  }, 30_000);
});

describe('two orders of the same fifty products', () => {
  it('wait for each other and never deadlock, in whatever order their lines stand', async () => {
    const products = Array.from({ length: 50 }, (_, index) => `p-${String(index).padStart(2, '0')}`);
    for (const product of products) await rig.stocked(product, 20);
    const need = (ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, 1]));
    const ids: string[] = [];
    for (let pair = 0; pair < 10; pair += 1) {
      ids.push((await rig.placed(need(products))).orderId);
      ids.push((await rig.placed(need([...products].reverse()))).orderId);
    }
    const answers = await Promise.all(ids.map((id) => rig.reserve(id)));
    expect(new Set(answers.map(({ name }) => name))).toEqual(new Set(['StockReserved']));
    expect(await rig.level('p-00')).toBe('20/20');
  }, 30_000);
});

describe('ReserveStock', () => {
  it('takes all lines or none, and names the first product that is short', async () => {
    await rig.stocked('plenty', 9);
    await rig.stocked('scarce', 1);
    const { orderId } = await rig.placed({ plenty: 3, scarce: 2 });
    const answer = await rig.reserve(orderId);
    expect([answer.name, answer.also]).toEqual(['ReservationFailed', ['OrderFalloutRaised']]);
    expect(answer.value).toMatchObject({ orderId, productId: 'scarce', asked: 2, available: 1 });
    expect(await rig.level('plenty')).toBe('9/0');
    expect(await rig.stateOf(orderId)).toBe('accepted');
  });

  it('that was short succeeds later by the same command; the fallout is raised once and resolved', async () => {
    await rig.stocked('late', 0);
    const { orderId } = await rig.placed({ late: 1 });
    const commandId = 'c-late';
    expect((await rig.reserve(orderId, { commandId })).also).toEqual(['OrderFalloutRaised']);
    expect(await rig.reserve(orderId, { commandId })).toMatchObject({ name: 'ReservationFailed', also: [] });
    await rig.stock.adjust(
      { storeId: STORE, productId: 'late' },
      { delta: 1, reason: 'delivery', recordedBy: 't' },
    );
    const done = await rig.reserve(orderId, { commandId });
    expect(done).toMatchObject({ name: 'StockReserved', also: ['OrderFalloutResolved'] });
    expect((await rig.reserve(orderId, { commandId })).value).toEqual(done.value);
    const fallouts = await rig.own.query(
      'select attempts, resolution from order_fallout where order_id = $1',
      [orderId],
    );
    expect(fallouts).toEqual([{ attempts: 2, resolution: 'reserved' }]);
  });

  it('that comes twice puts aside once, by the same command or by another', async () => {
    await rig.stocked('twice', 5);
    const { orderId } = await rig.placed({ twice: 2 });
    const [one, two] = await Promise.all([rig.reserve(orderId), rig.reserve(orderId)]);
    expect([one?.name, two?.name]).toEqual(['StockReserved', 'StockReserved']);
    expect(one?.value).toEqual(two?.value);
    expect(await rig.level('twice')).toBe('5/2');
  });

  it('answers under the profile and the id of the command', async () => {
    await rig.stocked('named', 1);
    const { orderId } = await rig.placed({ named: 1 });
    await rig.reserve(orderId, { commandId: 'c-named' });
    const answer = (await rig.published(orderId)).at(-1);
    expect(answer?.headers).toMatchObject({ ce_profileid: PROFILE, commandid: 'c-named' });
    expect(answer?.headers.customer).toBeUndefined();
  });

  it('is refused by name for no order, another shop, and an order at its end', async () => {
    await rig.stocked('ended', 5);
    const refused = async (id: string, more = {}) => (await rig.reserve(id, more)).value.code;
    expect(await refused('no-such-order')).toBe('order-unknown');
    const { orderId } = await rig.placed({ ended: 1 });
    expect(await refused(orderId, { storeId: 's-2' })).toBe('other-store');
    await rig.actions.cancel(orderId, { code: 'other', by: 't' });
    expect(await refused(orderId)).toBe('order-cancelled');
    const collected = (await rig.placed({ ended: 1 })).orderId;
    await rig.reserve(collected);
    await rig.actions.ready(collected, 't');
    await rig.actions.collect(collected, { by: 't', mayOverride: false });
    expect(await refused(collected)).toBe('order-collected');
    expect(await rig.level('ended')).toBe('4/0');
  });
});

describe('a command about what can be no order', () => {
  it.each(['a\u0000b', '\ufffd', 'x'.repeat(10_000), "' or 1=1 --", '../..', 'ÄÖÜ'])(
    'is refused, not parked: %j',
    async (orderId) => {
      expect((await rig.reserve(orderId)).value.code).toBe('order-unknown');
      expect((await rig.release(orderId)).value.code).toBe('order-unknown');
    },
  );
});

describe('ReleaseStock', () => {
  it('frees what was put aside, once, and the order can be reserved again', async () => {
    await rig.stocked('freed', 3);
    const { orderId } = await rig.placed({ freed: 3 });
    expect((await rig.release(orderId)).value.released).toBe(false);
    const first = await rig.reserve(orderId);
    expect((await rig.release(orderId, { commandId: 'c-free' })).value.released).toBe(true);
    expect((await rig.release(orderId, { commandId: 'c-free' })).value.released).toBe(true);
    expect(await rig.level('freed')).toBe('3/0');
    const second = await rig.reserve(orderId);
    expect(second.value.reservationId).not.toBe(first.value.reservationId);
    expect(await rig.level('freed')).toBe('3/3');
  });

  it('that comes after the cancellation or the collection, or for no order, changes nothing', async () => {
    await rig.stocked('after', 1);
    const { orderId } = await rig.placed({ after: 1 });
    await rig.reserve(orderId);
    await rig.actions.cancel(orderId, { code: 'customer-request', by: 't' });
    expect((await rig.release(orderId)).value).toMatchObject({ released: false });
    expect(await rig.level('after')).toBe('1/0');
    await rig.stocked('handed-over', 1);
    const taken = await rig.placed({ 'handed-over': 1 });
    await rig.reserve(taken.orderId);
    await rig.actions.ready(taken.orderId, 't');
    await rig.actions.collect(taken.orderId, { by: 't', mayOverride: false });
    expect((await rig.release(taken.orderId)).value).toMatchObject({ released: false });
    expect(await rig.level('handed-over')).toBe('0/0');
    expect((await rig.release('no-such-order')).value.code).toBe('order-unknown');
  });
});

describe('a fallout that an operator tries again', () => {
  const openOf = async (orderId: string): Promise<string> =>
    (await rig.own.query<{ id: string }>('select id from order_fallout where order_id = $1', [orderId]))[0]
      ?.id ?? '';

  it('is resolved when there is enough, and says what is short while there is not', async () => {
    await rig.stocked('retried', 0);
    const { orderId } = await rig.placed({ retried: 1 });
    await rig.reserve(orderId);
    const id = await openOf(orderId);
    expect(await rig.reservations.retry(id, 'op')).toMatchObject({
      value: { outcome: 'still-short', shortage: { productId: 'retried', asked: 1, available: 0 } },
    });
    await rig.stocked('retried', 1);
    expect(await rig.reservations.retry(id, 'op')).toMatchObject({ value: { outcome: 'reserved' } });
    expect(await rig.reservations.retry(id, 'op')).toMatchObject({ refusal: { code: 'fallout-resolved' } });
    const published = await rig.published(orderId);
    expect(published.slice(3).map(({ name }) => name)).toEqual(['OrderFalloutResolved', 'StockReserved']);
    expect(published.at(-1)?.headers.customer).toBe(`user=u-1;order=${orderId}`);
  });

  it('is closed by a cancellation, and unknown when nobody raised it', async () => {
    await rig.stocked('given-up', 0);
    const { orderId } = await rig.placed({ 'given-up': 1 });
    await rig.reserve(orderId);
    await rig.actions.cancel(orderId, { code: 'stock-short', by: 't' });
    expect(await rig.reservations.retry(await openOf(orderId), 'op')).toMatchObject({
      refusal: { code: 'fallout-resolved' },
    });
    expect(await rig.names(orderId)).not.toContain('OrderFalloutResolved');
    expect(await rig.reservations.retry(PROFILE, 'op')).toMatchObject({
      refusal: { code: 'fallout-unknown' },
    });
  });
});
