// Proves the agent's desk: conversations that survive a dead browser, their end, the provider's moods, roles and pages.
import { eventually } from '@continuo/testing';
import { randomUUID } from 'node:crypto';
import type { RunningContactCentre } from './running-contact-centre.js';

/** The part of the e2e tests that asks the service's own interface. */
export function deskTests(running: () => RunningContactCentre): void {
  const supervisor = { role: 'supervisor' as const, subject: 'boss' };
  const as = (subject: string) => ({ subject });
  /** An agent in a conversation. */
  const talking = async (agentId: string, statuses: readonly number[] = []) => {
    const { number, skill } = running().newQueue();
    const agent = await running().agent(agentId, [skill]);
    const from = running().newNumber();
    const callSid = await running().call(from, number);
    running().provider.answers(callSid, ...statuses);
    const { data } = await agent.next('offer', () => true);
    const accepted = await running().ask('POST', `offers/${data.offerId}:accept`, as(agentId));
    expect(accepted.status).toBe(200);
    return { agent, callSid, from, number, skill, ...data };
  };
  const end = (interactionId: string, agentId: string, body: object = { disposition: 'advised' }) =>
    running().ask('POST', `interactions/${interactionId}:end`, as(agentId), body);
  const endsOf = async (interactionId: string) =>
    (await running().events(interactionId, 4)).filter(({ name }) => name === 'InteractionEnded');

  describe('a conversation', () => {
    it('is followed by sixteen windows of its agent at most, on each replica', async () => {
      const { agent } = await talking('has-windows');
      const tries = Array.from({ length: 40 }, () => running().stream('has-windows'));
      const streams = await Promise.allSettled(tries);
      const open = streams.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      const refused = streams.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []));
      expect(open.length).toBeLessThan(32);
      expect(new Set(refused)).toEqual(new Set(['Error: the stream was answered 429']));
      await Promise.all([agent, ...open].map((stream) => stream.close()));
    });

    it('stays with its agent when the browser dies, and is shown when they come back', async () => {
      const { agent, offerId, interactionId } = await talking('comes-back');
      const seen = agent.events.at(-1)?.id;
      await agent.close();
      await eventually(async () => {
        await running().own.query(
          "update agent set seen_at = now() - interval '31 s' where agent_id = 'comes-back'",
        );
        const { body } = await running().ask('GET', 'agents/comes-back', supervisor);
        const [row] = await running().own.query("select presence from agent where agent_id = 'comes-back'");
        return body.presence === 'offline' && row?.presence === 'offline';
      });
      const back = await running().stream('comes-back');
      const shown = await back.next('conversation', (data) => data.offerId === offerId);
      expect(shown.data).toMatchObject({ interactionId, state: 'accepted' });
      // A stream that continues is told the end, and nothing twice that it has seen.
      const resumed = await running().stream('comes-back', seen);
      await end(interactionId, 'comes-back');
      await resumed.next('conversation-ended', (data) => data.offerId === offerId);
      expect(resumed.events.filter(({ type }) => type === 'offer' || type === 'open')).toEqual([]);
      expect(new Set(resumed.events.map(({ id }) => id)).size).toBe(resumed.events.length);
      await Promise.all([back, resumed].map((stream) => stream.close()));
    }, 20_000);

    it('is ended by its agent, and a later end by the provider changes nothing', async () => {
      const { agent, callSid, interactionId, from } = await talking('ends');
      const ended = await end(interactionId, 'ends', { disposition: 'ordered', note: 'Jane will collect' });
      expect(ended.body).toMatchObject({ state: 'ended', endReason: 'completed', disposition: 'ordered' });
      expect(JSON.stringify(ended.body)).not.toContain('Jane');
      await running().becomes(callSid, 'completed');
      const again = await end(interactionId, 'ends', { disposition: 'other' });
      expect([again.status, again.body.code]).toEqual([409, 'interaction-over']);
      const [event, ...more] = await endsOf(interactionId);
      expect(event?.value).toMatchObject({ agentId: 'ends', reason: 'completed', disposition: 'ordered' });
      expect(event?.value.talkedMs).toEqual(expect.any(Number));
      expect(more).toEqual([]);
      const shown = await running().ask('GET', `interactions/${interactionId}`, as('ends'));
      expect(shown.body.personal).toEqual({ number: from, note: 'Jane will collect' });
      expect(running().bytes).not.toContain('Jane');
      await agent.close();
    }, 20_000);

    it('is ended by the provider, and its agent still says what came of it, once', async () => {
      const { agent, callSid, interactionId } = await talking('wraps-up');
      await running().becomes(callSid, 'completed');
      await agent.next('conversation-ended', (data) => data.interactionId === interactionId);
      expect((await end(interactionId, 'wraps-up')).body).toMatchObject({ disposition: 'advised' });
      // Said again it is answered as before, another word comes too late.
      expect((await end(interactionId, 'wraps-up')).status).toBe(200);
      expect((await end(interactionId, 'wraps-up', { disposition: 'ordered' })).status).toBe(409);
      expect((await endsOf(interactionId)).map(({ value }) => value.disposition)).toEqual([null]);
      await agent.close();
    }, 20_000);

    it('whose customer is erased meanwhile tells nothing of them any more, and keeps no note', async () => {
      const { agent, interactionId, from } = await talking('outlives');
      const profileId = randomUUID();
      await running().timeline.resolves(from, profileId);
      await agent.next('conversation', ({ customer }) => customer?.profileId === profileId);
      const erased = { profileId, erasureId: randomUUID(), erasedAt: Date.now() };
      await running().timeline.tell(profileId, 'continuo.cdp.ProfileErased.v1', erased);
      await eventually(() => agent.events.at(-1)?.data.customer === null, {
        what: 'a conversation with nobody',
      });
      expect((await end(interactionId, 'outlives', { disposition: 'advised', note: 'Canary' })).status).toBe(
        200,
      );
      const [kept] = await running().own.query('select note from interaction where interaction_id = $1', [
        interactionId,
      ]);
      expect(kept).toEqual({ note: null });
      await agent.close();
    }, 20_000);

    it('ended from both sides at once ends once', async () => {
      const { agent, callSid, interactionId } = await talking('both-ends');
      await Promise.all([end(interactionId, 'both-ends'), running().becomes(callSid, 'completed')]);
      expect(await endsOf(interactionId)).toHaveLength(1);
      await agent.close();
    }, 20_000);

    it('cannot be ended by others, or before it began', async () => {
      const { agent, interactionId } = await talking('owner');
      const theft = await end(interactionId, 'somebody');
      expect([theft.status, theft.body.code]).toEqual([403, 'interaction-of-another']);
      expect((await end('00000000-0000-4000-8000-000000000000', 'owner')).status).toBe(404);
      const waiting = await running().call(running().newNumber(), running().newQueue().number);
      const early = await end(await running().interactionOf(waiting), 'owner');
      expect([early.status, early.body.code]).toEqual([409, 'interaction-not-accepted']);
      for (const body of [{}, { disposition: 'Not a code' }, { disposition: 'ok', other: 1 }])
        expect((await end(interactionId, 'owner', body)).status).toBe(400);
      await agent.close();
    }, 20_000);
  });

  describe('the provider', () => {
    it('is asked to connect the caller to the agent', async () => {
      const { agent, callSid, offerId } = await talking('connects');
      const connected = await agent.next('conversation', ({ connection }) => connection === 'connected');
      expect(connected.data.offerId).toBe(offerId);
      expect(running().provider.about(callSid)).toEqual([
        {
          path: `/2010-04-01/Accounts/AC00000000000000000000000000000001/Calls/${callSid}.json`,
          authorization: `Basic ${btoa('AC00000000000000000000000000000001:a-token-of-twilio')}`,
          key: offerId,
          twiml: expect.stringContaining('<Response><Dial><Client>connects</Client></Dial></Response>'),
        },
      ]);
      await agent.close();
    }, 20_000);

    it('that is away is asked again with the same key', async () => {
      const { agent, callSid, offerId } = await talking('asks-again', [503, 429]);
      await agent.next('conversation', ({ connection }) => connection === 'connected');
      expect(
        running()
          .provider.about(callSid)
          .map(({ key }) => key),
      ).toEqual([offerId, offerId, offerId]);
      await agent.close();
    }, 20_000);

    it('that refuses loses nothing: the conversation stays, and its failure shows', async () => {
      const { agent, interactionId, offerId } = await talking('refused', [404]);
      const failed = await agent.next('conversation', ({ connection }) => connection === 'failed');
      expect(failed.data.connectionCode).toBe('provider-refused-404');
      const shown = await running().ask('GET', `interactions/${interactionId}`, supervisor);
      expect(shown.body).toMatchObject({ state: 'talking', agentId: 'refused', connection: 'failed' });
      const parked = await running().own.query('select state, code from messaging.intent where id = $1', [
        offerId,
      ]);
      expect(parked).toEqual([{ state: 'parked', code: 'provider-refused-404' }]);
      expect((await end(interactionId, 'refused')).status).toBe(200);
      await agent.close();
    }, 20_000);
  });

  describe('agents', () => {
    it('are set up by supervisors, who do not overwrite what they have not seen', async () => {
      const put = (body: object, headers = {}) =>
        running().ask('PUT', 'agents/etagged', supervisor, body, headers);
      const body = { displayName: 'Anna', skills: ['service', 'french', 'service'] };
      const made = await put(body);
      expect([made.status, made.headers.get('etag'), made.body.skills]).toEqual([
        201,
        '"1"',
        ['french', 'service'],
      ]);
      expect((await put(body)).status).toBe(428);
      expect((await put(body, { 'if-match': '"7"' })).status).toBe(412);
      const changed = await put({ ...body, skills: [] }, { 'if-match': '"1"' });
      expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
      expect((await running().ask('PUT', 'agents/etagged', as('etagged'), body)).status).toBe(403);
      for (const wrong of [{}, { ...body, skills: ['NOT'] }, { ...body, displayName: '' }, '[]', '{'])
        expect((await put(wrong as object)).status).toBe(400);
      expect((await running().ask('PUT', 'agents/jane@example.com', supervisor, body)).status).toBe(400);
    });

    it('speak for themselves only', async () => {
      await (await running().agent('herself', [])).close();
      const say = (who: object, presence: string) =>
        running().ask('POST', 'agents/herself/presence', who as { subject: string }, { presence });
      expect((await say(as('another'), 'offline')).body.code).toBe('agent-is-another');
      expect((await say(supervisor, 'away')).body).toMatchObject({ presence: 'away', engagement: 'none' });
      expect((await say(as('herself'), 'asleep')).status).toBe(400);
      expect((await running().says('nobody-there', 'available')).status).toBe(404);
      await expect(running().stream('nobody-there')).rejects.toThrow('404');
      const peek = await running().ask('GET', 'agents/herself/offers/stream', as('another'));
      expect([peek.status, peek.body.code]).toEqual([403, 'agent-is-another']);
    });

    it('have ids as long as an issuer may make them', async () => {
      const agentId = `auth0|${'a'.repeat(122)}`;
      const path = `agents/${encodeURIComponent(agentId)}`;
      const put = await running().ask('PUT', path, supervisor, { displayName: 'Long', skills: [] });
      expect([put.status, put.body.agentId]).toEqual([201, agentId]);
      expect((await running().ask('GET', path, supervisor)).body.agentId).toBe(agentId);
    });

    it('come in pages, by id', async () => {
      const first = await running().ask('GET', 'agents?limit=2', as('anybody'));
      expect(first.body.items).toHaveLength(2);
      const next = await running().ask(
        'GET',
        `agents?limit=2&cursor=${String(first.body.nextCursor)}`,
        as('x'),
      );
      const ids = [first, next].flatMap(({ body }) => body.items as { agentId: string }[]);
      expect(new Set(ids.map(({ agentId }) => agentId)).size).toBe(4);
      expect((await running().ask('GET', 'agents?cursor=AAAA', as('x'))).body.code).toBe('cursor-invalid');
    });
  });

  describe('interactions', () => {
    it('are listed by state, queue and agent, in pages, without numbers', async () => {
      const { agent, interactionId, queue, from } = await talking('listed');
      const list = (parameters: string) => running().ask('GET', `interactions?${parameters}`, as('anybody'));
      const mine = await list(`state=talking&queue=${queue}&agentId=listed`);
      expect((mine.body.items as object[]).length).toBe(1);
      expect(mine.body.items).toMatchObject([{ interactionId, state: 'talking' }]);
      expect(mine.text).not.toContain(from.slice(1));
      expect((await list(`state=ended&queue=${queue}`)).body).toEqual({ items: [] });
      const first = await list('limit=1');
      const second = await list(`limit=1&cursor=${String(first.body.nextCursor)}`);
      expect(second.body.items).not.toEqual(first.body.items);
      expect((await list('state=unknown')).status).toBe(400);
      const profileId = randomUUID();
      expect((await list(`profileId=${profileId}`)).body).toEqual({ items: [] });
      await running().timeline.resolves(from, profileId);
      await eventually(async () => {
        const { items } = (await list(`profileId=${profileId}`)).body as {
          items: { interactionId: string }[];
        };
        return items.length === 1 && items[0]?.interactionId === interactionId;
      });
      await agent.close();
    }, 20_000);

    it('show a number to those it concerns, and write down whom', async () => {
      const { agent, interactionId, from } = await talking('concerned');
      const show = (who: { subject: string; role?: 'supervisor' }) =>
        running().ask('GET', `interactions/${interactionId}`, who);
      expect((await show(as('unconcerned'))).body.personal).toBeNull();
      expect((await show(as('concerned'))).body.personal).toEqual({ number: from, note: null });
      expect((await show(supervisor)).body.personal).toEqual({ number: from, note: null });
      const read = await running().own.query(
        'select subject from interaction_access where interaction_id = $1 order by id',
        [interactionId],
      );
      expect(read).toEqual([{ subject: 'concerned' }, { subject: 'boss' }]);
      const profileId = randomUUID();
      await running().timeline.resolves(from, profileId);
      const log = (query = '', who: { subject: string; role?: 'supervisor' } = supervisor) =>
        running().ask('GET', `profiles/${profileId}/access-log${query}`, who);
      await eventually(async () => ((await log()).body.items as object[]).length === 2);
      const seen = { at: expect.any(String), client: expect.any(String), interactionId };
      expect((await log()).body.items).toEqual([
        { ...seen, subject: 'boss' },
        { ...seen, subject: 'concerned' },
      ]);
      const first = (await log('?limit=1')).body;
      expect((await log(`?limit=1&cursor=${String(first.nextCursor)}`)).body.items).toMatchObject([
        { subject: 'concerned' },
      ]);
      expect((await log('', as('concerned'))).status).toBe(403);
      const designer = { role: 'designer' as const, subject: 'designer' };
      expect((await running().ask('GET', 'interactions', designer)).status).toBe(403);
      await agent.close();
    }, 20_000);
  });
}
