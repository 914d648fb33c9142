// Proves on a real database what the index of the timeline holds, answers and forgets.
import type { IncomingRecord, PartitionScope } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { uuidv7 } from 'uuidv7';
import { platformRig, type PlatformRig } from '../../test/platform-rig.js';
import { ProfilesStore } from '../profiles/profiles.store.js';
import { ActivityConsumer } from './activity.consumer.js';
import { ActivityRetention } from './activity-retention.js';
import { ActivityRetentionStore } from './activity-retention.store.js';
import { keptWeeks } from './domain/kept-time.js';
import { ActivityService } from './activity.service.js';
import { ActivityStore, type ActivityPlace } from './activity.store.js';

const store = new ActivityStore();
const consumer = new ActivityConsumer(store);
let rig: PlatformRig;
let activity: ActivityService;
let retention: ActivityRetention;
let offset = 0n;

beforeAll(async () => {
  rig = await platformRig();
  activity = new ActivityService(rig.database, store, new ProfilesStore());
  retention = new ActivityRetention(rig.database, new ActivityRetentionStore());
}, 30_000);

beforeEach(async () => {
  await rig.clear();
  await retention.keep();
});

afterAll(() => rig.close());

const day = 86_400_000;
const minutesAgo = (minutes: number): number => Date.now() - minutes * 60_000;

