// Proves on a real database that crossings are published once, with consent only, and that no position stays anywhere.
import { jest } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { staffRig, type StaffRig } from '../../test/staff-rig.js';
import type { ReportedLocation } from './locations.service.js';
import { PresenceRetention } from './presence-retention.js';

let rig: StaffRig;

beforeAll(async () => {
  rig = await staffRig();
  await rig.place('shop');
}, 30_000);

afterAll(async () => {
  await rig.close();
});

afterEach(() => {
  jest.restoreAllMocks();
  rig.platform.state = 'up';
});

/** A customer with a device, and what they said about their location. */
function customer(said: 'yes' | 'no' | 'nothing' = 'yes') {
  const profileId = uuidv7();
  const value = `u-${profileId}`;
  rig.platform.knows(`user=${value}`, profileId, said);
  const report = (more: Partial<ReportedLocation> = {}) =>
    rig.locations.receive({
      deviceId: `d-${profileId}`,
      customers: [{ kind: 'user', value }],
      latitude: 52.37,
      longitude: 4.89,
      accuracyMetres: 10,
      at: new Date(),
      ...more,
    });
  const names = async () => (await rig.published(`user=${value}`)).map(({ name }) => name);
  return { profileId, value, report, names };
}

const away = { latitude: 52.38 };
const rowsOf = (profileId: string): Promise<number> => rig.countOf('collaboration.located_device', profileId);
const everything = async (): Promise<string> =>
  JSON.stringify(await rig.own.query('select device, last_heard_at from located_device order by device'));

