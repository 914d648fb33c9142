// A person leaves this database while the resolver works on it: nothing of them stays, nobody else loses anything.
import { Fault } from '@continuo/kernel';
import { isTransient } from '@continuo/persistence';
import { Erasures, PersonalData } from '@continuo/service-kit';
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { platformRig, type PlatformRig } from '../../test/platform-rig.js';
import { IdentityStore } from '../identity/identity.store.js';
import { ProfilesStore } from '../profiles/profiles.store.js';
import { PersonStore } from './person.store.js';

const personalData = new PersonalData();
const person = new PersonStore(personalData, new IdentityStore());
const erasures = new Erasures(personalData);
let rig: PlatformRig;

beforeAll(async () => {
  rig = await platformRig();
}, 30_000);

beforeEach(() => rig.clear());

afterAll(() => rig.close());

/** Erases whoever has this profile; `meanwhile` runs while everything is locked. */
async function erase(profileId: string, meanwhile = (): Promise<unknown> => Promise.resolve()) {
  return rig.database.transaction(async (tx) => {
    const members = await person.lock(tx, [profileId]);
    await meanwhile();
    for (const member of members) await erasures.erase(tx, { erasureId: uuidv7(), profileId: member });
    return members;
  });
}

async function profileOf(key: string): Promise<string | undefined> {
  return rig.database.transaction(async (tx) =>
    (await new ProfilesStore().findByIdentifiers(tx, [key])).get(key),
  );
}

async function known(key: string): Promise<string> {
  const id = await profileOf(key);
  if (id === undefined) throw new Error(`nobody is known by ${key}`);
  return id;
}

function answerFor(profileId: string, type = 'continuo.test.Answered.v1') {
  const { headers, ...record } = rig.naming('user=x');
  const { customer: _nobody, ...rest } = headers;
  return {
    ...record,
    topic: 'collaboration.deliveries',
    type,
    id: uuidv7(),
    headers: { ...rest, ce_profileid: profileId },
  };
}

describe('a late record by the profile id', () => {
  it('is ignored as profile-erased, through merges too, and makes nobody', async () => {
    await rig.batch([rig.naming('user=u'), rig.naming('anonymous=a')]);
    const loser = await known('anonymous=a');
    await rig.batch([rig.naming('user=u;anonymous=a')]);
    expect(await erase(await known('user=u'))).toHaveLength(2);
    const before = await rig.timeline();
    const result = await rig.batch([answerFor(loser), answerFor(loser)]);
    expect(result.ignored).toEqual({ 'profile-erased': 2 });
    expect(await rig.timeline()).toEqual(before);
    expect(await rig.own.query('select id from profile where erased_at is null')).toEqual([]);
  });

  it('takes the consent with it that was said in that moment', async () => {
    await rig.batch([rig.naming('user=u')]);
    const profileId = await known('user=u');
    const late = answerFor(profileId, 'continuo.cdp.ConsentGranted.v1');
    await rig.own.query(
      `insert into consent (event_id, purpose, channel, granted, version, source, said_at, received_at, recorded_by)
       values ($1, 'marketing', 'email', true, 'v1', 'form', now(), now(), 'x')`,
      [late.id],
    );
    await erase(profileId);
    await rig.batch([late]);
    expect(await rig.own.query('select from consent')).toEqual([]);
  });
});

describe('an identifier that only looks up', () => {
  it('names the others from then on, and still nobody when it had named too many', async () => {
    await rig.batch([
      rig.naming('user=gone;device=shared'),
      rig.naming('user=stays;device=shared'),
      rig.naming('user=gone;device=own'),
      ...Array.from({ length: 8 }, (_, n) => rig.naming(`user=${n === 0 ? 'gone' : `u${n}`};device=crowded`)),
    ]);
    const [gone, stays] = [await known('user=gone'), await known('user=stays')];
    expect((await rig.batch([rig.naming('device=shared')])).ignored).toEqual({ 'customer-ambiguous': 1 });
    await erase(gone);
    await rig.batch([rig.naming('device=shared')]);
    expect((await rig.timeline()).at(-1)).toEqual({ key: stays, what: 'device=shared' });
    expect((await rig.batch([rig.naming('device=crowded')])).ignored).toEqual({ 'customer-ambiguous': 1 });
    expect(await rig.own.query("select from identifier where key = 'device=own'")).toEqual([]);
    const pointing = await rig.own.query(
      'select from identifier where candidates && $1::uuid[] or profile_id = $2',
      [[gone], gone],
    );
    expect(pointing).toEqual([]);
  });
});

