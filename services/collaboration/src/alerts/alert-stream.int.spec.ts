// Proves on a real database that nobody who listens to a place misses a change: over replicas, late commits and lost
// connections.
import { jest } from '@jest/globals';
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { TEST_PROFILE as PROFILE } from '@continuo/testing/service';
import { listenTo } from '../../test/listening.js';
import { staffRig, type AlertsReplica, type StaffRig } from '../../test/staff-rig.js';

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

  it('keeps a listener where it is while nothing but heartbeats come, and ends after a quarter of an hour', async () => {
    const placeId = await newPlace();
    await rig.alert(placeId, 'o-1');
    // Heartbeats and the end are the only intervals; the database and the poll go on by timeouts.
    jest.useFakeTimers({
      doNotFake: [
        'Date',
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setImmediate',
        'clearImmediate',
        'setTimeout',
        'clearTimeout',
      ],
    });
    try {
      const listener = listen(placeId);
      await listener.ready();
      jest.advanceTimersByTime(10_000);
      // A comment: an event of its own would move the listener's place.
      expect(Object.keys(listener.events.at(-1) ?? {})).toEqual(['comment']);
      jest.advanceTimersByTime(15 * 60 * 1_000);
      expect(listener.isEnded()).toBe(true);
    } finally {
      jest.useRealTimers();
    }
  });
});
