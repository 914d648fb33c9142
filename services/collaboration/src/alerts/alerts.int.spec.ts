// Proves on a real database that an alert is raised once, taken on by one person, and missed by nobody who listens.
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { PROFILE } from '../../test/given-records.js';
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
    expect(await rig.database.transaction((tx) => rig.alertsStore.count(tx, [profileId]))).toBe(0);
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

describe('the stream of a place', () => {
  it('begins with what is open, then tells what changes here and at other replicas', async () => {
    const placeId = await newPlace();
    const taken = await idOf(rig.alert(placeId, 'o-1'));
    await rig.alerts.service.acknowledge(taken, anna);
    await rig.alert(placeId, 'o-2');
    const other = rig.alertsReplica();
    const [here, there] = [listen(placeId), listen(placeId, { at: other })];
    await Promise.all([here.ready(), there.ready()]);
    expect(here.events.map(({ type }) => type)).toEqual(['reset', 'alert', 'ready']);
    const alertId = await idOf(rig.alert(placeId, 'o-3'));
    await other.service.acknowledge(alertId, anna);
    for (const listener of [here, there]) {
      await until(() => expect(listener.told().at(-1)).toBe('o-3 acknowledged'));
      expect(listener.told()[0]).toBe('o-2 open');
      listener.leave();
    }
  });

  it('goes on after a lost connection where it was, and loses nothing', async () => {
    const placeId = await newPlace();
    const first = listen(placeId);
    await first.ready();
    await rig.alert(placeId, 'o-1');
    await until(() => expect(first.told()).toEqual(['o-1 open']));
    first.leave();
    const missed = await idOf(rig.alert(placeId, 'o-2'));
    await rig.alert(placeId, 'o-3');
    await rig.alerts.service.acknowledge(missed, anna);
    const second = listen(placeId, { from: first.lastId() });
    await second.ready();
    expect(second.events.map(({ type }) => type)).toEqual(['alert', 'alert', 'ready']);
    expect(second.told()).toEqual(['o-3 open', 'o-2 acknowledged']);
    second.leave();
    const third = listen(placeId, { from: second.lastId() });
    await third.ready();
    expect(third.told()).toEqual([]);
    third.leave();
  });

  it('begins anew after ids that it never gave', async () => {
    const placeId = await newPlace();
    await rig.alert(placeId, 'o-1');
    for (const from of ['1', 'news-0', 'news-99', 'x'.repeat(10_240), 'news-1\r\nx']) {
      const listener = listen(placeId, { from });
      await listener.ready();
      expect(listener.events.map(({ type }) => type)).toEqual(['reset', 'alert', 'ready']);
      listener.leave();
    }
  });

  it('misses no alert whose transaction commits late', async () => {
    const placeId = await newPlace();
    const listener = listen(placeId);
    await listener.ready();
    // Another replica has numbered a change and not committed it when the next one comes.
    const slow = await rig.own.connect();
    await slow.query('begin');
    await slow.query('insert into place_news (place_id) values ($1) on conflict do nothing', [placeId]);
    await slow.query('update place_news set news = news + 1 where place_id = $1', [placeId]);
    await slow.query(
      `insert into staff_alert (alert_id, place_id, order_id, profile_id, news, alerted_at, lapses_at, cause)
       select $1, $2, 'slow', $3, news, now(), now(), '{}' from place_news where place_id = $2`,
      [uuidv7(), placeId, PROFILE],
    );
    const fast = rig.alert(placeId, 'fast');
    await eventually(async () => {
      const waiting = await rig.own.query(
        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      return waiting.length > 0;
    });
    expect(listener.told()).toEqual([]);
    await slow.query('commit');
    await fast;
    await until(() => expect(listener.told()).toEqual(['slow open', 'fast open']));
    listener.leave();
  });

  it('tells each change to a listener in order while many come and go at once', async () => {
    const placeId = await newPlace();
    const listener = listen(placeId);
    await listener.ready();
    await Promise.all(
      Array.from({ length: 25 }, async (_, n) => {
        const alertId = await idOf(rig.alert(placeId, `o-${n}`, { profileId: uuidv7() }));
        await rig.alerts.service.acknowledge(alertId, anna);
      }),
    );
    await until(() => {
      const last = new Map(listener.told().map((each) => each.split(' ') as [string, string]));
      expect(last.size).toBe(25);
      expect(new Set(last.values())).toEqual(new Set(['acknowledged']));
    });
    const positions = listener.events
      .filter(({ type }) => type === 'alert')
      .map(({ id }) => Number(id?.replace('news-', '')));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    listener.leave();
  });

  it('counts the people who listen over all replicas, and forgets those of a dead one', async () => {
    const placeId = await newPlace();
    const other = rig.alertsReplica();
    const listeners = [listen(placeId), listen(placeId), listen(placeId, { at: other })];
    await Promise.all(listeners.map(({ ready }) => ready()));
    const listening = async () => (await rig.alert(placeId, null)).value['listening'];
    expect(await listening()).toBe(3);
    listeners[0]?.leave();
    await until(async () => expect(await listening()).toBe(2));
    await rig.own.query("update alert_listening set seen_at = now() - interval '16 seconds'");
    expect(await listening()).toBe(0);
    listeners.forEach(({ leave }) => leave());
  });

  it('ends when its replica stops', async () => {
    const placeId = await newPlace();
    const other = rig.alertsReplica();
    const listener = listen(placeId, { at: other });
    await listener.ready();
    await other.watch.beforeApplicationShutdown();
    await eventually(() => listener.isEnded());
    const late = listen(placeId, { at: other });
    await eventually(() => late.isEnded());
    expect(await rig.own.query('select 1 from alert_listening where place_id = $1', [placeId])).toEqual([]);
  });
});
