// Proves from outside what the platform's own interface answers, who may ask, and that its OpenAPI tells all of it.
import type { Role } from '@continuo/service-kit';
import { eventually } from '@continuo/testing';
import type { RunningPlatform } from './running-platform.js';

/** The part of the e2e tests that asks the platform's own interface. */
export function profilesTests(running: () => RunningPlatform): void {
  beforeAll(async () => {
    const calls = [
      {
        type: 'identify',
        anonymousId: 'a1',
        userId: 'u1',
        traits: { email: 'jane@example.com', name: 'Jane Doe', language: 'de' },
      },
      { type: 'track', userId: 'u2', event: 'Seen' },
    ];
    const authorization = `Basic ${Buffer.from('write-key-of-the-web:').toString('base64')}`;
    const answer = await fetch(`${running().url}/v1/batch`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'text/plain' },
      body: JSON.stringify({ batch: calls }),
    });
    expect(answer.status).toBe(200);
    await eventually(
      async () => (await lookUp('user', 'u1')) !== null && (await lookUp('user', 'u2')) !== null,
      { within: 20_000, what: 'both profiles' },
    );
  }, 90_000);

  const lookUp = (kind: string, value: string) => running().lookUp(kind, value);

  describe('profiles', () => {
    it('are found by an address in a body, and never by one in the address line', async () => {
      expect(await lookUp('email', 'JANE@example.com')).toBe(await lookUp('user', 'u1'));
      expect(await lookUp('email', 'nobody@example.com')).toBeNull();
      const refused = await running().ask('GET', 'profiles?kind=email&value=jane%40example.com', 'agent');
      expect([refused.status, refused.body.code]).toEqual([400, 'identifier-in-address']);
      expect((await running().ask('GET', 'profiles?kind=user&value=u1', 'agent')).body.id).toBe(
        await lookUp('user', 'u1'),
      );
      expect((await running().ask('GET', 'profiles?kind=user&value=nobody', 'agent')).status).toBe(404);
    });

    it('show hashes and facts to all who may, and traits only with a note of who read them', async () => {
      const id = await lookUp('user', 'u1');
      const shown = await running().ask('GET', `profiles/${id}`, 'operator');
      expect(JSON.stringify(shown.body)).not.toMatch(/jane/i);
      expect(shown.body).toMatchObject({ id, facts: { language: 'de', reachability: { email: true } } });
      const read = await running().ask('POST', 'profiles:batchGet', 'agent', {
        ids: [id],
        purpose: 'call 42',
      });
      expect(read.body.profiles).toEqual([
        expect.objectContaining({
          id,
          traits: expect.objectContaining({ name: { value: 'Jane Doe', saidAt: expect.any(String) } }),
        }),
      ]);
      expect(
        await running().own.query(
          'select subject, purpose, profile_ids from profile_access where looked_up is null',
        ),
      ).toEqual([{ subject: 'local-agent', purpose: 'call 42', profile_ids: [id] }]);
      expect(
        (await running().ask('POST', 'profiles:batchGet', 'operator', { ids: [id], purpose: 'x' })).status,
      ).toBe(403);
      expect((await running().ask('POST', 'profiles:batchGet', 'agent', { ids: ['x'] })).status).toBe(400);
    });

    it('are merged by a call and set apart by an operator', async () => {
      await fetch(`${running().url}/v1/track`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from('write-key-of-the-web:').toString('base64')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ anonymousId: 'a9', event: 'Seen' }),
      });
      await eventually(() => lookUp('anonymous', 'a9'), { within: 10_000 });
      const alias = await fetch(`${running().url}/v1/alias`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from('write-key-of-the-web:').toString('base64')}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ userId: 'u2', previousId: 'a9' }),
      });
      expect(alias.status).toBe(200);
      const survivor = await lookUp('user', 'u2');
      await eventually(async () => (await lookUp('anonymous', 'a9')) === survivor, { within: 10_000 });
      const { body } = await running().ask('GET', `profiles/${survivor}/merges`, 'operator');
      const [merge] = body.merges as { id: string; loserId: string }[];
      expect((await running().ask('POST', `merges/${merge?.id}/undo`, 'agent')).status).toBe(403);
      expect((await running().ask('POST', `merges/${merge?.id}/undo`, 'operator')).body).toMatchObject({
        restoredId: merge?.loserId,
      });
      expect((await running().ask('POST', `merges/${merge?.id}/undo`, 'operator')).status).toBe(409);
      expect(await lookUp('anonymous', 'a9')).toBe(merge?.loserId);
    }, 30_000);
  });

  describe('consent', () => {
    it('is taken, becomes a fact on the timeline, and is answered for any moment', async () => {
      const id = (await lookUp('user', 'u1')) ?? '';
      const said = { purpose: 'marketing', channel: 'email', granted: true, version: 'v1', source: 'form' };
      const customers = [{ kind: 'email', value: 'jane@example.com' }];
      expect(
        (
          await running().ask('POST', 'consents', 'agent', {
            ...said,
            customers,
            saidAt: '2026-01-01T00:00:00Z',
          })
        ).status,
      ).toBe(202);
      expect(
        (await running().ask('POST', 'consents', 'agent', { ...said, profileId: id, granted: false })).status,
      ).toBe(202);
      const state = async (at = '') =>
        (await running().ask('GET', `profiles/${id}/consents${at}`, 'agent')).body;
      await eventually(async () => ((await state()).history as unknown[]).length === 2, { within: 10_000 });
      expect((await state()).state).toEqual([
        expect.objectContaining({ purpose: 'marketing', granted: false }),
      ]);
      expect((await state('?at=2026-02-01T00:00:00Z')).state).toEqual([
        expect.objectContaining({ granted: true }),
      ]);
      await eventually(async () => {
        const facts = (await running().ask('GET', `profiles/${id}`, 'agent')).body.facts as {
          consents: { granted: boolean }[];
        };
        return facts.consents[0]?.granted === false;
      });
      const wrong = await running().ask('POST', 'consents', 'agent', {
        ...said,
        purpose: 'Everything!',
        customers,
      });
      expect([wrong.status, (wrong.body.errors as { field: string }[])[0]?.field]).toEqual([400, 'purpose']);
      expect((await running().ask('POST', 'consents', 'designer', { ...said, customers })).status).toBe(403);
    }, 30_000);
  });

  describe('segments', () => {
    const change = (segment: string, body: object, role: Role = 'integrator') =>
      running().ask('POST', `segments/${segment}/members`, role, body);
    /** Events of segments, and facts that changed by them. */
    const told = async (id: string | null) =>
      (await running().read('cdp.timeline'))
        .filter(({ key, name, value }) =>
          name === 'ProfileChanged'
            ? key === id && (value.changed as string[]).includes('segments')
            : key === id && name.startsWith('Segment'),
        )
        .map(({ name, value }) => [name, value.segment ?? value.segments]);

    it('are entered and left, once for each change, and whoever reads of it has the facts by then', async () => {
      const id = await lookUp('user', 'u1');
      const named = { kind: 'email', value: 'jane@example.com' };
      const first = await change('vip', {
        add: [{ profileId: id }, named, { kind: 'user', value: 'nobody' }],
      });
      expect([first.status, first.body]).toEqual([
        200,
        {
          ...{ segment: 'vip', entered: 1, left: 0, unchanged: 1 },
          refused: [{ field: 'add[2]', code: 'customer-unknown', message: expect.any(String) }],
        },
      ]);
      expect((await change('vip', { add: [named] })).body).toMatchObject({ entered: 0, unchanged: 1 });
      expect((await running().ask('GET', 'segments', 'agent')).body.items).toEqual([
        { segment: 'vip', members: 1, isExact: true, createdAt: expect.any(String) },
      ]);
      expect((await running().ask('GET', 'segments/vip/members', 'operator')).body.items).toEqual([
        { profileId: id, enteredAt: expect.any(String) },
      ]);
      expect((await running().ask('GET', `profiles/${id}`, 'agent')).body).toMatchObject({
        facts: { segments: ['vip'] },
      });
      const exported = await running().ask('POST', `profiles/${id}:export`, 'supervisor', {
        purpose: 'asked',
      });
      expect(exported.body.segments).toEqual([{ segment: 'vip', enteredAt: expect.any(String) }]);
      const isTold = (what: string) => async () => (await told(id)).some(([name]) => name === what);
      await eventually(isTold('SegmentEntered'), { within: 20_000 });
      expect((await change('vip', { remove: [{ profileId: id }] })).body).toMatchObject({ left: 1 });
      await eventually(isTold('SegmentLeft'), { within: 20_000 });
      expect(await told(id)).toEqual([
        ['ProfileChanged', ['vip']],
        ['SegmentEntered', 'vip'],
        ['ProfileChanged', []],
        ['SegmentLeft', 'vip'],
      ]);
    }, 60_000);

    it('are for their roles, and what makes no sense is refused by its field', async () => {
      const someone = { kind: 'user', value: 'u1' };
      expect((await change('vip', { add: [someone] }, 'designer')).status).toBe(403);
      expect((await running().ask('GET', 'segments', 'designer')).status).toBe(403);
      expect((await running().ask('GET', 'segments/nothing/members', 'agent')).body.code).toBe(
        'segment-unknown',
      );
      const wrong: [string, object, number, string][] = [
        ['VIP', { add: [someone] }, 400, 'segment'],
        ['vip', {}, 400, 'add'],
        ['vip', { add: [someone], also: 1 }, 400, 'also'],
        ['vip', { add: [someone, { profileId: 'x' }] }, 400, 'add[1]'],
        ['vip', { add: [{ ...someone, profileId: await lookUp('user', 'u1') }] }, 400, 'add[0]'],
        ['vip', { add: Array.from({ length: 501 }, () => someone) }, 400, 'add'],
        ['vip', { remove: [{ kind: 'user', value: 'x'.repeat(600) }] }, 400, 'remove[0]'],
        ['vip', { add: [{ kind: 'user', value: 'x'.repeat(2_000_000) }] }, 413, ''],
        ['vip', { add: [{ kind: 'user', value: 'a\u0000' }] }, 400, 'unstorable-text'],
        ['vip', { add: [{ kind: 'user', value: '\ud800' }] }, 400, 'unstorable-text'],
      ];
      for (const [segment, body, status, field] of wrong) {
        const refused = await change(segment, body);
        expect([field, refused.status, JSON.stringify(refused.body).includes(field)]).toEqual([
          field,
          status,
          true,
        ]);
      }
      const strange = ['__proto__', 'a=b;c=d', '%', '\u202e\u{1f980}'];
      const answered = await change('vip', { add: strange.map((value) => ({ kind: 'user', value })) });
      expect([answered.status, (answered.body.refused as object[]).length]).toEqual([200, 4]);
    }, 30_000);
  });

  describe('the low-water mark', () => {
    it('moves on while nothing comes, and is behind now', async () => {
      const mark = async (): Promise<number> =>
        Date.parse(String((await running().ask('GET', 'low-water-mark', 'integrator')).body.at));
      const first = await eventually(async () => (await mark()) || undefined, { within: 10_000 });
      const second = await eventually(async () => ((await mark()) > first ? mark() : undefined), {
        within: 10_000,
      });
      expect(second).toBeLessThanOrEqual(Date.now());
      expect(second).toBeGreaterThan(Date.now() - 10_000);
      expect((await running().ask('GET', 'low-water-mark', 'agent')).status).toBe(403);
    }, 30_000);
  });

  describe('OpenAPI', () => {
    it('names every route, its success, its body and who may call it', async () => {
      const answer = await fetch(`${running().url}/api/customer-data-platform/openapi.json`);
      const document = (await answer.json()) as {
        paths: Record<
          string,
          Record<string, { responses: object; requestBody?: object; security?: object[] }>
        >;
      };
      const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, route]) => ({ name: `${method} ${path}`, route })),
      );
      const names = routes.map(({ name }) => name);
      for (const call of ['identify', 'track', 'page', 'screen', 'group', 'alias', 'batch'])
        expect(names).toContain(`post /v1/${call}`);
      for (const path of ['profiles:batchGet', 'profiles:lookup', 'consents', 'merges/{id}/undo']) {
        expect(names).toContain(`post /api/customer-data-platform/${path}`);
      }
      for (const { name, route } of routes) {
        expect([name, Object.keys(route.responses).length > 0, route.security !== undefined]).toEqual([
          name,
          true,
          true,
        ]);
        if (name.startsWith('post') && !name.endsWith('/undo'))
          expect([name, route.requestBody !== undefined]).toEqual([name, true]);
      }
    });
  });
}