describe('LocationsService', () => {
  it('publishes that a customer came near and went, once each, naming them by hashes and opaque ids', async () => {
    const { report, value, profileId } = customer();
    rig.platform.knows('email=ada@example.com', profileId, 'yes');
    const customers = [
      { kind: 'user', value },
      { kind: 'email', value: 'Ada@Example.com ' },
    ];
    rig.platform.knows('email=Ada@Example.com ', profileId, 'yes');
    expect(await report({ ...away, customers })).toMatchObject({ value: { entered: [], left: [] } });
    expect(await report({ customers })).toMatchObject({ value: { entered: ['shop'], ignored: [] } });
    expect(await report({ customers })).toMatchObject({ value: { entered: [], left: [] } });
    expect(await report({ ...away, customers })).toMatchObject({ value: { left: ['shop'] } });
    const published = await rig.published(`user=${value}`);
    expect(published.map(({ name }) => name)).toEqual(['PlaceEntered', 'PlaceLeft']);
    expect(published[0]?.value).toEqual({ placeId: 'shop', enteredAt: expect.any(Number) });
    expect(published[0]?.headers.customer).toMatch(/^user=[^;]+;email\.h1=[^;]+;device=d-[^;]+$/);
  });

  it('keeps no coordinate: not in a table, not in the outbox', async () => {
    const { report } = customer();
    const odd = { latitude: 52.370_123_456_7, longitude: 4.890_765_432_1, accuracyMetres: 17.317_317 };
    await report(odd);
    await report({ ...odd, latitude: 52.381_234_567_8 });
    const dump = await rig.dump();
    for (const digits of ['370123', '890765', '17.317', '381234']) expect(dump).not.toContain(digits);
    for (const number of [odd.latitude, odd.longitude, 52.381_234_567_8, odd.accuracyMetres]) {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleLE(number);
      expect(dump).not.toContain(JSON.stringify(bytes.toString('latin1')).slice(1, -1));
    }
    expect(dump).toContain('PlaceEntered');
    expect(dump).toContain('Europe/Amsterdam');
  });

  it('keeps nothing of who did not agree, or is not known, and forgets who does not agree any more', async () => {
    const before = await everything();
    const published = (await rig.published()).length;
    for (const nobody of [customer('no'), customer('nothing')]) {
      expect(await nobody.report()).toMatchObject({ refusal: { code: 'consent-missing' } });
      expect((await rig.dump()).includes(nobody.profileId)).toBe(false);
    }
    const stranger = { customers: [{ kind: 'user', value: 'nobody-knows-them' }] };
    expect(await customer().report(stranger)).toMatchObject({ refusal: { code: 'consent-missing' } });
    expect(await everything()).toBe(before);
    expect(await rig.published()).toHaveLength(published);

    const ada = customer();
    expect((await ada.report()).ok).toBe(true);
    expect(await rowsOf(ada.profileId)).toBe(1);
    rig.platform.knows(`user=${ada.value}`, ada.profileId, 'no');
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + 60_001);
    expect(await ada.report()).toMatchObject({ refusal: { code: 'consent-missing' } });
    expect(await rowsOf(ada.profileId)).toBe(0);
    expect(await everything()).toBe(before);
  });

  it('needs the yes of everybody whom the identifiers name', async () => {
    const [yes, no] = [customer('yes'), customer('no')];
    const customers = [yes, no].map(({ value }) => ({ kind: 'user', value }));
    expect(await yes.report({ customers })).toMatchObject({ refusal: { code: 'consent-missing' } });
  });

  it('does not guess while the platform is away, answers nonsense or hangs', async () => {
    const { report } = customer();
    const before = await everything();
    for (const state of ['away', 'malformed', 'hangs'] as const) {
      rig.platform.state = state;
      await expect(report()).rejects.toMatchObject({ code: 'consent-unknown', retriable: true });
    }
    expect(await everything()).toBe(before);
    rig.platform.state = 'up';
    expect(await report()).toMatchObject({ value: { entered: ['shop'] } });
  });

  it('asks the platform again after a minute at the latest, and at once after a no', async () => {
    const { report, value, profileId } = customer('no');
    const asks = async (): Promise<number> => {
      const before = rig.platform.asked.length;
      await report();
      return rig.platform.asked.length - before;
    };
    expect(await asks()).toBe(2);
    rig.platform.knows(`user=${value}`, profileId, 'yes');
    expect(await asks()).toBe(2);
    expect(await asks()).toBe(0);
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + 59_000);
    expect(await asks()).toBe(0);
    jest.spyOn(Date, 'now').mockReturnValue(now + 60_001);
    expect(await asks()).toBe(2);
  });

  it('ignores by name what is late, repeated or too vague, and refuses the future', async () => {
    const { report, names } = customer();
    const now = Date.now();
    const at = (secondsAgo: number) => new Date(now - secondsAgo * 1_000);
    const reasonsOf = async (more: Partial<ReportedLocation>) => {
      const received = await report(more);
      return received.ok ? received.value.ignored : received.refusal.code;
    };
    expect(await reasonsOf({ ...away, at: at(10) })).toEqual([]);
    expect(await reasonsOf({ at: at(11) })).toEqual([{ reason: 'location-out-of-order' }]);
    expect(await reasonsOf({ at: at(10) })).toEqual([{ reason: 'location-out-of-order' }]);
    expect(await reasonsOf({ at: at(601) })).toEqual([{ reason: 'location-too-old' }]);
    expect(await reasonsOf({ at: new Date(-8.64e15) })).toEqual([{ reason: 'location-too-old' }]);
    expect(await reasonsOf({ at: at(-61) })).toBe('location-in-future');
    expect(await reasonsOf({ at: new Date(8.64e15) })).toBe('location-in-future');
    const vague = { reason: 'accuracy-worse-than-radius', placeId: 'shop' };
    expect(await reasonsOf({ accuracyMetres: 101, at: at(5) })).toEqual([vague]);
    expect(await reasonsOf({ accuracyMetres: 1e7, at: at(4) })).toEqual([vague]);
    expect(await names()).toEqual([]);
  });

  it('enters once though the same device is reported many times at once', async () => {
    const { report, names } = customer();
    await report({ ...away, at: new Date(Date.now() - 5_000) });
    await Promise.all(Array.from({ length: 12 }, (_, n) => report({ at: new Date(Date.now() - n) })));
    expect(await names()).toEqual(['PlaceEntered']);
  });

  it('judges places at the poles and over the date line', async () => {
    await rig.place('pole', { latitude: -90, longitude: 0 });
    await rig.place('island', { latitude: -16.8, longitude: 179.999_9 });
    const { report } = customer();
    expect(await report({ latitude: -89.999_5, longitude: -101 })).toMatchObject({
      value: { entered: ['pole'] },
    });
    expect(await report({ latitude: -16.8, longitude: -179.999_9 })).toMatchObject({
      value: { entered: ['island'], left: ['pole'] },
    });
  });

  it('lets nobody into a place that was taken out of use', async () => {
    const { version } = await rig.place('closed', { latitude: 10 });
    const { report } = customer();
    expect(await report({ latitude: 10 })).toMatchObject({ value: { entered: ['closed'] } });
    await rig.places.retire('closed', { version, changedBy: 'test' });
    expect(await report({ latitude: 10 })).toMatchObject({ value: { entered: [], left: [] } });
    expect(await report(away)).toMatchObject({ value: { left: [] } });
  });

  it('learns from the timeline whose device it is, and is erased with its person', async () => {
    const { report, value, profileId } = customer();
    await report();
    const [event] = await rig.published(`user=${value}`);
    const survivor = uuidv7();
    await rig.comesBack(event?.headers.ce_id ?? '', survivor);
    expect([await rowsOf(profileId), await rowsOf(survivor)]).toEqual([0, 1]);
    await rig.erase(survivor);
    expect(await rowsOf(survivor)).toBe(0);
    // Consent that is remembered for a moment brings nobody back.
    await rig.erase(profileId);
    expect(await report()).toMatchObject({ value: { ignored: [{ reason: 'profile-erased' }] } });
    expect(await rowsOf(profileId)).toBe(0);
  });

  it('forgets devices after a day of silence', async () => {
    const [old, fresh] = [customer(), customer()];
    await old.report();
    await fresh.report();
    await rig.own.query(
      "update located_device set last_heard_at = now() - interval '25 hours' where profile_id = $1",
      [old.profileId],
    );
    expect(await new PresenceRetention(rig.database, rig.presence).forget()).toBe(1);
    expect([await rowsOf(old.profileId), await rowsOf(fresh.profileId)]).toEqual([0, 1]);
  });

  it('refuses identifiers of which none can be used', async () => {
    const { report } = customer();
    const customers = [{ kind: 'phone', value: 'not a number' }];
    expect(await report({ customers })).toMatchObject({ refusal: { code: 'customer-unusable' } });
  });
});
