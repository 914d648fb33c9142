// Proves on a real database what becomes of orders: placed once, handed over or cancelled but never both, forgotten whole.
import { operationsRig, PROFILE, STORE, type OperationsRig } from '../../test/operations-rig.js';
import type { IncomingOrder } from './orders.service.js';

let rig: OperationsRig;

beforeAll(async () => {
  rig = await operationsRig();
  await rig.stocked('lamp', 1_000);
}, 30_000);

afterEach(async () => {
  expect(await rig.faultyLevels()).toEqual([]);
});

afterAll(async () => {
  await rig.close();
});

const by = 'staff';
const handover = { by, mayOverride: false };
const code = (asked: { ok: boolean; refusal?: { code: string } }) => (asked.ok ? 'ok' : asked.refusal?.code);
const readyOrder = async (): Promise<{ orderId: string; pickupCode: string }> => {
  const placed = await rig.placed({ lamp: 1 });
  await rig.reserve(placed.orderId);
  await rig.actions.ready(placed.orderId, by);
  return placed;
};

describe('placing an order', () => {
  const asked: IncomingOrder = {
    orderId: 'web-1',
    customers: [
      { kind: 'email', value: 'Jane@Example.com' },
      { kind: 'user', value: 'u-7' },
    ],
    contactId: 'c-7',
    channel: 'web',
    storeId: STORE,
    lines: [{ productId: 'lamp', quantity: 2 }],
    contactName: 'Jane Doe',
    contactPhone: '+49 170 1234567',
  };
  const place = (more: Partial<IncomingOrder> = {}) =>
    rig.orders.place({ ...asked, ...more }, { subject: 'shop' });

  it('publishes it once, thin, naming the customer by hashes and the order', async () => {
    const first = await place();
    expect(first).toMatchObject({ ok: true, value: { orderId: 'web-1', lines: [{ unitPrice: '9.90' }] } });
    expect(await place()).toEqual(first);
    const published = await rig.published('web-1');
    expect(published.map(({ name }) => name)).toEqual(['OrderAccepted']);
    expect(published[0]?.headers.customer).toMatch(
      /^crm\.contact=c-7;email\.h1=[\w-]{43};user=u-7;order=web-1$/,
    );
    expect(published[0]?.value).toMatchObject({
      storeId: STORE,
      lines: [{ productId: 'lamp', quantity: 2 }],
    });
    expect(JSON.stringify(published)).not.toMatch(/jane|170/i);
    expect(await rig.level('lamp')).toBe('1000/0');
  });

  it.each<[string, Partial<IncomingOrder>]>([
    ['lines', { lines: [{ productId: 'lamp', quantity: 3 }] }],
    ['customer', { customers: [{ kind: 'user', value: 'u-8' }] }],
    ['contact', { contactName: 'John Doe' }],
  ])('of a known id with another %s is refused', async (_, more) => {
    expect(code(await place(more))).toBe('order-exists');
  });

  it('of one id by ten callers at once makes one order and one event', async () => {
    const placed = await Promise.all(Array.from({ length: 10 }, () => place({ orderId: 'web-10' })));
    expect(new Set(placed.map((each) => (each.ok ? each.value.pickupCode : each.refusal.code))).size).toBe(1);
    expect(await rig.names('web-10')).toEqual(['OrderAccepted']);
  });

  it.each<[string, string, Partial<IncomingOrder>]>([
    ['store-unknown', 'storeId', { orderId: 'n-1', storeId: 'nowhere' }],
    [
      'product-unknown',
      'lines[0].productId',
      { orderId: 'n-2', lines: [{ productId: 'ghost', quantity: 1 }] },
    ],
    [
      'customer-unusable',
      'customers',
      { orderId: 'n-3', contactId: undefined, customers: [{ kind: 'email', value: 'x' }] },
    ],
    [
      'customer-unusable',
      'customers',
      { orderId: 'n-4', contactId: undefined, customers: [{ kind: 'device', value: 'd' }] },
    ],
  ])('is refused with %s', async (refusal, field, more) => {
    expect(await place(more)).toMatchObject({ ok: false, refusal: { code: refusal, field } });
    expect(await rig.names(more.orderId ?? '')).toEqual([]);
  });

  it('is refused for a product that is no longer ordered', async () => {
    await rig.stocked('old', 1);
    const facts = {
      name: 'old',
      description: '',
      unitPrice: { amount: '1', currency: 'EUR' },
      active: false,
    };
    expect(await rig.products.put('old', facts, 1)).toMatchObject({ value: { product: { version: 2 } } });
    expect(code(await place({ orderId: 'n-5', lines: [{ productId: 'old', quantity: 1 }] }))).toBe(
      'product-inactive',
    );
  });
});

