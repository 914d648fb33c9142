// Proves an order's whole way from outside: placed by HTTP, reserved by command, handed over, told on Kafka, erased.
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import type { RunningOperations } from './running-operations.js';

/** The part of the e2e tests about what becomes of orders. */
export function ordersTests(running: () => RunningOperations): void {
  const profileId = uuidv7();
  const storeId = 'shop-9';
  const order = {
    orderId: 'web-100',
    customers: [
      { kind: 'email', value: 'canary.jane@example.com' },
      { kind: 'phone', value: '0170 7654321' },
    ],
    channel: 'web',
    storeId,
    lines: [{ productId: 'kettle', quantity: 1 }],
    contact: { name: 'Canary Jane', phone: '0170 7654321' },
  };
  const place = (more: object = {}, headers = {}) =>
    running().ask('POST', 'orders', 'integrator', { ...order, ...more }, headers);
  const act = (id: string, what: string, body: object = {}) =>
    running().ask('POST', `orders/${id}:${what}`, 'agent', body);
  const names = async (id: string) => (await running().published(id)).map(({ name }) => name);
  const answered = (id: string, commandId: string) =>
    eventually(
      async () => (await running().published(id)).find(({ headers }) => headers.commandid === commandId),
      { within: 15_000, what: `the answer to a command about ${id}` },
    );
  const reserved = async (id: string) =>
    answered(id, await running().command('ReserveStock', { orderId: id, storeId }, { profileId }));

  beforeAll(async () => {
    const kettle = { name: 'Kettle', unitPrice: { amount: '30', currency: 'EUR' } };
    await running().ask('PUT', 'products/kettle', 'integrator', kettle);
    await running().ask('PUT', `stores/${storeId}/stock/kettle`, 'integrator', { onHand: 2 });
  });

  describe('an order', () => {
    it('is accepted once, whether by its id or by the call’s key', async () => {
      const first = await place({}, { 'idempotency-key': 'o-1' });
      expect([first.status, first.headers.get('location')]).toEqual([201, '/api/operations/orders/web-100']);
      expect(await place({}, { 'idempotency-key': 'o-1' })).toMatchObject({ status: 201, body: first.body });
      expect(await place()).toMatchObject({ status: 201, body: first.body });
      const other = await place({ channel: 'app' });
      expect([other.status, other.body.code]).toEqual([409, 'order-exists']);
      await eventually(async () => (await names('web-100')).length === 1);
    });

    it('is reserved by command, made ready, and handed over to whoever knows its code', async () => {
      const code = String((await place()).body.pickupCode);
      const early = await act('web-100', 'ready');
      expect([early.status, early.body.code]).toEqual([409, 'order-not-reserved']);
      expect((await reserved('web-100')).name).toBe('StockReserved');
      expect((await act('web-100', 'ready')).body).toMatchObject({ state: 'ready' });
      const wrong = await act('web-100', 'collect', { pickupCode: 'CCCCCC' });
      expect([wrong.status, wrong.body.code]).toEqual([403, 'pickup-code-wrong']);
      expect(await act('web-100', 'collect', { pickupCode: code })).toMatchObject({
        status: 200,
        body: { state: 'collected' },
      });
      expect((await act('web-100', 'collect')).status).toBe(200);
      const late = await running().ask('POST', 'orders/web-100:cancel', 'integrator', {
        code: 'customer-request',
      });
      expect([late.status, late.body.code]).toEqual([409, 'order-already-collected']);
      await eventually(async () => (await names('web-100')).length === 4, { within: 10_000 });
      expect(await names('web-100')).toEqual([
        'OrderAccepted',
        'StockReserved',
        'OrderReady',
        'OrderCollected',
      ]);
      const stock = await running().ask('GET', `stores/${storeId}/stock`, 'agent');
      expect(stock.body.items).toMatchObject([{ productId: 'kettle', onHand: 1, reserved: 0 }]);
    }, 30_000);

    it('answers a command under its correlation, and names its customer by hashes otherwise', async () => {
      const [accepted, answer] = await running().published('web-100');
      expect(accepted?.headers.customer).toMatch(/^email\.h1=[\w-]{43};phone\.h1=[\w-]{43};order=web-100$/);
      expect(answer?.headers).toMatchObject({ ce_profileid: profileId, ce_correlationid: 'correlation-1' });
    });

    it('shows names to staff only, and writes down who read them', async () => {
      const seen = async (role: 'agent' | 'integrator' | 'operator') =>
        (await running().ask('GET', 'orders/web-100', role)).body;
      expect((await seen('agent')).contact).toEqual({
        contactId: null,
        name: 'Canary Jane',
        phone: '0170 7654321',
      });
      for (const role of ['integrator', 'operator'] as const)
        expect(JSON.stringify(await seen(role))).not.toMatch(/canary|7654321|pickup/i);
      const access = await running().own.query('select subject, order_id from order_access');
      expect(access).toEqual([{ subject: 'local-agent', order_id: 'web-100' }]);
      expect(((await seen('operator')).history as object[]).length).toBe(4);
    });

    it('falls out when stock is short, and goes on when an operator tries again', async () => {
      await running().ask('PUT', `stores/${storeId}/stock/kettle`, 'supervisor', { onHand: 0 });
      await place({ orderId: 'web-101' });
      expect((await reserved('web-101')).value).toMatchObject({
        productId: 'kettle',
        asked: 1,
        available: 0,
      });
      const list = async (state: string) =>
        (await running().ask('GET', `fallouts?state=${state}&storeId=${storeId}`, 'operator')).body.items as {
          falloutId: string;
        }[];
      const [fallout] = await list('open');
      expect(fallout).toMatchObject({
        orderId: 'web-101',
        code: 'stock-short',
        productId: 'kettle',
        attempts: 1,
      });
      const retry = () => running().ask('POST', `fallouts/${fallout?.falloutId}:retry`, 'operator');
      expect((await retry()).body).toMatchObject({ outcome: 'still-short' });
      expect(await running().refusal('POST', `fallouts/${fallout?.falloutId}:retry`, 'agent')).toBe(
        '403 role-missing',
      );
      await running().ask('PUT', `stores/${storeId}/stock/kettle`, 'supervisor', { onHand: 1 });
      expect((await retry()).body).toEqual({ outcome: 'reserved', shortage: null });
      expect([(await retry()).status, await list('open')]).toEqual([409, []]);
      expect(await list('resolved')).toMatchObject([{ orderId: 'web-101', resolution: 'reserved' }]);
      const below = await running().refusal('PUT', `stores/${storeId}/stock/kettle`, 'supervisor', {
        onHand: 0,
      });
      expect(below).toBe('409 stock-below-reserved onHand');
      await eventually(async () => (await names('web-101')).at(-1) === 'StockReserved');
    }, 30_000);

    it('is answered once when its command comes twice, and refused by name when it comes too late', async () => {
      await act('web-101', 'cancel', { code: 'not-collected' });
      const asked = { orderId: 'web-101', storeId };
      const commandId = await running().command('ReserveStock', asked, { profileId });
      await running().command('ReserveStock', asked, { profileId, commandId });
      await eventually(async () => {
        const answers = (await running().published('web-101')).filter(
          ({ headers }) => headers.commandid === commandId,
        );
        return answers.length === 2 && answers.every(({ value }) => value.code === 'order-cancelled');
      });
      const unknown = await running().command('ReserveStock', { orderId: 'ghost', storeId }, { profileId });
      expect((await answered('ghost', unknown)).value).toMatchObject({ code: 'order-unknown' });
    }, 30_000);
  });

  describe('whose order it is', () => {
    it('comes from the timeline, finds it, and is gone after an erasure, from the bus too', async () => {
      const [accepted] = await running().published('web-100');
      if (accepted === undefined) throw new Error('the order was not published');
      await running().timeline(profileId, accepted);
      const mine = async () =>
        (await running().ask('GET', `orders?profileId=${profileId}`, 'agent')).body.items as { id: string }[];
      await eventually(async () => (await mine()).length === 1);
      const survivorId = uuidv7();
      const merge = {
        mergeId: uuidv7(),
        loserId: profileId,
        survivorId,
        linkedBy: 'email',
        mergedAt: Date.now(),
      };
      await running().timeline(profileId, { type: 'continuo.cdp.ProfileMerged.v1', value: merge });
      await eventually(async () => {
        const { body } = await running().ask('GET', `orders?profileId=${survivorId}`, 'agent');
        return (body.items as unknown[]).length === 1;
      });
      // Who was shown the name before is found under either of the person's profiles, by supervisors.
      const log = (id: string, role: 'supervisor' | 'agent' = 'supervisor') =>
        running().ask('GET', `profiles/${id}/access-log`, role);
      for (const id of [profileId, survivorId])
        expect((await log(id)).body.items).toEqual([
          {
            at: expect.any(String),
            subject: 'local-agent',
            client: expect.any(String),
            purpose: 'order-shown',
            orderId: 'web-100',
          },
        ]);
      expect((await log(uuidv7())).body.items).toEqual([]);
      expect((await log(profileId, 'agent')).status).toBe(403);
      await running().timeline(profileId, {
        type: 'continuo.cdp.ProfileErased.v1',
        value: { erasureId: uuidv7(), profileId, rootId: survivorId, erasedAt: Date.now() },
      });
      await eventually(async () => (await mine()).length === 0);
      expect((await log(profileId)).body.items).toEqual([]);
      const left = (await running().ask('GET', 'orders/web-100', 'agent')).body;
      expect(left).toMatchObject({
        contact: null,
        profileId: null,
        state: 'collected',
        lines: [{ quantity: 1 }],
      });
      const kept = await running().own.query(
        `select count(*)::integer as n from order_person where order_id = 'web-100'`,
      );
      expect(kept).toEqual([{ n: 0 }]);
      expect(running().everything()).not.toMatch(/canary|7654321/i);
    }, 30_000);
  });

  describe('a body that breaks a rule', () => {
    const line = { productId: 'kettle', quantity: 1 };
    it.each<[string, object | string]>([
      ['400 validation-failed lines', { lines: [] }],
      [
        '400 validation-failed lines',
        { lines: Array.from({ length: 51 }, (_, n) => ({ ...line, productId: `p${n}` })) },
      ],
      ['400 validation-failed lines[1].productId', { lines: [line, line] }],
      ['400 validation-failed lines[0].quantity', { lines: [{ ...line, quantity: 0 }] }],
      ['400 validation-failed lines[0].quantity', { lines: [{ ...line, quantity: 1000 }] }],
      ['400 validation-failed lines[0].quantity', { lines: [{ ...line, quantity: '1' }] }],
      ['400 validation-failed customers', { customers: [] }],
      ['400 validation-failed customers[0].kind', { customers: [{ kind: 'order', value: 'web-100' }] }],
      ['400 validation-failed orderId', { orderId: 'a b' }],
      ['400 validation-failed orderId', { orderId: { $ne: null } }],
      ['400 validation-failed channel', { channel: 'fax' }],
      ['400 validation-failed fulfilment', { fulfilment: 'deliver' }],
      ['400 unstorable-text contact.name', { contact: { name: 'x\u0000' } }],
      ['422 store-unknown storeId', { orderId: 'web-900', storeId: 'nowhere' }],
      [
        '422 product-unknown lines[0].productId',
        { orderId: 'web-901', lines: [{ ...line, productId: 'ghost' }] },
      ],
      [
        '422 customer-unusable customers',
        { orderId: 'web-902', customers: [{ kind: 'email', value: 'nobody' }] },
      ],
    ])('is refused with %s', async (refusal, more) => {
      expect(await running().refusal('POST', 'orders', 'integrator', { ...order, ...Object(more) })).toBe(
        refusal,
      );
    });

    it('or an address, a role, an order that is none, is refused by name', async () => {
      const refusal = (
        method: string,
        path: string,
        role: 'agent' | 'integrator' | 'designer',
        body?: object,
      ) => running().refusal(method, path, role, body);
      expect(await refusal('POST', 'orders', 'designer', order)).toBe('403 role-missing');
      expect(await refusal('POST', 'orders/web-100:ready', 'integrator', {})).toBe('403 role-missing');
      expect(await refusal('POST', 'orders/ghost:ready', 'agent', {})).toBe('404 order-unknown orderId');
      expect(await refusal('POST', 'orders/web-100:cancel', 'agent', { code: 'because' })).toBe(
        '400 validation-failed code',
      );
      expect(await refusal('GET', 'orders/ghost', 'agent')).toBe('404 order-unknown orderId');
      expect(await refusal('GET', 'orders?state=lost', 'agent')).toBe('400 validation-failed state');
      expect(await refusal('POST', 'orders/web-100:burn', 'agent', {})).toMatch(/^404 /);
    });
  });

  describe('the list of orders', () => {
    it('is paged newest first, by state and shop, and names nobody', async () => {
      for (const id of ['list-1', 'list-2', 'list-3']) await place({ orderId: id });
      const page = async (query: string) =>
        (await running().ask('GET', `orders?state=accepted&storeId=${storeId}&limit=2${query}`, 'integrator'))
          .body;
      const first = await page('');
      const second = await page(`&cursor=${String(first.nextCursor)}`);
      const ids = [first, second].flatMap(({ items }) =>
        (items as { orderId: string }[]).map(({ orderId }) => orderId),
      );
      expect([ids, second.nextCursor]).toEqual([['list-3', 'list-2', 'list-1'], undefined]);
      expect(JSON.stringify(first)).not.toMatch(/canary|7654321|pickup/i);
      expect((await running().ask('GET', 'orders?storeId=empty', 'agent')).body).toEqual({ items: [] });
    });
  });

  it('tells all of its interface in OpenAPI', async () => {
    const { paths } = (await running().ask('GET', 'openapi.json', 'agent')).body as { paths: object };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/api/operations/orders/{orderId}:collect',
        '/api/operations/stores/{storeId}/stock/{productId}:adjust',
        '/api/operations/fallouts/{falloutId}:retry',
      ]),
    );
  });
}