interface Told {
  readonly type?: string;
  readonly at?: number;
  readonly partition?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

function record(profileId: string, told: Told = {}): IncomingRecord {
  const { type = 'continuo.crm.CaseOpened.v1', at = Date.now(), partition = 0, headers = {} } = told;
  const id = uuidv7();
  const all = {
    ce_id: id,
    ce_type: type,
    ce_source: '/crm',
    ce_time: new Date(at).toISOString(),
    ...headers,
  };
  offset += 1n;
  return {
    topic: 'cdp.timeline',
    partition,
    offset,
    timestamp: at,
    key: profileId,
    headers: all,
    bytes: Buffer.alloc(0),
    type,
    id,
    profileId,
    redriven: false,
    value: () => {
      throw new Error('a value was decoded');
    },
  };
}

function batch(...records: readonly IncomingRecord[]) {
  return rig.database.transaction((tx) => consumer.handle(records, scopeOf(tx, records)));
}

function scopeOf(tx: Transaction, records: readonly IncomingRecord[]): PartitionScope {
  const partition = records[0]?.partition ?? 0;
  const nothing = { hold: () => Promise.resolve(), release: () => Promise.resolve() };
  return {
    ...{
      tx,
      group: 'cdp-activity',
      topic: 'cdp.timeline',
      partition,
      nextOffset: 0n,
      clockBefore: 0,
      clock: 0,
    },
    ...nothing,
    now: new Date(),
    held: () => Promise.resolve(new Set()),
    discard: () => Promise.resolve(0),
    progress: () => undefined,
  };
}

/** Somebody known by this identifier; several of them in one call are merged. */
async function person(customer: string): Promise<string> {
  await rig.batch([rig.naming(customer)]);
  const key = customer.split(';')[0] ?? '';
  const found = await rig.database.transaction((tx) => new ProfilesStore().findByIdentifiers(tx, [key]));
  return found.get(key) ?? '';
}

const all = { types: [], sources: [] };

async function read(id: string, filter: object = {}, limit = 50) {
  const page = await activity.page(id, { ...all, ...filter }, { limit });
  if (!page.ok) return page.refusal.code;
  return page.value.entries.map(({ type, profileId }) => `${type.split('.')[2]} ${profileId}`);
}

describe('the activity of a customer', () => {
  it('is newest first over all of their profiles, each entry under the id it came with', async () => {
    const [visitor, user] = [await person('anonymous=a'), await person('user=u')];
    await batch(
      record(visitor, { type: 'continuo.cdp.TrackReceived.v1', at: minutesAgo(9), partition: 5 }),
      record(visitor, { type: 'continuo.cdp.ConsentGranted.v1', at: minutesAgo(5), partition: 5 }),
    );
    await batch(
      record(user, { at: minutesAgo(7) }),
      record(await person('user=other'), { at: minutesAgo(1) }),
    );
    expect(await read(visitor)).toEqual([`ConsentGranted ${visitor}`, `TrackReceived ${visitor}`]);
    await person('anonymous=a;user=u');
    const survivor = await person('user=u');
    const both = [`ConsentGranted ${visitor}`, `CaseOpened ${user}`, `TrackReceived ${visitor}`];
    expect(await read(visitor)).toEqual(both);
    expect(await read(user)).toEqual(both);
    const page = await activity.page(visitor, all, { limit: 1 });
    expect(page.ok && page.value.profileId).toBe(survivor);
  });

  it('is filtered by type, source and time, and paged without losing or repeating one', async () => {
    const [ann, ben] = [await person('anonymous=a'), await person('user=u')];
    const at = minutesAgo(3);
    const types = ['continuo.crm.CaseOpened.v1', 'continuo.crm.CaseClosed.v1'];
    // Many of one millisecond, in two partitions.
    await batch(
      ...Array.from({ length: 7 }, (_, n) => record(ann, { at, type: types[n % 2], partition: 1 })),
    );
    await batch(
      ...Array.from({ length: 6 }, () => record(ben, { at, partition: 2, headers: { ce_source: '/x' } })),
    );
    await person('anonymous=a;user=u');
    const seen: string[] = [];
    let behind: ActivityPlace | undefined;
    do {
      const page = await activity.page(ann, all, { limit: 4, ...(behind && { behind }) });
      if (!page.ok) throw new Error(page.refusal.code);
      seen.push(...page.value.entries.map(({ eventId }) => eventId));
      const last = page.value.entries.at(-1);
      behind = last && [last.at.toISOString(), last.partition, String(last.offset)];
    } while (behind !== undefined);
    expect([seen.length, new Set(seen).size]).toEqual([13, 13]);
    expect(await read(ann, { types: [types[1]] })).toHaveLength(3);
    expect(await read(ann, { sources: ['/x'] })).toHaveLength(6);
    expect(await read(ann, { after: new Date(at + 1) })).toEqual([]);
    expect(await read(ann, { before: new Date(at) })).toEqual([]);
    expect(await read(ann, { after: new Date(at), before: new Date(at + 1) })).toHaveLength(13);
  });

  it('is kept once when records are read again', async () => {
    const ann = await person('user=u');
    const records = [record(ann), record(ann)];
    await batch(...records);
    await batch(...records);
    expect(await read(ann)).toHaveLength(2);
  });

  it('is nobody’s for an id that nobody has, and told apart for one that was erased', async () => {
    expect(await read(uuidv7())).toBe('profile-unknown');
    const ann = await person('user=u');
    await rig.own.query('update profile set erased_at = now() where id = $1', [ann]);
    expect(await read(ann)).toBe('profile-erased');
  });

  it('goes with an erasure, also what was still on its way behind it', async () => {
    const [ann, ben] = [await person('user=a'), await person('user=b')];
    await batch(record(ann), record(ben));
    await batch(record(ann), record(ann, { type: 'continuo.cdp.ProfileErased.v1' }), record(ben));
    const rows = await rig.own.query<{ id: string }>(
      'select profile_id as id from activity union all select profile_id from active_customer',
    );
    expect(rows.map(({ id }) => id)).toEqual([ben, ben, ben]);
  });

  it('of somebody erased does not count today by what comes late', async () => {
    const [ann, ben] = [await person('user=a'), await person('user=b')];
    await batch(record(ann, { type: 'continuo.cdp.ProfileErased.v1' }));
    await rig.own.query('update profile set erased_at = now() where id = $1', [ann]);
    await batch(record(ann), record(ben));
    const rows = await rig.own.query<{ id: string }>('select profile_id as id from active_customer');
    expect(rows.map(({ id }) => id)).toEqual([ben]);
  });

  it('holds nothing but ids, codes and times', async () => {
    const ann = await person('user=u');
    const headers = { ce_subject: 'email.h1=5d41402abc4b2a76b9719d911017c592', ce_correlationid: 'Jane Doe' };
    await batch(record(ann, { headers }));
    const rows = await rig.own.query<{ row: string }>('select activity::text as row from activity');
    expect(rows[0]?.row).not.toMatch(/5d41402|Jane/);
  });
});

describe('today', () => {
  it('counts each person once, whatever profiles they had, and their events', async () => {
    const [visitor, user, other] = [
      await person('anonymous=a'),
      await person('user=u'),
      await person('user=o'),
    ];
    const of = async () => {
      const { customers, events } = await activity.today('UTC');
      return [customers, events];
    };
    expect(await of()).toEqual([0, 0]);
    await batch(
      record(visitor),
      record(visitor),
      record(visitor, { type: 'continuo.cdp.ProfileChanged.v1' }),
    );
    await batch(record(user, { partition: 1 }), record(other, { partition: 1 }));
    expect(await of()).toEqual([3, 4]);
    await person('anonymous=a;user=u');
    const merged = { type: 'continuo.cdp.ProfileMerged.v1' };
    await batch(record(visitor, merged), record(user, { ...merged, partition: 1 }));
    expect(await of()).toEqual([2, 4]);
    // Late ones of the former profile are the survivor's.
    await batch(record(visitor));
    expect(await of()).toEqual([2, 5]);
  });

  it('begins where the time zone says', async () => {
    const ann = await person('user=u');
    const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu', 'UTC'];
    const begins = new Map(zones.map((zone) => [zone, Date.now() - sinceMidnight(zone)]));
    const at = minutesAgo(12 * 60);
    await batch(record(ann, { at }));
    for (const zone of zones) {
      const { customers, day: name } = await activity.today(zone);
      expect([zone, customers]).toEqual([zone, at >= (begins.get(zone) ?? 0) ? 1 : 0]);
      expect(name).toBe(new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date()));
    }
  });
});