describe('an order that is cancelled at the moment it is collected', () => {
  it('is one of the two, fifty times, and its stock is right either way', async () => {
    const orders: string[] = [];
    for (let each = 0; each < 50; each += 1) orders.push((await readyOrder()).orderId);
    const before = await rig.level('lamp');
    const races = await Promise.all(
      orders.map((id, index) => {
        const collect = () => rig.actions.collect(id, handover);
        const cancel = () => rig.actions.cancel(id, { code: 'customer-request', by });
        return Promise.all(index % 2 === 0 ? [collect(), cancel()] : [cancel(), collect()]);
      }),
    );
    const told = races.map(([one, two], index) =>
      (index % 2 === 0 ? [code(one), code(two)] : [code(two), code(one)]).join(),
    );
    const collected = told.filter((each) => each === 'ok,order-already-collected').length;
    const cancelled = told.filter((each) => each === 'order-already-cancelled,ok').length;
    expect([collected + cancelled, before]).toEqual([50, '1000/50']);
    expect(await rig.level('lamp')).toBe(`${1_000 - collected}/0`);
    for (const [index, id] of orders.entries()) {
      const end = told[index]?.startsWith('ok') === true ? 'OrderCollected' : 'OrderCancelled';
      expect((await rig.names(id)).slice(3)).toEqual([end]);
    }
  }, 30_000);
});

describe('an action', () => {
  it('that is repeated is answered again and published once', async () => {
    const { orderId } = await readyOrder();
    expect(code(await rig.actions.ready(orderId, by))).toBe('ok');
    expect(code(await rig.actions.collect(orderId, handover))).toBe('ok');
    expect(code(await rig.actions.collect(orderId, handover))).toBe('ok');
    expect((await rig.names(orderId)).slice(2)).toEqual(['OrderReady', 'OrderCollected']);
  });

  it('that comes too early or too late is refused by name', async () => {
    const { orderId } = await rig.placed({ lamp: 1 });
    expect(code(await rig.actions.ready(orderId, by))).toBe('order-not-reserved');
    expect(code(await rig.actions.collect(orderId, handover))).toBe('order-not-reserved');
    await rig.reserve(orderId);
    expect(code(await rig.actions.collect(orderId, handover))).toBe('order-not-ready');
    await rig.actions.cancel(orderId, { code: 'other', by });
    expect(code(await rig.actions.ready(orderId, by))).toBe('order-already-cancelled');
    expect(code(await rig.actions.cancel('no-such-order', { code: 'other', by }))).toBe('order-unknown');
  });

  it('is remembered with its time, its cause and who did it', async () => {
    const { orderId, pickupCode } = await readyOrder();
    await rig.actions.collect(orderId, { ...handover, pickupCode });
    const shown = await rig.orders.show(orderId, { subject: 'x', readsPersons: false });
    expect(
      shown.ok && shown.value.history.map(({ state, cause, recordedBy }) => [state, cause, recordedBy]),
    ).toEqual([
      ['accepted', 'accepted', 'web-shop'],
      ['reserved', 'ReserveStock', null],
      ['ready', 'made-ready', by],
      ['collected', 'collected-with-code', by],
    ]);
  });
});

