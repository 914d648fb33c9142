// From outside: places are kept by supervisors, and a customer who agreed to it comes near one and goes.
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import type { RunningCollaboration } from './running-collaboration.js';
import { seen } from './seen.js';

const details = {
  name: 'Kalverstraat',
  latitude: 52.37,
  longitude: 4.89,
  radiusMetres: 150,
  timeZone: 'Europe/Amsterdam',
};

/** A place that nobody else uses. */
export async function createPlace(collaboration: RunningCollaboration): Promise<string> {
  const placeId = `shop-${uuidv7()}`;
  const created = await collaboration.ask('PUT', `places/${placeId}`, 'supervisor', details);
  expect(created).toMatchObject({ status: 201, body: { placeId, version: 1 } });
  return placeId;
}

export function placesTests(collaboration: () => RunningCollaboration): void {
  const ask = (...asked: Parameters<RunningCollaboration['ask']>) => collaboration().ask(...asked);
  const newPlace = () => createPlace(collaboration());

  describe('places', () => {
    it('are created once, changed by who has seen them, listed in pages and taken out of use', async () => {
      const placeId = await newPlace();
      const put = (body: object, headers = {}) =>
        ask('PUT', `places/${placeId}`, 'supervisor', body, headers);
      expect(await put(details)).toMatchObject({ status: 428, body: { code: 'if-match-missing' } });
      expect(await put(details, { 'if-match': '"9"' })).toMatchObject({ status: 412 });
      const changed = await put({ ...details, radiusMetres: 20 }, { 'if-match': '"1"' });
      expect(changed).toMatchObject({ status: 200, body: { placeId, radiusMetres: 20, version: 2 } });
      expect(changed.headers.get('etag')).toBe('"2"');
      const racers = await Promise.all([1, 2, 3].map(() => put(details, { 'if-match': '"2"' })));
      expect(racers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
      await newPlace();
      const page = await ask('GET', 'places?limit=1', 'agent');
      const next = await ask('GET', `places?limit=1&cursor=${String(page.body['nextCursor'])}`, 'agent');
      expect(next.body['items']).not.toEqual(page.body['items']);
      expect(await ask('GET', 'places?cursor=made-up', 'agent')).toMatchObject({ status: 400 });
      const retire = (headers = {}) => ask('DELETE', `places/${placeId}`, 'supervisor', undefined, headers);
      expect(await retire()).toMatchObject({ status: 428 });
      expect(await retire({ 'if-match': '"3"' })).toMatchObject({ status: 204 });
      expect(await retire()).toMatchObject({ status: 204 });
      expect((await ask('GET', `places/${placeId}`, 'agent')).body).toHaveProperty('retiredAt');
    });

    it('are refused by field and rule when they make no sense, and to those who may not', async () => {
      const rulesOf = async (body: object) => {
        const answer = await ask('PUT', 'places/odd', 'supervisor', body);
        expect(answer.status).toBe(400);
        return (answer.body['errors'] as { field: string; rule: string }[]).map(
          ({ field, rule }) => `${field} ${rule}`,
        );
      };
      expect(await rulesOf({ ...details, latitude: 90.000_1 })).toEqual(['latitude too-big:90']);
      expect(await rulesOf({ ...details, longitude: 1e308 })).toEqual(['longitude too-big:180']);
      expect(await rulesOf({ ...details, latitude: null })).toEqual(['latitude type:number']);
      expect(await rulesOf({ ...details, radiusMetres: 19 })).toEqual(['radiusMetres too-small:20']);
      expect(await rulesOf({ ...details, radiusMetres: 5_001 })).toEqual(['radiusMetres too-big:5000']);
      expect(await rulesOf({ ...details, timeZone: 'Mars/Olympus' })).toEqual(['timeZone iana-time-zone']);
      expect(await ask('PUT', 'places/odd', 'agent', details)).toMatchObject({ status: 403 });
      expect(await ask('PUT', `places/${'x'.repeat(10_240)}`, 'supervisor', details)).toMatchObject({
        status: 414,
      });
      expect(await ask('GET', 'places/nowhere', 'agent')).toMatchObject({
        status: 404,
        body: { code: 'place-unknown' },
      });
    });
  });

  describe('a device’s location', () => {
    const report = (
      deviceId: string,
      value: string,
      more: object = {},
      role: 'integrator' | 'agent' = 'integrator',
    ) =>
      ask('POST', `devices/${deviceId}/locations`, role, {
        customers: [{ kind: 'user', value }],
        latitude: details.latitude,
        longitude: details.longitude,
        accuracyMetres: 12,
        at: new Date().toISOString(),
        ...more,
      });

    it('becomes an entry and an exit on the bus, and is its person’s to be erased', async () => {
      const [placeId, profileId, value] = [await newPlace(), uuidv7(), `u-${uuidv7()}`];
      collaboration().world.platform.knows(`user=${value}`, profileId, 'yes');
      const near = await report('phone-1', value);
      expect(near).toMatchObject({ status: 200 });
      expect(near.body['entered']).toContain(placeId);
      const far = await report('phone-1', value, { latitude: 53 });
      expect(far.body['left']).toContain(placeId);
      const ours = async () =>
        (await collaboration().read('collaboration.places')).filter(
          ({ value: of }) => of['placeId'] === placeId,
        );
      await seen(
        async () => (await ours()).map(({ type }) => type),
        ['continuo.collaboration.PlaceEntered.v1', 'continuo.collaboration.PlaceLeft.v1'],
      );
      const [, left] = await ours();
      expect(left).toMatchObject({
        key: `user=${value}`,
        headers: { customer: `user=${value};device=phone-1` },
      });
      const other = uuidv7();
      if (left !== undefined) await collaboration().passOn(left, other);
      const store = { store: 'collaboration.located_device', rows: 1 };
      await eventually(async () => {
        const counted = await ask('POST', 'personal-data:count', 'operator', { profileIds: [other] });
        expect(counted.body['stores']).toContainEqual(store);
        return true;
      });
    });

    it('is refused without consent, and while nobody can say', async () => {
      const { platform } = collaboration().world;
      const value = `u-${uuidv7()}`;
      platform.knows(`user=${value}`, uuidv7(), 'no');
      expect(await report('phone-2', value)).toMatchObject({
        status: 403,
        body: { code: 'consent-missing' },
      });
      platform.state = 'away';
      const unknown = await report('phone-2', value);
      platform.state = 'up';
      expect(unknown).toMatchObject({ status: 503, body: { code: 'consent-unknown' } });
      expect(unknown.headers.get('retry-after')).toBe('1');
      expect(await report('phone-2', value, {}, 'agent')).toMatchObject({
        status: 403,
        body: { code: 'role-missing' },
      });
    });

    it('is refused by field when it is hostile, and never repeated in the refusal', async () => {
      const fieldOf = async (more: object) => {
        const { status, body } = await report('phone-3', 'u', more);
        expect(status).toBeGreaterThanOrEqual(400);
        expect(JSON.stringify(body)).not.toContain('91.2345');
        return (body['errors'] as { field: string }[])[0]?.field;
      };
      expect(await fieldOf({ latitude: 91.234_5 })).toBe('latitude');
      expect(await fieldOf({ longitude: -1e308 })).toBe('longitude');
      expect(await fieldOf({ latitude: Number.NaN })).toBe('latitude');
      expect(await fieldOf({ accuracyMetres: -1 })).toBe('accuracyMetres');
      expect(await fieldOf({ accuracyMetres: 1e308 })).toBe('accuracyMetres');
      expect(await fieldOf({ at: '9999-01-01T00:00:00Z' })).toBe('at');
      expect(await fieldOf({ at: 'tomorrow' })).toBe('at');
      expect(await fieldOf({ customers: [] })).toBe('customers');
      expect(await fieldOf({ customers: [{ kind: 'device', value: 'd' }] })).toBe('customers[0].kind');
      expect(await fieldOf({ customers: [{ kind: 'user', value: 'x'.repeat(10_240) }] })).toBe(
        'customers[0].value',
      );
      expect(await report('x'.repeat(10_240), 'u')).toMatchObject({ status: 414 });
      expect(await report('a%20b', 'u')).toMatchObject({ status: 400 });
    });
  });
}
