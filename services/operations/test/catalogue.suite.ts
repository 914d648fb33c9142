// Proves from outside how products and stock are said, read, corrected and refused.
import type { RunningOperations } from './running-operations.js';

/** The part of the e2e tests about what there is. */
export function catalogueTests(running: () => RunningOperations): void {
  const lamp = { name: 'Lamp', description: 'Bright', unitPrice: { amount: '12.50', currency: 'EUR' } };

  describe('a product', () => {
    it('is created, changed by who has seen it, and the same again without', async () => {
      const put = (body: object, headers = {}) =>
        running().ask('PUT', 'products/lamp', 'supervisor', body, headers);
      const created = await put(lamp);
      expect([created.status, created.headers.get('etag')]).toEqual([201, '"1"']);
      expect(created.body).toMatchObject({ productId: 'lamp', active: true, unitPrice: { amount: '12.50' } });
      const again = await put(lamp);
      expect([again.status, again.headers.get('etag')]).toEqual([200, '"1"']);
      const dearer = { ...lamp, unitPrice: { amount: '13.00', currency: 'EUR' } };
      expect([(await put(dearer)).status, (await put(dearer, { 'if-match': '"7"' })).status]).toEqual([
        428, 412,
      ]);
      const [one, two] = await Promise.all([
        put(dearer, { 'if-match': '"1"' }),
        put({ ...lamp, name: 'Lantern' }, { 'if-match': '"1"' }),
      ]);
      expect([one?.status, two?.status].sort()).toEqual([200, 412]);
      const shown = await running().ask('GET', 'products/lamp', 'agent');
      expect([shown.status, shown.headers.get('etag'), shown.body.version]).toEqual([200, '"2"', 2]);
    });

    it('is listed page by page, by whether it is active', async () => {
      for (const id of ['cup', 'vase']) {
        const product = { ...lamp, name: id, active: id !== 'vase' };
        expect((await running().ask('PUT', `products/${id}`, 'integrator', product)).status).toBe(201);
      }
      const ids: string[] = [];
      for (let cursor = ''; ;) {
        const { body } = await running().ask('GET', `products?active=true&limit=1${cursor}`, 'agent');
        ids.push(...(body.items as { productId: string }[]).map(({ productId }) => productId));
        if (body.nextCursor === undefined) break;
        cursor = `&cursor=${String(body.nextCursor)}`;
      }
      expect(ids).toEqual(['cup', 'kettle', 'lamp']);
      expect((await running().ask('GET', 'products?active=false', 'operator')).body.items).toHaveLength(1);
      const foreign = await running().refusal('GET', 'products?cursor=bm90LW91cnM', 'agent');
      expect(foreign).toBe('400 cursor-invalid cursor');
    });

    it.each<[string, string, object | string]>([
      ['400 malformed-json', 'lamp', '{"name":'],
      ['400 validation-failed name', 'lamp', { ...lamp, name: ' ' }],
      [
        '400 validation-failed unitPrice.amount',
        'lamp',
        { ...lamp, unitPrice: { amount: '1e9', currency: 'EUR' } },
      ],
      [
        '400 validation-failed unitPrice.amount',
        'lamp',
        { ...lamp, unitPrice: { amount: 12.5, currency: 'EUR' } },
      ],
      [
        '400 validation-failed unitPrice.currency',
        'lamp',
        { ...lamp, unitPrice: { amount: '1', currency: 'QQQ' } },
      ],
      ['400 validation-failed productId', '..%2Fetc', lamp],
      ['400 validation-failed productId', "x'%20or%201=1--", lamp],
      ['400 validation-failed productId', 'a'.repeat(65), lamp],
      ['400 unstorable-text name', 'lamp', { ...lamp, name: 'a\u0000b' }],
      ['413 too-large', 'lamp', { ...lamp, description: 'x'.repeat(1_100_000) }],
    ])('is refused with %s', async (refusal, id, body) => {
      expect(await running().refusal('PUT', `products/${id}`, 'supervisor', body)).toBe(refusal);
    });

    it('is nobody’s to change who may only read it', async () => {
      expect(await running().refusal('PUT', 'products/lamp', 'agent', lamp)).toBe('403 role-missing');
      expect(await running().refusal('GET', 'products', 'designer')).toBe('403 role-missing');
      expect(await running().refusal('GET', 'products/ghost', 'agent')).toBe('404 product-unknown productId');
    });
  });

  describe('stock', () => {
    it('is counted, adjusted once per key, and read by place, by product and by entry', async () => {
      const count = await running().ask('PUT', 'stores/shop-1/stock/cup', 'supervisor', { onHand: 5 });
      expect(count.body).toEqual({
        storeId: 'shop-1',
        productId: 'cup',
        onHand: 5,
        reserved: 0,
        available: 5,
      });
      const adjust = () =>
        running().ask(
          'POST',
          'stores/shop-1/stock/cup:adjust',
          'integrator',
          { delta: -2, reason: 'damaged' },
          { 'idempotency-key': 'k-1' },
        );
      expect((await adjust()).body).toMatchObject({ onHand: 3 });
      const replayed = await adjust();
      expect([replayed.body.onHand, replayed.headers.get('idempotency-replayed')]).toEqual([3, 'true']);
      await running().ask('PUT', 'stores/shop-2/stock/cup', 'supervisor', { onHand: 1 });
      const stores = (await running().ask('GET', 'products/cup/availability', 'agent')).body.items;
      expect(stores).toMatchObject([
        { storeId: 'shop-1', available: 3 },
        { storeId: 'shop-2', available: 1 },
      ]);
      const first = (await running().ask('GET', 'products/cup/availability?limit=1', 'integrator')).body;
      const next = await running().ask(
        'GET',
        `products/cup/availability?cursor=${String(first.nextCursor)}`,
        'agent',
      );
      expect(next.body.items).toMatchObject([{ storeId: 'shop-2' }]);
      expect((await running().ask('GET', 'stores/shop-1/stock', 'agent')).body.items).toHaveLength(1);
      const ledger = (await running().ask('GET', 'stores/shop-1/stock/cup/ledger', 'operator')).body.items;
      expect(ledger).toMatchObject([
        { movement: 'adjust', onHandChange: -2, reason: 'damaged', recordedBy: 'local-integrator' },
        { movement: 'count', onHandChange: 5, reason: 'counted', recordedBy: 'local-supervisor' },
      ]);
    });

    it.each<[string, string, string, object]>([
      ['404 product-unknown productId', 'PUT', 'stores/shop-1/stock/ghost', { onHand: 1 }],
      ['400 validation-failed onHand', 'PUT', 'stores/shop-1/stock/cup', { onHand: -1 }],
      ['400 validation-failed onHand', 'PUT', 'stores/shop-1/stock/cup', { onHand: 1.5 }],
      ['400 validation-failed onHand', 'PUT', 'stores/shop-1/stock/cup', { onHand: 1e300 }],
      ['400 validation-failed delta', 'POST', 'stores/shop-1/stock/cup:adjust', { delta: 0, reason: 'x' }],
      [
        '400 validation-failed reason',
        'POST',
        'stores/shop-1/stock/cup:adjust',
        { delta: 1, reason: 'Jane took it' },
      ],
      ['409 stock-negative delta', 'POST', 'stores/shop-1/stock/cup:adjust', { delta: -999, reason: 'lost' }],
      [
        '422 stock-too-large delta',
        'POST',
        'stores/shop-1/stock/cup:adjust',
        { delta: 1_000_000_000, reason: 'bulk' },
      ],
    ])('is refused with %s', async (refusal, method, path, body) => {
      expect(await running().refusal(method, path, 'supervisor', body)).toBe(refusal);
    });

    it('of a place that does not exist is an error with a name, and asking makes no place', async () => {
      await running().refusal('POST', 'stores/nowhere/stock/cup:adjust', 'supervisor', {
        delta: -1,
        reason: 'lost',
      });
      expect(await running().refusal('GET', 'stores/nowhere/stock', 'agent')).toBe(
        '404 store-unknown storeId',
      );
      expect(await running().refusal('GET', 'products/ghost/availability', 'agent')).toBe(
        '404 product-unknown productId',
      );
    });
  });
}