describe('a pickup code', () => {
  it('is taken as people say it', async () => {
    const { orderId, pickupCode } = await readyOrder();
    expect(pickupCode).toMatch(/^[CDFGHJKMNPQRTVWXY34679]{6}$/);
    const said = ` ${pickupCode.slice(0, 3).toLowerCase()}-${pickupCode.slice(3)} `;
    expect(code(await rig.actions.collect(orderId, { ...handover, pickupCode: said }))).toBe('ok');
  });

  it('that is wrong five times, also by twenty at once, leaves the order to a supervisor', async () => {
    const { orderId, pickupCode } = await readyOrder();
    const tried = await Promise.all(
      Array.from({ length: 20 }, () => rig.actions.collect(orderId, { ...handover, pickupCode: 'AAAAAA' })),
    );
    expect(tried.filter((each) => code(each) === 'pickup-code-wrong')).toHaveLength(5);
    expect(code(await rig.actions.collect(orderId, { ...handover, pickupCode }))).toBe('pickup-code-locked');
    expect(code(await rig.actions.collect(orderId, handover))).toBe('pickup-code-locked');
    expect(await rig.names(orderId)).not.toContain('OrderCollected');
    expect(code(await rig.actions.collect(orderId, { by, mayOverride: true }))).toBe('ok');
  });
});

describe('whose an order is', () => {
  it('is learnt from the timeline, found by the person, and forgotten by an erasure', async () => {
    const { orderId } = await rig.placed({ lamp: 1 }, { contactName: 'Jane Doe', contactPhone: '0170' });
    await rig.belongs(orderId, PROFILE);
    const owned = await rig.orders.list({ profileId: PROFILE, limit: 10 });
    expect(owned.map(({ id }) => id)).toEqual([orderId]);
    const reader = { subject: 'staff-1', client: 'desk', readsPersons: true };
    expect(await rig.orders.show(orderId, reader)).toMatchObject({
      value: { person: { contactName: 'Jane Doe' } },
    });
    const access = await rig.own.query('select subject, client, purpose, order_id from order_access');
    expect(access).toEqual([
      { subject: 'staff-1', client: 'desk', purpose: 'order-shown', order_id: orderId },
    ]);

    await rig.reserve(orderId);
    const erased = { erasureId: '018f3c1e-7b1a-7c3d-9e2f-0000000000e1', profileId: PROFILE };
    expect(await rig.database.transaction((tx) => rig.erasures.count(tx, [PROFILE]))).toEqual([
      { store: 'operations.order_access', rows: 1 },
      { store: 'operations.order_person', rows: 1 },
    ]);
    for (let twice = 0; twice < 2; twice += 1)
      await rig.database.transaction((tx) => rig.erasures.erase(tx, erased));
    const report = await rig.database.transaction((tx) => rig.erasures.report(tx, erased.erasureId));
    expect(report).toMatchObject([
      { profileId: PROFILE, store: 'operations.order_access', rows: 1 },
      { profileId: PROFILE, store: 'operations.order_person', rows: 1 },
    ]);
    expect(await rig.database.transaction((tx) => rig.erasures.count(tx, [PROFILE]))).toEqual([
      { store: 'operations.order_access', rows: 0 },
      { store: 'operations.order_person', rows: 0 },
    ]);

    const after = await rig.orders.show(orderId, reader);
    expect(
      after.ok && [after.value.person, after.value.order.profileId, after.value.order.lines.length],
    ).toEqual([undefined, null, 1]);
    await rig.belongs(orderId, PROFILE);
    expect(await rig.orders.list({ profileId: PROFILE, limit: 10 })).toEqual([]);
    await rig.actions.cancel(orderId, { code: 'other', by });
    expect((await rig.published(orderId)).at(-1)?.headers.customer).toBe(`order=${orderId}`);

    const late = (await rig.placed({ lamp: 1 }, { contactName: 'Jane Doe' })).orderId;
    await rig.belongs(late, PROFILE);
    const told = await rig.orders.show(late, reader);
    expect(told.ok && [told.value.person, told.value.order.profileId]).toEqual([undefined, null]);
  });
});