describe('retention', () => {
  it('makes the weeks that are missing, drops those that are over, and does nothing twice', async () => {
    expect(await retention.keep()).toEqual({ made: 0, dropped: 0 });
    const later = new Date(Date.now() + 15 * day);
    const moved = await retention.keep(later);
    expect([moved.made >= 2, moved.dropped >= 2]).toEqual([true, true]);
    const ann = await person('user=u');
    await batch(record(ann, { at: minutesAgo(0) }));
    await retention.keep(new Date(Date.now() + 98 * day));
    expect(await rig.own.query('select from activity')).toEqual([]);
    await retention.keep();
  });

  it('knows whether this moment has its table', async () => {
    const has = (at: Date) =>
      rig.database.transaction((tx) => new ActivityRetentionStore().hasWeekOf(tx, at));
    expect(await has(new Date())).toBe(true);
    await rig.own.query(
      (
        await rig.own.query<{ drop: string }>(
          `select 'drop table ' || string_agg(inhrelid::regclass::text, ', ') as drop from pg_inherits
           where inhparent = 'activity'::regclass`,
        )
      )[0]?.drop ?? '',
    );
    expect(await has(new Date())).toBe(false);
    await retention.keep();
  });

  it('is safe by several replicas at once', async () => {
    const later = new Date(Date.now() + 200 * day);
    await Promise.all(Array.from({ length: 4 }, () => retention.keep(later)));
    await retention.keep();
  });

  it('makes weeks beside who reads, without waiting for them', async () => {
    const reader = await rig.database.dedicated('reader');
    try {
      await reader.query('begin');
      await reader.query('select from activity limit 1');
      const weeks = keptWeeks(new Date(Date.now() + 300 * day));
      const made = await rig.database.transaction((tx) => new ActivityRetentionStore().makeWeeks(tx, weeks));
      expect(made).toBeGreaterThan(1);
    } finally {
      await reader.end();
    }
    await retention.keep();
  });

  it('leaves a record out that is older than what is kept, instead of failing on it', async () => {
    const ann = await person('user=u');
    const { ignored } = await batch(record(ann, { at: Date.now() - 91 * day }), record(ann));
    expect([ignored, (await read(ann)).length]).toEqual([{ 'outside-the-kept-time': 1 }, 1]);
  });
});

/** To the quarter of an hour, as the index counts. */
function sinceMidnight(timeZone: string): number {
  const text = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(new Date());
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * 1_000;
}