describe('a parked record of a source', () => {
  it('that names the person is discarded by its writer, others stay', async () => {
    await rig.batch([rig.naming('user=gone'), rig.naming('user=stays')]);
    for (const [key, customer, offset] of [
      ['order-1', 'account=7;user=gone', 1],
      ['order-2', 'user=stays', 2],
    ] as const) {
      await rig.own.query(
        `insert into messaging.parked_record (group_name, topic, partition, record_offset, record_time, key, headers,
           size_bytes, state, holds_key, code, reason)
         values ('cdp', 'operations.orders', 0, $3, 0, $1, json_build_object('customer', $2::text), 1, 'parked', true, 'x', 'x')`,
        [Buffer.from(key), customer, offset],
      );
    }
    await erase(await known('user=gone'));
    const asked = await rig.own.query<{ key: Buffer; discard: boolean }>(
      'select key, discard from messaging.release_request',
    );
    expect(asked.map(({ key, discard }) => [key.toString(), discard])).toEqual([['order-1', true]]);
    await rig.own.query('truncate messaging.parked_record, messaging.release_request');
  });
});

describe('beside the resolver', () => {
  it('a batch that waited for the identifiers is told to try again, and takes them for new', async () => {
    await rig.batch([rig.naming('user=u')]);
    const before = await known('user=u');
    let waiting: Promise<unknown> | undefined;
    await erase(before, async () => {
      waiting = rig.batch([rig.naming('user=u')]).catch((thrown: unknown) => thrown);
      await eventually(
        async () =>
          (
            await rig.own.query(
              "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
            )
          ).length > 0,
        { what: 'the resolver waiting for the lock' },
      );
    });
    const thrown = await waiting;
    expect(thrown).toBeInstanceOf(Fault);
    expect([(thrown as Fault).code, (thrown as Fault).retriable]).toEqual(['identifiers-erased', true]);
    await rig.batch([rig.naming('user=u')]);
    expect(await known('user=u')).not.toBe(before);
  });

  it('never leaves an identifier without its profile or a row of somebody erased, whatever comes at once', async () => {
    const people = ['a', 'b', 'c', 'd'];
    const again = async (work: () => Promise<unknown>): Promise<void> => {
      for (;;) {
        try {
          await work();
          return;
        } catch (thrown) {
          if (!isTransient(thrown) && !(thrown instanceof Fault && thrown.retriable)) throw thrown;
        }
      }
    };
    // Each side goes on until the other has had its share, whoever the machine lets run first.
    let erased = 0;
    let isOver = false;
    const resolve = (n: number) => async () => {
      for (let round = 0; round < 12 || erased < 5; round += 1) {
        const [one, other] = [people[(n + round) % 4] ?? 'a', people[(n * 3 + round) % 4] ?? 'b'];
        await again(() =>
          rig.batch([
            rig.naming(`email.h1=${one};anonymous=${one}${n}`),
            rig.naming(`email.h1=${one};phone.h1=${other}`),
          ]),
        );
      }
    };
    const eraseSome = async () => {
      for (let round = 0; !isOver; round += 1) {
        const profileId = await profileOf(`email.h1=${people[round % 4]}`);
        if (profileId === undefined) continue;
        await again(() => erase(profileId));
        erased += 1;
      }
    };
    const resolved = Promise.all([0, 1, 2].map((n) => resolve(n)())).finally(() => (isOver = true));
    await Promise.all([resolved, eraseSome(), eraseSome()]);
    const wrong = await rig.own.query(
      `select i.key from identifier i left join profile p on p.id = i.profile_id
       where i.profile_id is null or p.id is null or p.erased_at is not null
       union all select id::text from profile where erased_at is not null and (merged_into is not null or facts <> '{}')
       union all select m.id::text from profile_merge m join profile p on p.id in (m.loser_id, m.survivor_id)
         where p.erased_at is not null`,
    );
    expect(wrong).toEqual([]);
  }, 30_000);
});
