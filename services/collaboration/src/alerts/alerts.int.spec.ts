// Proves on a real database that an alert is raised once, taken on by one person, and missed by nobody who listens.
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { TEST_PROFILE as PROFILE } from '@continuo/testing/service';
import { listenTo } from '../../test/listening.js';
import { LAPSE_MS, staffRig, type AlertsReplica, type StaffRig } from '../../test/staff-rig.js';

let rig: StaffRig;
let placeCount = 0;

beforeAll(async () => {
  rig = await staffRig();
}, 30_000);

afterAll(async () => {
  await rig.close();
});

async function newPlace(): Promise<string> {
  const placeId = `shop-${(placeCount += 1)}`;
  await rig.place(placeId);
  return placeId;
}

/** Until these expectations hold. */
const until = (expectations: () => void | Promise<void>): Promise<true> =>
  eventually(
    async () => {
      await expectations();
      return true as const;
    },
    { within: 3_000 },
  );

const anna = { subject: 'anna', role: 'agent' };
const listen = (placeId: string, more?: { from?: string; at?: AlertsReplica }) =>
  listenTo({ placeId, at: rig.alerts, ...more });

async function idOf(answer: Promise<{ value: Record<string, unknown> }>): Promise<string> {
  return String((await answer).value['alertId']);
}

describe('the command to alert staff', () => {
  it('is answered with the alert, and a repeated command with the same one', async () => {
    const placeId = await newPlace();
    const commandId = uuidv7();
    const first = await rig.alert(placeId, 'o-1', { commandId });
    expect(first).toMatchObject({ name: 'StaffAlerted', value: { placeId, orderId: 'o-1', listening: 0 } });
    expect(first.event).toMatchObject({ profileId: PROFILE, commandId });
    expect((await rig.alert(placeId, 'o-1', { commandId })).value).toEqual(first.value);
    expect(await rig.alerts.service.list({ placeId, oldestFirst: true, limit: 9 })).toHaveLength(1);
  });

  it('is the same alert for an order that has an open one, and a new one after that', async () => {
    const placeId = await newPlace();
    const first = await idOf(rig.alert(placeId, 'o-1'));
    expect(await idOf(rig.alert(placeId, 'o-1'))).toBe(first);
    await rig.alerts.service.acknowledge(first, anna);
    expect(await idOf(rig.alert(placeId, 'o-1'))).not.toBe(first);
    expect(await idOf(rig.alert(placeId, null))).not.toBe(await idOf(rig.alert(placeId, null)));
  });

  it('makes one alert of many commands at once', async () => {
    const placeId = await newPlace();
    const ids = await Promise.all(
      Array.from({ length: 12 }, () => idOf(rig.alert(placeId, 'o-1', { profileId: uuidv7() }))),
    );
    expect(new Set(ids).size).toBe(1);
  });

  it('is refused by name for places that are not there, or not used, and for ids that no table holds', async () => {
    const placeId = await newPlace();
    await rig.places.retire(placeId, { version: 1, changedBy: 'test' });
    const codeOf = async (place: string, orderId: string | null = null) => {
      const { name, value } = await rig.alert(place, orderId);
      return `${name} ${String(value['code'])}`;
    };
    expect(await codeOf(placeId)).toBe('StaffAlertRefused place-retired');
    expect(await codeOf('nowhere')).toBe('StaffAlertRefused unknown-place');
    for (const odd of ['', 'a\u0000b', 'x'.repeat(10_240), "'; drop table place; --"])
      expect(await codeOf(odd)).toBe('StaffAlertRefused unknown-place');
    for (const odd of ['', 'o\u0000', 'x'.repeat(10_240)])
      expect(await codeOf(await newPlace(), odd)).toBe('StaffAlertRefused order-id-unusable');
  });

  it('is ignored for somebody who was erased, and what was there of them goes', async () => {
    const [placeId, profileId] = [await newPlace(), uuidv7()];
    const alertId = await idOf(rig.alert(placeId, 'o-1', { profileId }));
    await rig.erase(profileId);
    expect(await rig.alerts.service.acknowledge(alertId, anna)).toMatchObject({
      refusal: { code: 'alert-unknown' },
    });
    expect((await rig.alert(placeId, 'o-2', { profileId })).name).toBe('nothing');
    expect(await rig.countOf('collaboration.staff_alert', profileId)).toBe(0);
  });
});

