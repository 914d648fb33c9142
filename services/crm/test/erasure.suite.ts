// Proves from outside that an erasure leaves nothing of a person, and that what comes late leaves nothing either.
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import type { RunningCrm } from './running-crm.js';

const tables = ['contact', 'contact_change', 'customer_case', 'case_activity', 'personal_access'];

export function erasureTests(running: () => RunningCrm): void {
  const ask = (method: string, path: string, body?: object, headers = {}) =>
    running().ask(method, path, 'agent', body, headers);
  const erase = async (profileId: string): Promise<string> => {
    const erasureId = uuidv7();
    const value = { erasureId, profileId, erasedAt: Date.now() };
    await running().tell(profileId, 'continuo.cdp.ProfileErased.v1', value);
    return erasureId;
  };
  const dump = async (): Promise<string> => {
    const rows = await Promise.all(
      [...tables, 'service_kit.stored_answer', 'service_kit.answered_command'].map((table) =>
        running().own.query(`select row_to_json(t)::text as row from ${table} t`),
      ),
    );
    return JSON.stringify(rows);
  };

  describe('an erasure', () => {
    it('takes contacts, cases, what was written and who read it, counted before and after', async () => {
      const contact = { givenName: 'Erasmus', familyName: 'Gonecanary', emails: ['gone.canary@example.com'] };
      const headers = { 'idempotency-key': uuidv7() };
      const contactId = String((await ask('POST', 'contacts', contact, headers)).body.contactId);
      const open = { caseType: 'complaint', contactId, text: 'Gonecanary called' };
      const caseId = String((await ask('POST', 'cases', open)).body.caseId);
      await ask('GET', `contacts/${contactId}`);
      await ask('GET', `cases/${caseId}`);
      const profileId = uuidv7();
      const [created] = await running().events('crm.contacts', 'contactId', contactId, 1);
      if (created === undefined) throw new Error('no event');
      await running().forward(created, profileId);
      await running().settled();
      const rows = async () => {
        const { body } = await running().ask('POST', 'personal-data:count', 'operator', {
          profileIds: [profileId],
        });
        const stores = body.stores as { store: string; rows: number }[];
        return Object.fromEntries(
          stores.filter(({ store }) => store.startsWith('crm.')).map((each) => [each.store, each.rows]),
        );
      };
      // The case's own event is still on its way: it is found by its contact.
      expect(await rows()).toEqual({
        'crm.personal_access': 2,
        'crm.case_activity': 2,
        'crm.customer_case': 1,
        'crm.contact_change': 1,
        'crm.contact': 1,
      });
      expect(await dump()).toMatch(/gonecanary/i);
      const erasureId = await erase(profileId);
      await eventually(async () => Object.values(await rows()).every((each) => each === 0));
      expect(await dump()).not.toMatch(/erasmus|gone.?canary/i);
      const { body } = await running().ask('GET', `erasures/${erasureId}`, 'operator');
      expect(body.stores).toContainEqual(
        expect.objectContaining({ store: 'crm.case_activity', rows: 2, profileId }),
      );
      for (const path of [`contacts/${contactId}`, `contacts/${contactId}/history`, `cases/${caseId}`])
        expect((await ask('GET', path)).status).toBe(404);
      expect((await ask('POST', `cases/${caseId}:close`, { resolution: 'x' })).status).toBe(404);
    });

    it('is not undone by a command or an agent that comes late', async () => {
      const profileId = uuidv7();
      await erase(profileId);
      await running().settled();
      await running().command(profileId, 'continuo.crm.commands.OpenCase.v1', {
        caseType: 'question',
        channel: null,
        productId: null,
        orderId: null,
        messageId: null,
      });
      await running().command(profileId, 'continuo.crm.commands.CloseCase.v1', {
        caseId: uuidv7(),
        resolution: 'x',
      });
      await running().settled();
      expect((await ask('GET', `profiles/${profileId}/cases`)).body.items).toEqual([]);
      expect(
        await running().own.query('select 1 from customer_case where profile_id = $1', [profileId]),
      ).toEqual([]);
      expect(await dump()).not.toContain(profileId);
      const late = await ask('POST', 'cases', { caseType: 'question', profileId });
      expect([late.status, late.body.code]).toEqual([410, 'profile-erased']);
    });
  });

  describe('an erasure that meets a case being opened', () => {
    it('waits for it and takes it too', async () => {
      const contactId = String((await ask('POST', 'contacts', { givenName: 'Meeting' })).body.contactId);
      const [created] = await running().events('crm.contacts', 'contactId', contactId, 1);
      if (created === undefined) throw new Error('no event');
      const profileId = uuidv7();
      await running().forward(created, profileId);
      await running().settled();
      const waiting = (count: number) =>
        eventually(async () => {
          const [row] = await running().own.query<{ count: number }>(
            `select count(*)::int as count from pg_stat_activity
             where datname = current_database() and wait_event_type = 'Lock'`,
          );
          return row?.count === count;
        });
      const client = await running().own.connect();
      await client.query('begin');
      await client.query('select 1 from contact where id = $1 for update', [contactId]);
      const opening = ask('POST', 'cases', { caseType: 'question', contactId, text: 'too late' });
      await waiting(1);
      await erase(profileId);
      await waiting(2);
      await client.query('rollback');
      const opened = await opening;
      expect(opened.status).toBe(201);
      await running().settled();
      expect((await ask('GET', `cases/${String(opened.body.caseId)}`)).status).toBe(404);
    });
  });

  describe('OpenAPI', () => {
    it('names every route, its success, its body and who may call it', async () => {
      const answer = await fetch(`${running().url}/api/crm/openapi.json`);
      const { paths } = (await answer.json()) as {
        paths: Record<string, Record<string, { responses: object; security?: object[] }>>;
      };
      const routes = Object.entries(paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, route]) => ({ name: `${method} ${path}`, route })),
      );
      const names = routes.map(({ name }) => name);
      for (const name of [
        'post /api/crm/contacts',
        'get /api/crm/contacts/{contactId}',
        'patch /api/crm/contacts/{contactId}',
        'post /api/crm/contacts:search',
        'post /api/crm/cases/{caseId}:close',
        'post /api/crm/cases/{caseId}:assign',
        'get /api/crm/profiles/{profileId}/cases',
      ])
        expect(names).toContain(name);
      for (const { name, route } of routes)
        expect([name, Object.keys(route.responses).length > 0, route.security !== undefined]).toEqual([
          name,
          true,
          true,
        ]);
    });
  });
}
