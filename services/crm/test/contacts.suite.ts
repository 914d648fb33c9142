// Proves from outside how contacts are made, read and changed, and that nothing personal of them is on the bus.
import { identifierHash } from '@continuo/messaging';
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import type { RunningCrm } from './running-crm.js';

const key = { version: 1, secret: Buffer.alloc(32, 7) };

export function contactsTests(running: () => RunningCrm): void {
  const create = (body: object | string, headers = {}, role: 'agent' | 'integrator' = 'agent') =>
    running().ask('POST', 'contacts', role, body, headers);
  const codeOf = (answer: { status: number; body: Record<string, unknown> }) => [
    answer.status,
    answer.body.code,
  ];

  describe('a contact', () => {
    it('is made in normal forms, and the bus learns ids and hashes only', async () => {
      const made = await create({
        givenName: ' Zoë ',
        familyName: 'Canaryson',
        emails: ['Zoe.Canary@Example.com'],
        phones: ['030 901820'],
        loyaltyNumber: 'L-77',
        userId: 'u-77',
        language: 'de',
        notes: 'prefers mornings',
      });
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({ version: 1, possibleDuplicates: [] });
      const id = String(made.body.contactId);
      expect([made.headers.get('location'), made.headers.get('etag')]).toEqual([
        `/api/crm/contacts/${id}`,
        '"1"',
      ]);
      const [event] = await running().events('crm.contacts', 'contactId', id, 1);
      expect(event).toMatchObject({ key: id, type: 'continuo.crm.ContactCreated.v1' });
      expect(event?.headers.customer).toBe(
        [
          `crm.contact=${id}`,
          'user=u-77',
          'loyalty=L-77',
          `email.h1=${identifierHash('email', 'zoe.canary@example.com', key)}`,
          `phone.h1=${identifierHash('phone', '+4930901820', key)}`,
        ].join(';'),
      );
      expect(JSON.stringify([event?.headers, event?.value])).not.toMatch(/canary|zoe|901820|mornings/i);
      const read = await running().ask('GET', `contacts/${id}`, 'agent');
      expect(read.body).toMatchObject({
        givenName: 'Zoë',
        emails: ['zoe.canary@example.com'],
        phones: ['+4930901820'],
        notes: 'prefers mornings',
        profileId: null,
      });
    });

    it('is made once for a key, and its repeated call gets the same answer', async () => {
      const headers = { 'idempotency-key': uuidv7() };
      const first = await create({ givenName: 'Once' }, headers);
      const second = await create({ givenName: 'Once' }, headers);
      expect([second.status, second.body.contactId, second.headers.get('etag')]).toEqual([
        201,
        first.body.contactId,
        '"1"',
      ]);
      expect((await create({ givenName: 'Other' }, headers)).status).toBe(422);
    });

    it('may share an address with another, which is told', async () => {
      const first = await create({ givenName: 'A', emails: ['shared@example.com'] });
      const second = await create({ familyName: 'B', emails: ['SHARED@example.com', 'b@example.com'] });
      expect(second.body.possibleDuplicates).toEqual([first.body.contactId]);
      const third = await create({ familyName: 'C', phones: ['+49 30 123456'] });
      const changed = await running().ask(
        'PATCH',
        `contacts/${String(third.body.contactId)}`,
        'agent',
        { emails: ['b@example.com'] },
        { 'if-match': '"1"' },
      );
      expect(changed.body.possibleDuplicates).toEqual([second.body.contactId]);
    });

    it('learns its profile from its own event on the timeline, once', async () => {
      const id = String((await create({ givenName: 'Learner' })).body.contactId);
      const [event] = await running().events('crm.contacts', 'contactId', id, 1);
      const profileId = uuidv7();
      if (event === undefined) throw new Error('no event');
      await running().forward(event, profileId);
      await eventually(async () => {
        const { body } = await running().ask('GET', `contacts/${id}`, 'agent');
        return body.profileId === profileId;
      });
      await running().forward(event, uuidv7());
      await running().settled();
      const found = await running().ask('GET', `profiles/${profileId}/contacts`, 'agent');
      expect(found.body.contacts).toEqual([expect.objectContaining({ contactId: id, profileId })]);
    });

    it.each([
      ['an emoji family', '👨‍👩‍👧'],
      ['right to left', 'محمد بن عبد الله'],
      ['markup', '<script>alert(1)</script>'],
      ['a statement', "Robert'); drop table contact;--"],
      ['200 letters', 'x'.repeat(200)],
    ])('keeps %s as its name', async (_, givenName) => {
      const { body } = await create({ givenName });
      expect((await running().ask('GET', `contacts/${String(body.contactId)}`, 'agent')).body.givenName).toBe(
        givenName,
      );
    });

    it.each([
      ['a null character', '{"givenName":"a\\u0000b"}', [400, 'unstorable-text']],
      ['half a surrogate pair', '{"givenName":"\\ud83d"}', [400, 'unstorable-text']],
      ['10 KB of name', { givenName: 'x'.repeat(10_240) }, [400, 'validation-failed']],
      ['a line break in a name', { givenName: 'a\nb' }, [400, 'validation-failed']],
      ['an unknown member', { givenName: 'a', nickname: 'b' }, [400, 'validation-failed']],
      ['another shape', { givenName: ['a'] }, [400, 'validation-failed']],
      ['no JSON', '{"givenName":', [400, 'malformed-json']],
      ['no language', { givenName: 'a', language: 'not a language' }, [400, 'validation-failed']],
      ['nobody', { notes: 'hello' }, [422, 'contact-empty']],
      ['an address that is none', { emails: ['ok@example.com', 'not-mail'] }, [422, 'email-unusable']],
      ['a number that is none', { phones: ['12'] }, [422, 'phone-unusable']],
      ['eleven addresses', { emails: Array(11).fill('a@example.com') }, [400, 'validation-failed']],
    ])('refuses %s by name', async (_, body, refusal) => {
      const answer = await create(body);
      expect(codeOf(answer)).toEqual(refusal);
      expect(JSON.stringify(answer.body)).not.toMatch(/not-mail|x{200}/);
    });

    it('says which of several addresses is none', async () => {
      const { body } = await create({ emails: ['ok@example.com', 'not-mail'] });
      expect(body.errors).toEqual([expect.objectContaining({ field: 'emails[1]', rule: 'e-mail' })]);
    });
  });

  describe('a change of a contact', () => {
    const patch = (id: unknown, body: object, headers = {}) =>
      running().ask('PATCH', `contacts/${String(id)}`, 'agent', body, headers);

    it('is a merge patch of the version that was seen, told by names of fields', async () => {
      const { contactId: id } = (await create({ givenName: 'Ann', familyName: 'Old', language: 'de' })).body;
      const body = { familyName: 'New', language: null };
      const changed = await patch(id, body, {
        'if-match': '"1"',
        'content-type': 'application/merge-patch+json',
      });
      expect([changed.status, changed.body.version, changed.headers.get('etag')]).toEqual([200, 2, '"2"']);
      expect(changed.body.changed).toEqual(['familyName', 'language']);
      const [, updated] = await running().events('crm.contacts', 'contactId', String(id), 2);
      expect(updated?.value).toMatchObject({ version: 2, changed: ['familyName', 'language'] });
      const history = await running().ask('GET', `contacts/${String(id)}/history`, 'agent');
      expect(history.body.items).toEqual([
        { version: 2, changed: ['familyName', 'language'], by: 'local-agent', at: expect.any(String) },
        {
          version: 1,
          changed: ['givenName', 'familyName', 'language'],
          by: 'local-agent',
          at: expect.any(String),
        },
      ]);
      expect(JSON.stringify(history.body)).not.toMatch(/Old|New/);
      const first = await running().ask('GET', `contacts/${String(id)}/history?limit=1`, 'agent');
      const next = `contacts/${String(id)}/history?limit=1&cursor=${String(first.body.nextCursor)}`;
      expect((await running().ask('GET', next, 'agent')).body.items).toMatchObject([{ version: 1 }]);
    });

    it('needs the version, and the right one', async () => {
      const { contactId: id } = (await create({ givenName: 'Ann' })).body;
      expect(codeOf(await patch(id, { givenName: 'B' }))).toEqual([428, 'if-match-missing']);
      const stale = await patch(id, { givenName: 'B' }, { 'if-match': '"7"' });
      expect([...codeOf(stale), stale.headers.get('etag')]).toEqual([412, 'version-moved', '"1"']);
      expect(codeOf(await patch(uuidv7(), {}, { 'if-match': '"1"' }))).toEqual([404, 'contact-unknown']);
      expect((await patch('not-an-id', {}, { 'if-match': '"1"' })).status).toBe(400);
    });

    it('is made by one of two who saw the same version', async () => {
      const { contactId: id } = (await create({ givenName: 'Ann' })).body;
      const both = await Promise.all(
        ['B', 'C'].map((givenName) => patch(id, { givenName }, { 'if-match': '"1"' })),
      );
      expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    });

    it('stays quiet when it changes nothing', async () => {
      const { contactId: id } = (await create({ givenName: 'Ann' })).body;
      const same = await patch(id, { givenName: ' Ann ', phones: [] }, { 'if-match': '"1"' });
      expect([same.status, same.body.version, same.body.changed]).toEqual([200, 1, []]);
    });

    it('does not make it nobody', async () => {
      const { contactId: id } = (await create({ givenName: 'Ann' })).body;
      expect(codeOf(await patch(id, { givenName: null }, { 'if-match': '"1"' }))).toEqual([
        422,
        'contact-empty',
      ]);
    });
  });

  describe('reading a contact', () => {
    it('is written down: who, whom, what for', async () => {
      const { contactId: id } = (await create({ givenName: 'Read' })).body;
      await running().ask('GET', `contacts/${String(id)}`, 'supervisor');
      const body = { ids: [uuidv7(), id], purpose: 'call 42' };
      const batch = await running().ask('POST', 'contacts:batchGet', 'integrator', body);
      expect(batch.body.contacts).toEqual([expect.objectContaining({ contactId: id, givenName: 'Read' })]);
      const accesses = 'select subject, purpose, kind from personal_access where target_id = $1 order by id';
      expect(await running().own.query(accesses, [id])).toEqual([
        { subject: 'local-supervisor', purpose: 'contact-show', kind: 'contact' },
        { subject: 'local-integrator', purpose: 'call 42', kind: 'contact' },
      ]);
    });

    it('is for those who may, and of contacts that exist', async () => {
      const { contactId: id } = (await create({ givenName: 'Mine' })).body;
      for (const role of ['operator', 'designer', 'integrator'] as const) {
        expect((await running().ask('GET', `contacts/${String(id)}`, role)).status).toBe(403);
        expect((await running().ask('GET', `profiles/${uuidv7()}/contacts`, role)).status).toBe(403);
      }
      expect((await fetch(`${running().url}/api/crm/contacts/${String(id)}`)).status).toBe(401);
      expect(codeOf(await running().ask('GET', `contacts/${uuidv7()}`, 'agent'))).toEqual([
        404,
        'contact-unknown',
      ]);
      const batch = await running().ask('POST', 'contacts:batchGet', 'agent', { ids: [id] });
      expect(codeOf(batch)).toEqual([400, 'validation-failed']);
      expect((await running().ask('GET', `profiles/${uuidv7()}/contacts`, 'agent')).body).toEqual({
        contacts: [],
      });
    });

    it('shows masks to who only looks, unrecorded, and who saw more is told to supervisors', async () => {
      const made = await create({
        givenName: 'Mia',
        familyName: 'Moser',
        emails: ['mia@example.com'],
        phones: ['+41 79 123 45 12'],
        loyaltyNumber: 'L-100200',
        notes: 'a note',
      });
      const id = String(made.body.contactId);
      const [event] = await running().events('crm.contacts', 'contactId', id, 1);
      if (event === undefined) throw new Error('no event');
      const profileId = uuidv7();
      await running().forward(event, profileId);
      await running().settled();
      for (const role of ['operator', 'agent', 'supervisor'] as const) {
        const { status, body } = await running().ask('GET', `profiles/${profileId}/contacts:masked`, role);
        expect(status).toBe(200);
        expect(body.contacts).toEqual([
          expect.objectContaining({
            contactId: id,
            givenName: 'M•••',
            familyName: 'M•••',
            emails: ['m•••@e•••.com'],
            phones: ['+41•••••••12'],
            loyaltyNumber: 'L•••',
            hasNotes: true,
          }),
        ]);
        expect(JSON.stringify(body)).not.toMatch(/Moser|example|79123|a note/);
      }
      const log = (role: 'agent' | 'supervisor' | 'operator', query = '') =>
        running().ask('GET', `profiles/${profileId}/access-log${query}`, role);
      expect((await log('supervisor')).body.items).toEqual([]);
      for (const purpose of ['call 1', 'call 2'])
        await running().ask('POST', 'contacts:batchGet', 'agent', { ids: [id], purpose });
      const first = (await log('supervisor', '?limit=1')).body;
      expect(first.items).toEqual([
        expect.objectContaining({ subject: 'local-agent', purpose: 'call 2', what: 'contact', id }),
      ]);
      const second = (await log('supervisor', `?cursor=${String(first.nextCursor)}`)).body;
      expect(second.items).toEqual([expect.objectContaining({ purpose: 'call 1' })]);
      for (const role of ['agent', 'operator'] as const) expect((await log(role)).status).toBe(403);
      expect((await running().ask('GET', `profiles/${profileId}/contacts:masked`, 'designer')).status).toBe(
        403,
      );
    });
  });
}