describe('taking an alert on', () => {
  it('is done by one of many who try at once, and published once as a consequence of the command', async () => {
    const [placeId, profileId] = [await newPlace(), uuidv7()];
    const alertId = await idOf(rig.alert(placeId, 'o-1', { profileId }));
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        rig.alerts.service.acknowledge(alertId, { subject: `agent-${n}`, role: 'agent' }),
      ),
    );
    expect(tries.filter(({ ok }) => ok)).toHaveLength(1);
    for (const refused of tries.filter(({ ok }) => !ok))
      expect(refused).toMatchObject({ refusal: { code: 'alert-taken', rule: 'taken-by:agent' } });
    const published = await rig.published(profileId);
    expect(published.map(({ name }) => name)).toEqual(['StaffAlerted', 'StaffAlertAcknowledged']);
    expect(published[1]).toMatchObject({
      value: { alertId, placeId, orderId: 'o-1' },
      headers: {
        ce_profileid: profileId,
        ce_correlationid: `story-${profileId}`,
        ce_causationid: published[0]?.headers.ce_causationid,
        ce_hops: '3',
      },
    });
    expect(published[1]?.headers).not.toHaveProperty('commandid');
  });

  it('said again by the same person changes and publishes nothing', async () => {
    const [placeId, profileId] = [await newPlace(), uuidv7()];
    const alertId = await idOf(rig.alert(placeId, 'o-1', { profileId }));
    const first = await rig.alerts.service.acknowledge(alertId, anna);
    expect(await rig.alerts.service.acknowledge(alertId, anna)).toEqual(first);
    expect(await rig.published(profileId)).toHaveLength(2);
  });

  it('is too late after the alert has lapsed, which is seen and not published', async () => {
    const [placeId, profileId] = [await newPlace(), uuidv7()];
    const alertId = await idOf(rig.alert(placeId, 'o-1', { profileId }));
    const listener = listen(placeId);
    await listener.ready();
    expect(await rig.alerts.service.lapseDue(new Date(Date.now() + LAPSE_MS - 60_000))).toBe(0);
    const later = new Date(Date.now() + LAPSE_MS + 1);
    const lapsed = await Promise.all([1, 2, 3].map(() => rig.alerts.service.lapseDue(later)));
    expect(lapsed.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(1);
    expect(await rig.alerts.service.acknowledge(alertId, anna)).toMatchObject({
      refusal: { code: 'alert-lapsed' },
    });
    await until(() => expect(listener.told()).toEqual(['o-1 open', 'o-1 lapsed']));
    expect(await rig.published(profileId)).toHaveLength(1);
    listener.leave();
  });
});

describe('a list of alerts', () => {
  it('has pages, open ones by how long a customer waits', async () => {
    const placeId = await newPlace();
    const ids: string[] = [];
    for (const n of [1, 2, 3, 4, 5]) ids.push(await idOf(rig.alert(placeId, `o-${n}`)));
    const first = await rig.alerts.service.list({ placeId, state: 'open', oldestFirst: true, limit: 2 });
    const last = first?.at(-1);
    const after = last && { alertedAt: last.alertedAt, alertId: last.alertId };
    const rest = await rig.alerts.service.list({
      placeId,
      state: 'open',
      oldestFirst: true,
      limit: 9,
      after,
    });
    expect([...(first ?? []), ...(rest ?? [])].map(({ alertId }) => alertId)).toEqual(ids);
    const newest = await rig.alerts.service.list({ placeId, oldestFirst: false, limit: 2, after });
    expect(newest?.map(({ orderId }) => orderId)).toEqual(['o-1']);
    expect(
      await rig.alerts.service.list({ placeId: 'nowhere', oldestFirst: true, limit: 1 }),
    ).toBeUndefined();
  });
});
