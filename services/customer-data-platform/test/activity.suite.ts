// Proves from outside what people may see of a customer: what happened, masked traits, their values with a note of who
// saw them, and that note.
import { eventually } from '@continuo/testing';
import { DOWNSTREAM } from './downstream.js';
import type { RunningPlatform } from './running-platform.js';

interface Entry {
  readonly eventId: string;
  readonly type: string;
  readonly profileId: string;
  readonly partition: number;
  readonly offset: string;
}

/** The part of the e2e tests that looks at one customer. */
export function activityTests(running: () => RunningPlatform): void {
  const track = async (...batch: readonly object[]): Promise<void> => {
    const authorization = `Basic ${Buffer.from('write-key-of-the-web:').toString('base64')}`;
    const answer = await fetch(`${running().url}/v1/batch`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ batch }),
    });
    expect(answer.status).toBe(200);
  };
  const known = (kind: string, value: string) =>
    eventually(() => running().lookUp(kind, value), { within: 15_000, what: `${kind} known` });
  const ask = (
    path: string,
    role: 'agent' | 'supervisor' | 'operator' | 'designer' | 'integrator' | 'admin',
  ) => running().ask('GET', path, role);
  const activityOf = async (id: string, query = '') =>
    (await ask(`profiles/${id}/activity${query}`, 'agent')).body as {
      items: Entry[];
      nextCursor?: string;
      profileId: string;
    };

  describe('one customer', () => {
    let visitor: string;
    let profileId: string;

    beforeAll(async () => {
      await track({ type: 'track', anonymousId: 'visitor-7', event: 'Looked' });
      visitor = await known('anonymous', 'visitor-7');
      await track({
        type: 'identify',
        userId: 'user-7',
        traits: {
          email: 'mia@example.com',
          name: 'Mia Moser',
          phone: '+41791234512',
          language: 'de',
          age: 41,
        },
      });
      profileId = await known('user', 'user-7');
      await track({ type: 'alias', userId: 'user-7', previousId: 'visitor-7' });
      await eventually(async () => (await running().lookUp('anonymous', 'visitor-7')) === profileId, {
        within: 15_000,
      });
      await eventually(
        async () => {
          const { items } = await activityOf(profileId);
          return items.filter(({ type }) => type.includes('ProfileMerged')).length === 2;
        },
        { within: 15_000, what: 'both sides of the merge' },
      );
    }, 60_000);

    it('has everything that happened, newest first, under all ids, and leads from a merged one', async () => {
      const found = await activityOf(visitor);
      expect(found.profileId).toBe(profileId);
      expect(new Set(found.items.map((each) => each.profileId))).toEqual(new Set([visitor, profileId]));
      expect(found.items.map(({ type }) => type.split('.')[2])).toEqual(
        expect.arrayContaining(['TrackReceived', 'CustomerIdentified', 'ProfileCreated', 'ProfileMerged']),
      );
      const first = found.items[0];
      expect(first).toMatchObject({ topic: 'cdp.timeline', partition: expect.any(Number) });
      const page = await activityOf(profileId, '?limit=1');
      const next = await activityOf(profileId, `?limit=200&cursor=${page.nextCursor}`);
      expect([...page.items, ...next.items]).toEqual(found.items);
      const tracked = await activityOf(
        profileId,
        '?type=continuo.cdp.TrackReceived.v1&source=/customer-data-platform',
      );
      expect(tracked.items.map(({ type }) => type)).toEqual(['continuo.cdp.TrackReceived.v1']);
      expect(JSON.stringify(found)).not.toMatch(/mia|moser|79123/i);
    });

    it('is refused to others, and to cursors and filters that are none', async () => {
      for (const role of ['designer', 'integrator'] as const) {
        expect((await ask(`profiles/${profileId}/activity`, role)).status).toBe(403);
      }
      expect((await ask('activity/today', 'designer')).status).toBe(403);
      // Other services show the number; of nobody in particular.
      expect((await ask('activity/today', 'integrator')).status).toBe(200);
      const page = await activityOf(profileId, '?limit=1');
      const status = async (query: string, id = profileId) => {
        const answer = await ask(`profiles/${id}/activity?${query}`, 'operator');
        return [answer.status, answer.body.code];
      };
      expect(await status('cursor=abc')).toEqual([400, 'cursor-invalid']);
      // Of the same person under another id it is another list.
      expect(await status(`cursor=${page.nextCursor}`, visitor)).toEqual([400, 'cursor-invalid']);
      expect((await status('type=anything'))[0]).toBe(400);
      expect((await status('source=mia@example.com'))[0]).toBe(400);
      expect((await status('after=yesterday'))[0]).toBe(400);
      expect(await status('', '019a0000-0000-7000-8000-000000000000')).toEqual([404, 'profile-unknown']);
      expect((await ask('activity/today?timeZone=Mars/Base', 'operator')).status).toBe(400);
    });

    it('counts today', async () => {
      const { status, body } = await ask('activity/today?timeZone=Europe/Zurich', 'operator');
      expect(status).toBe(200);
      expect(body).toEqual({
        day: new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Zurich' }).format(new Date()),
        timeZone: 'Europe/Zurich',
        customers: expect.any(Number),
        events: expect.any(Number),
        asOf: expect.any(String),
      });
      expect(Number(body.customers)).toBeGreaterThan(0);
      expect(Number(body.events)).toBeGreaterThanOrEqual(Number(body.customers));
    });

    it('shows traits masked to all who may look, and nothing is written down', async () => {
      for (const role of ['operator', 'agent', 'supervisor'] as const) {
        const { status, body } = await ask(`profiles/${visitor}/traits`, role);
        expect([status, body.profileId]).toEqual([200, profileId]);
        const shown = Object.fromEntries(
          (body.traits as { name: string; masked: string }[]).map(({ name, masked }) => [name, masked]),
        );
        expect(shown).toEqual({
          age: '•••',
          email: 'm•••@e•••.com',
          language: 'de',
          name: 'M•••',
          phone: '+41•••••••12',
        });
      }
      expect((await ask(`profiles/${profileId}/traits`, 'designer')).status).toBe(403);
      expect((await ask(`profiles/${profileId}/access-log`, 'supervisor')).body.items).toEqual([]);
    });

    it('writes down who looked for an address, masked, and nobody who only has an id', async () => {
      const log = async () =>
        (await ask(`profiles/${profileId}/access-log`, 'supervisor')).body.items as { subject: string }[];
      const before = (await log()).length;
      const lookUp = (role: 'agent' | 'operator', customers: object[], purpose?: string) =>
        running().ask('POST', 'profiles:lookup', role, { customers, purpose });
      const address = { kind: 'email', value: 'Mia@Example.com' };
      const found = await lookUp(
        'agent',
        [address, { kind: 'email', value: 'nobody@example.com' }],
        'a call',
      );
      expect(found.body.profileIds).toEqual([profileId, null]);
      const byId = await lookUp('operator', [{ kind: 'user', value: 'user-7' }]);
      expect(byId.body.profileIds).toEqual([profileId]);
      await lookUp('operator', [address]);
      // A rehearsal of an erasure answers the same question.
      const rehearsed = await running().ask('POST', 'erasures', 'admin', {
        dryRun: true,
        customers: [address],
      });
      expect(rehearsed.status).toBe(200);
      // A service of ours asks with every event and shows it to nobody; any other system is written down.
      for (const system of [DOWNSTREAM, 'partner'])
        await running().askAsSystem(system, 'POST', 'profiles:lookup', { customers: [address] });
      const items = await log();
      expect(items.length - before).toBe(4);
      const shown = { at: expect.any(String), client: expect.any(String), traits: [] };
      expect(items.slice(0, 4)).toEqual([
        { ...shown, subject: 'partner', purpose: '', lookedUp: 'email M•••@E•••.com' },
        { ...shown, subject: 'local-admin', purpose: 'erasure', lookedUp: 'email M•••@E•••.com' },
        { ...shown, subject: 'local-operator', purpose: '', lookedUp: 'email M•••@E•••.com' },
        { ...shown, subject: 'local-agent', purpose: 'a call', lookedUp: 'email M•••@E•••.com' },
      ]);
      // What leads to nobody would be in nobody's log, and nobody could erase it.
      const ofNobody = await running().own.query("select from profile_access where profile_ids = '{}'");
      expect(ofNobody).toEqual([]);
    });

    it('reveals what is asked for to agents and supervisors, who are in the access log from then on', async () => {
      const reveal = (role: 'agent' | 'supervisor' | 'operator' | 'integrator', body: object) =>
        running().ask('POST', `profiles/${visitor}/traits:reveal`, role, body);
      expect((await reveal('operator', { purpose: 'curious' })).status).toBe(403);
      expect((await reveal('integrator', { purpose: 'curious' })).status).toBe(403);
      expect((await reveal('agent', { names: ['email'] })).status).toBe(400);
      expect((await reveal('agent', { names: ['email'], purpose: '  ' })).status).toBe(400);
      const one = await reveal('agent', { names: ['email', 'nothing'], purpose: 'case C-000001' });
      expect(one.body.traits).toEqual([
        { name: 'email', value: 'mia@example.com', saidAt: expect.any(String) },
      ]);
      const all = await reveal('supervisor', { purpose: 'a complaint' });
      expect((all.body.traits as { name: string }[]).map(({ name }) => name)).toEqual([
        'age',
        'email',
        'language',
        'name',
        'phone',
      ]);
      const { body } = await ask(`profiles/${profileId}/access-log`, 'supervisor');
      expect((body.items as object[]).slice(0, 2)).toEqual([
        {
          at: expect.any(String),
          subject: 'local-supervisor',
          client: expect.any(String),
          purpose: 'a complaint',
          traits: null,
          lookedUp: null,
        },
        expect.objectContaining({
          subject: 'local-agent',
          purpose: 'case C-000001',
          traits: ['email', 'nothing'],
        }),
      ]);
      const first = (await ask(`profiles/${profileId}/access-log?limit=1`, 'admin')).body;
      const second = (await ask(`profiles/${profileId}/access-log?cursor=${first.nextCursor}`, 'admin')).body;
      expect([(first.items as object[]).length, (second.items as { purpose: string }[])[0]?.purpose]).toEqual(
        [1, 'case C-000001'],
      );
      for (const role of ['agent', 'operator'] as const)
        expect((await ask(`profiles/${profileId}/access-log`, role)).status).toBe(403);
    });
  });
}
