// Proves from outside the life of a case: one key for all its events, one winner of two, a history over all channels.
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import type { Answer, RunningCrm } from './running-crm.js';

export function casesTests(running: () => RunningCrm): void {
  const ask = (method: string, path: string, body?: object, headers = {}) =>
    running().ask(method, path, 'agent', body, headers);
  const open = async (body: object): Promise<Answer> => {
    const opened = await ask('POST', 'cases', { caseType: 'product-question', ...body });
    expect(opened.status).toBe(201);
    return opened;
  };
  const codeOf = (answer: Answer) => [answer.status, answer.body.code];
  const codesOf = async (id: unknown) => {
    const { body } = await ask('GET', `cases/${String(id)}`);
    return (body.activities as { code: string | null; activityType: string }[]).map(
      ({ code, activityType }) => code ?? activityType,
    );
  };

  describe('a case', () => {
    it('goes from opening to closing and back, all of it told under one key', async () => {
      const profileId = uuidv7();
      const opened = await open({ profileId, productId: 'sku-1', channel: 'phone', text: 'Is Canary blue?' });
      const id = String(opened.body.caseId);
      expect(opened.body).toMatchObject({
        state: 'open',
        profileId,
        number: expect.stringMatching(/^C-\d{6}$/),
      });
      await ask('POST', `cases/${id}/activities`, {
        activityType: 'call',
        text: 'Called Canary',
        interactionId: uuidv7(),
      });
      await ask('POST', `cases/${id}:assign`, { agentId: 'ann' }, { 'if-match': '"1"' });
      const closed = await ask('POST', `cases/${id}:close`, {
        resolution: 'answered',
        note: 'Canary is happy',
      });
      expect(closed.body).toMatchObject({
        state: 'closed',
        resolution: 'answered',
        closedBy: 'local-agent',
        version: 3,
      });
      const reopened = await ask('POST', `cases/${id}:reopen`);
      expect(reopened.body).toMatchObject({
        state: 'open',
        resolution: null,
        assignee: 'ann',
        closedAt: null,
      });

      const events = await running().events('crm.cases', 'caseId', id, 6);
      expect(events.map(({ type, value }) => [type.split('.')[2], value.activityType])).toEqual([
        ['CaseOpened', undefined],
        ['CaseActivityAdded', 'note'],
        ['CaseActivityAdded', 'call'],
        ['CaseActivityAdded', 'assigned'],
        ['CaseClosed', undefined],
        ['CaseReopened', undefined],
      ]);
      expect(new Set(events.map(({ key }) => key))).toEqual(new Set([profileId]));
      expect(JSON.stringify(events.map(({ headers, value }) => [headers, value]))).not.toMatch(/canary/i);
      expect(await codesOf(id)).toEqual(['reopened', 'closed', 'assigned', 'call', 'note', 'opened']);
      const { body } = await ask('GET', `cases/${id}`);
      expect(JSON.stringify(body)).toMatch(/Is Canary blue.*|Canary is happy/);
    });

    it('of a contact keeps the contact as key, and learns whose it is', async () => {
      const contactId = String((await ask('POST', 'contacts', { givenName: 'Ann' })).body.contactId);
      const { body } = await open({ contactId });
      const id = String(body.caseId);
      const [event] = await running().events('crm.cases', 'caseId', id, 1);
      expect([event?.key, event?.headers.customer]).toEqual([
        `crm.contact=${contactId}`,
        `crm.contact=${contactId}`,
      ]);
      if (event === undefined) throw new Error('no event');
      const profileId = uuidv7();
      await running().forward(event, profileId);
      const mine = () => ask('GET', `profiles/${profileId}/cases`);
      await eventually(async () => ((await mine()).body.items as object[]).length === 1);
      expect((await mine()).body.items).toMatchObject([{ caseId: id, profileId, contactId }]);
      await ask('POST', `cases/${id}:close`, { resolution: 'answered' });
      const events = await running().events('crm.cases', 'caseId', id, 2);
      expect(events.map(({ key }) => key)).toEqual([event.key, event.key]);
    });

    it('of a contact that nobody has read of yet names its person as the contact does', async () => {
      const known = {
        userId: 'u-ann',
        loyaltyNumber: 'L-1',
        emails: ['ann@example.com'],
        phones: ['+4930123456'],
      };
      const contactId = String(
        (await ask('POST', 'contacts', { givenName: 'Ann', ...known })).body.contactId,
      );
      const id = (await open({ contactId, text: 'Her first question' })).body.caseId;
      const [created] = await running().events('crm.contacts', 'contactId', contactId, 1);
      const events = await running().events('crm.cases', 'caseId', String(id), 2);
      expect(events.map(({ key }) => key)).toEqual([`crm.contact=${contactId}`, `crm.contact=${contactId}`]);
      expect(events.map(({ headers }) => headers.customer)).toEqual([
        created?.headers.customer,
        `crm.contact=${contactId}`,
      ]);
      const kinds = created?.headers.customer?.split(';').map((each) => each.slice(0, each.indexOf('=')));
      expect(kinds).toEqual(['crm.contact', 'user', 'loyalty', 'email.h1', 'phone.h1']);
    });

    it('is closed by one of two at once', async () => {
      const { caseId: id } = (await open({ profileId: uuidv7() })).body;
      const close = (role: 'agent' | 'supervisor', resolution: string) =>
        running().ask('POST', `cases/${String(id)}:close`, role, { resolution });
      const both = await Promise.all([close('agent', 'answered'), close('supervisor', 'refunded')]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(both.find(({ status }) => status === 409)?.body.code).toBe('case-closed');
      const winner = both.find(({ status }) => status === 200)?.body;
      const again = await close(
        winner?.closedBy === 'local-agent' ? 'agent' : 'supervisor',
        String(winner?.resolution),
      );
      expect([again.status, again.body.version]).toEqual([200, winner?.version]);
      await running().settled();
      const closings = (await running().events('crm.cases', 'caseId', String(id), 2)).filter(({ type }) =>
        type.includes('CaseClosed'),
      );
      expect(closings).toHaveLength(1);
      expect(await codesOf(id)).toEqual(['closed', 'opened']);
    });

    it('refuses what its state or its version does not allow, by name', async () => {
      const { caseId: id } = (await open({ profileId: uuidv7() })).body;
      const path = `cases/${String(id)}`;
      expect(codeOf(await ask('POST', `${path}:reopen`))).toEqual([409, 'case-open']);
      expect(codeOf(await ask('POST', `${path}:assign`, { agentId: 'ann' }))).toEqual([
        428,
        'if-match-missing',
      ]);
      expect(codeOf(await ask('POST', `${path}:assign`, { agentId: 'ann' }, { 'if-match': '"9"' }))).toEqual([
        412,
        'version-moved',
      ]);
      expect(codeOf(await ask('POST', `${path}:close`, { resolution: 'x' }, { 'if-match': '"9"' }))).toEqual([
        412,
        'version-moved',
      ]);
      expect(codeOf(await ask('POST', `${path}:close`, { resolution: 'Not a code' }))).toEqual([
        400,
        'validation-failed',
      ]);
      await ask('POST', `${path}:close`, { resolution: 'answered' });
      expect(codeOf(await ask('POST', `${path}:assign`, { agentId: 'bob' }, { 'if-match': '"2"' }))).toEqual([
        409,
        'case-closed',
      ]);
      const nobody = `cases/${uuidv7()}`;
      for (const [method, rest, body] of [
        ['GET', '', undefined],
        ['GET', '/activities', undefined],
        ['POST', ':close', { resolution: 'x' }],
        ['POST', ':reopen', undefined],
        ['POST', '/activities', { activityType: 'note', text: 'x' }],
      ] as const)
        expect(codeOf(await ask(method, `${nobody}${rest}`, body))).toEqual([404, 'case-unknown']);
    });

    it.each([
      ['nobody', {}],
      ['two owners', { contactId: uuidv7(), profileId: uuidv7() }],
      ['an address as product', { profileId: uuidv7(), productId: 'jane@example.com' }],
      ['a sentence as type', { profileId: uuidv7(), caseType: 'Where is it?' }],
      ['a blank text', { profileId: uuidv7(), text: ' \n ' }],
      ['too long a text', { profileId: uuidv7(), text: 'x'.repeat(10_241) }],
    ])('is not opened for %s', async (_, body) => {
      const answer = await ask('POST', 'cases', { caseType: 'question', ...body });
      expect(codeOf(answer)).toEqual([400, 'validation-failed']);
    });

    it('is not opened for a contact that nobody knows, and once for a key', async () => {
      const unknown = await ask('POST', 'cases', { caseType: 'question', contactId: uuidv7() });
      expect(codeOf(unknown)).toEqual([404, 'contact-unknown']);
      const headers = { 'idempotency-key': uuidv7() };
      const body = { caseType: 'question', profileId: uuidv7() };
      const both = [await ask('POST', 'cases', body, headers), await ask('POST', 'cases', body, headers)];
      expect(both[1]?.body).toEqual(both[0]?.body);
    });

    it('is read with a note of who read it, by those who may', async () => {
      const { caseId: id } = (await open({ profileId: uuidv7(), text: 'secret' })).body;
      await running().ask('GET', `cases/${String(id)}`, 'supervisor');
      await ask('GET', `cases/${String(id)}/activities`);
      const accesses = 'select subject, purpose from personal_access where target_id = $1 order by id';
      expect(await running().own.query(accesses, [id])).toEqual([
        { subject: 'local-supervisor', purpose: 'case-show' },
        { subject: 'local-agent', purpose: 'case-history' },
      ]);
      expect((await running().ask('GET', `cases/${String(id)}`, 'integrator')).status).toBe(403);
      expect((await running().ask('GET', 'cases', 'operator')).status).toBe(403);
    });
  });

  describe('lists of cases', () => {
    it('are filtered and go on by cursor, newest first', async () => {
      const profileId = uuidv7();
      const opened = [];
      for (const caseType of ['a', 'b', 'a']) opened.push((await open({ profileId, caseType })).body);
      const [first, second, third] = opened.map(({ caseId }) => caseId);
      await ask('POST', `cases/${String(first)}:close`, { resolution: 'done' });
      const ids = async (query: string) => {
        const { body } = await ask('GET', `cases?profileId=${profileId}&${query}`);
        return {
          ids: (body.items as { caseId: string }[]).map(({ caseId }) => caseId),
          cursor: String(body.nextCursor),
        };
      };
      expect((await ids('')).ids).toEqual([third, second, first]);
      expect((await ids('state=open')).ids).toEqual([third, second]);
      expect((await ids('caseType=a')).ids).toEqual([third, first]);
      expect((await ids(`number=${String(opened[1]?.number).toLowerCase()}`)).ids).toEqual([second]);
      const page = await ids('limit=2');
      expect([page.ids, (await ids(`limit=2&cursor=${page.cursor}`)).ids]).toEqual([
        [third, second],
        [first],
      ]);
      expect((await ask('GET', `cases?number=${encodeURIComponent("1' or '1'='1")}`)).status).toBe(400);
      expect((await ask('GET', 'cases?cursor=made-up')).status).toBe(400);
      expect((await ask('GET', `cases?profileId=${uuidv7()}`)).body).toEqual({ items: [] });
    });

    it('page the history of a case', async () => {
      const { caseId: id } = (await open({ profileId: uuidv7(), text: 'one' })).body;
      await ask('POST', `cases/${String(id)}/activities`, { activityType: 'note', text: 'two' });
      const first = await ask('GET', `cases/${String(id)}/activities?limit=2`);
      const rest = await ask(
        'GET',
        `cases/${String(id)}/activities?limit=2&cursor=${String(first.body.nextCursor)}`,
      );
      const texts = [first, rest].flatMap(({ body }) =>
        (body.items as { text: string }[]).map(({ text }) => text),
      );
      expect(texts).toEqual(['two', 'one', null]);
    });
  });

  describe('what other channels tell', () => {
    const now = Date.now();

    it('stands in every open case of the person once, over merges, and in no closed one', async () => {
      const [loser, survivor] = [uuidv7(), uuidv7()];
      const origin = uuidv7();
      const mine = (await open({ profileId: loser, messageId: origin })).body.caseId;
      const other = (await open({ profileId: survivor })).body.caseId;
      const closed = (await open({ profileId: survivor })).body.caseId;
      await ask('POST', `cases/${String(closed)}:close`, { resolution: 'done' });
      const strangers = (await open({ profileId: uuidv7() })).body.caseId;
      await running().tell(survivor, 'continuo.cdp.ProfileMerged.v1', {
        mergeId: uuidv7(),
        loserId: loser,
        survivorId: survivor,
        linkedBy: 'email',
        mergedAt: now,
      });
      const message = {
        channel: 'whatsapp',
        kind: 'text',
        intent: 'unknown',
        productId: null,
        replyTo: null,
        receivedAt: now + 60_000,
      };
      await running().tell(survivor, 'continuo.collaboration.MessageReceived.v1', {
        ...message,
        messageId: origin,
      });
      const interactionId = uuidv7();
      const accepted = {
        interactionId,
        offerId: uuidv7(),
        agentId: 'ann',
        waitedMs: 5,
        acceptedAt: now + 61_000,
      };
      const eventId = uuidv7();
      await running().tell(survivor, 'continuo.contact_centre.InteractionAccepted.v1', accepted, eventId);
      await running().tell(survivor, 'continuo.contact_centre.InteractionAccepted.v1', accepted, eventId);
      await running().tell(survivor, 'continuo.operations.OrderCollected.v1', {
        orderId: 'o-1',
        storeId: 's-1',
        collectedAt: now + 62_000,
      });
      await running().settled();
      expect(await codesOf(mine)).toEqual(['order-collected', 'interaction-accepted', 'opened']);
      expect(await codesOf(other)).toEqual([
        'order-collected',
        'interaction-accepted',
        'message-received',
        'opened',
      ]);
      expect(await codesOf(closed)).toEqual(['closed', 'opened']);
      expect(await codesOf(strangers)).toEqual(['opened']);
      const { body } = await ask('GET', `cases/${String(mine)}`);
      expect((body.activities as object[])[1]).toMatchObject({
        interactionId,
        refs: { agentId: 'ann' },
        by: null,
        text: null,
      });
      const family = await ask('GET', `profiles/${loser}/cases`);
      expect((family.body.items as { caseId: string }[]).map(({ caseId }) => caseId)).toEqual([
        closed,
        other,
        mine,
      ]);
    });
  });
}
