// Proves who is offered what: places kept, agents who decline, do not answer or are gone, callers who hang up, and races.
import { eventually } from '@continuo/testing';
import type { AgentStream } from './agent-stream.js';
import type { Answer, RunningContactCentre } from './running-contact-centre.js';

/** The part of the e2e tests that plays agents at their desks. */
export function routingTests(running: () => RunningContactCentre): void {
  const offersOf = (agentId: string, action: string, offerId: string): Promise<Answer> =>
    running().ask('POST', `offers/${offerId}:${action}`, { subject: agentId });
  const query = (sql: string, ...values: unknown[]) => running().own.query(sql, values);
  const offerOf = (stream: AgentStream, interactionId: string) =>
    stream.next('offer', (data) => data.interactionId === interactionId);
  const called = async (number: string) => {
    const callSid = await running().call(running().newNumber(), number);
    return { callSid, interactionId: await running().interactionOf(callSid) };
  };
  const presenceOf = async (agentId: string) =>
    (await running().ask('GET', `agents/${agentId}`, { subject: agentId })).body.presence;
  const namesOf = async (interactionId: string, expected: number) =>
    (await running().events(interactionId, expected)).map(({ name, value }) =>
      value.reason === undefined ? name : `${name} ${String(value.reason)}`,
    );

  describe('an offer', () => {
    it('goes to the agent who has waited longest and has the skills, one at a time', async () => {
      const { number, skill } = running().newQueue();
      const other = await running().agent('other-skill', ['something-else']);
      const first = await running().agent('waits-longest', [skill, 'french']);
      const second = await running().agent('waits-less', [skill]);
      const [a, b, c] = [await called(number), await called(number), await called(number)];
      expect((await offerOf(first, a.interactionId)).data.attempt).toBe(1);
      await offerOf(second, b.interactionId);
      const queues = await running().ask('GET', 'queues', { subject: 'waits-less' });
      expect(queues.body.items).toContainEqual(
        expect.objectContaining({ skills: [skill], waiting: 1, offered: 2, agentsAvailable: 0 }),
      );
      await running().becomes(b.callSid, 'completed');
      await offerOf(second, c.interactionId);
      expect(other.events.filter(({ type }) => type === 'offer')).toEqual([]);
      await Promise.all([first, second, other].map((stream) => stream.close()));
    }, 20_000);

    it('that is not answered ends, its agent is away, and the call goes on at its old place', async () => {
      const { number, skill } = running().newQueue();
      const absent = await running().agent('absent', [skill]);
      const early = await called(number);
      const { data } = await offerOf(absent, early.interactionId);
      const late = await called(number);
      await query('update offer set expires_at = clock_timestamp() where offer_id = $1', data.offerId);
      await absent.next(
        'offer-ended',
        ({ offerId, reason }) => offerId === data.offerId && reason === 'unanswered',
      );
      expect(await presenceOf('absent')).toBe('away');
      expect((await offersOf('absent', 'accept', data.offerId)).body.code).toBe('offer-over');
      const next = await running().agent('next', [skill]);
      const again = await offerOf(next, early.interactionId);
      expect(again.data).toMatchObject({ attempt: 2, waitingSince: data.waitingSince });
      await offersOf('next', 'accept', again.data.offerId);
      expect(await namesOf(early.interactionId, 5)).toEqual([
        'InteractionStarted',
        'InteractionOffered',
        'OfferEnded unanswered',
        'InteractionOffered',
        'InteractionAccepted',
      ]);
      const [waiting] = await query(
        'select state from interaction where interaction_id = $1',
        late.interactionId,
      );
      expect(waiting).toEqual({ state: 'waiting' });
      await Promise.all([absent, next].map((stream) => stream.close()));
    }, 20_000);

    it('cannot be accepted once its time is up, also when nobody has noticed yet', async () => {
      const { number, skill } = running().newQueue();
      const slow = await running().agent('slow', [skill]);
      const { interactionId } = await called(number);
      const { data } = await offerOf(slow, interactionId);
      const holder = await running().own.connect();
      // Assignment is held up, as by a busy replica: the offer is past its time and still open.
      await holder.query('begin');
      await holder.query('select 1 from assignment for update');
      await holder.query('update offer set expires_at = clock_timestamp() where offer_id = $1', [
        data.offerId,
      ]);
      await holder.query('commit; begin; select 1 from assignment for update');
      const late = await offersOf('slow', 'accept', data.offerId);
      await holder.query('rollback');
      await holder.end();
      expect([late.status, late.body.code]).toEqual([409, 'offer-over']);
      await slow.close();
    }, 20_000);

    it('that is declined goes to the next agent, and not back at once', async () => {
      const { number, skill } = running().newQueue();
      const declines = await running().agent('declines', [skill]);
      const { interactionId } = await called(number);
      const { data } = await offerOf(declines, interactionId);
      for (let twice = 0; twice < 2; twice += 1)
        expect((await offersOf('declines', 'decline', data.offerId)).body.state).toBe('declined');
      expect((await offersOf('declines', 'accept', data.offerId)).status).toBe(409);
      const takes = await running().agent('takes', [skill]);
      expect((await offerOf(takes, interactionId)).data.attempt).toBe(2);
      expect(await namesOf(interactionId, 4)).toEqual([
        'InteractionStarted',
        'InteractionOffered',
        'OfferEnded declined',
        'InteractionOffered',
      ]);
      expect(await presenceOf('declines')).toBe('available');
      expect(declines.events.filter(({ type }) => type === 'offer').at(-1)?.data.offerId).toBe(data.offerId);
      await Promise.all([declines, takes].map((stream) => stream.close()));
    }, 20_000);

    it('of an agent who says busy is given back', async () => {
      const { number, skill } = running().newQueue();
      const busy = await running().agent('busy', [skill]);
      const { interactionId } = await called(number);
      const { data } = await offerOf(busy, interactionId);
      await running().says('busy', 'busy');
      await busy.next(
        'offer-ended',
        ({ offerId, reason }) => offerId === data.offerId && reason === 'declined',
      );
      expect(await presenceOf('busy')).toBe('busy');
      await busy.close();
    }, 20_000);

    it('of an agent whose browser dies goes to the next, and the call keeps its place', async () => {
      const { number, skill } = running().newQueue();
      const dies = await running().agent('dies', [skill]);
      const early = await called(number);
      const { data } = await offerOf(dies, early.interactionId);
      const late = await called(number);
      await dies.close();
      // Thirty-one silent seconds.
      await eventually(async () => {
        await query("update agent set seen_at = now() - interval '31 s' where agent_id = 'dies'");
        const [offer] = await query('select state from offer where offer_id = $1', data.offerId);
        return offer?.state === 'agent_gone';
      });
      expect(await presenceOf('dies')).toBe('offline');
      const lives = await running().agent('lives', [skill]);
      expect((await offerOf(lives, early.interactionId)).data.waitingSince).toBe(data.waitingSince);
      expect((await namesOf(early.interactionId, 4)).slice(2)).toEqual([
        'OfferEnded agent_gone',
        'InteractionOffered',
      ]);
      expect(lives.events.some((event) => event.data.interactionId === late.interactionId)).toBe(false);
      await lives.close();
    }, 20_000);

    it('whose caller hangs up ends with the interaction, and its agent loses no time', async () => {
      const { number, skill } = running().newQueue();
      const first = await running().agent('hung-up-on', [skill]);
      const { callSid, interactionId } = await called(number);
      const { data } = await offerOf(first, interactionId);
      const second = await running().agent('came-later', [skill]);
      await running().becomes(callSid, 'completed');
      await first.next('offer-ended', ({ reason }) => reason === 'caller_gone');
      expect((await namesOf(interactionId, 4)).slice(2)).toEqual([
        'OfferEnded caller_gone',
        'InteractionEnded abandoned',
      ]);
      expect((await offersOf('hung-up-on', 'accept', data.offerId)).status).toBe(409);
      await offerOf(first, (await called(number)).interactionId);
      await Promise.all([first, second].map((stream) => stream.close()));
    }, 20_000);
  });

  describe('of two who accept at once', () => {
    it('in four windows of one agent, one accepts and the others are answered the same; nobody else can', async () => {
      const { number, skill } = running().newQueue();
      const agent = await running().agent('two-tabs', [skill]);
      const { interactionId } = await called(number);
      const { data } = await offerOf(agent, interactionId);
      const answers = await Promise.all([1, 2, 3, 4].map(() => offersOf('two-tabs', 'accept', data.offerId)));
      expect(answers.map(({ status, body }) => [status, body.state])).toEqual(
        Array(4).fill([200, 'accepted']),
      );
      const late = await offersOf('two-tabs', 'decline', data.offerId);
      expect([late.status, late.body.code]).toEqual([409, 'offer-over']);
      const stranger = await running().agent('stranger', []);
      const theft = await offersOf('stranger', 'accept', data.offerId);
      expect([theft.status, theft.body.code]).toEqual([403, 'offer-of-another']);
      expect((await namesOf(interactionId, 3)).slice(2)).toEqual(['InteractionAccepted']);
      await Promise.all([agent, stranger].map((stream) => stream.close()));
    }, 20_000);

    it('only the agent of the standing offer wins, not the one whose offer ended', async () => {
      const { number, skill } = running().newQueue();
      const former = await running().agent('former', [skill]);
      const { interactionId } = await called(number);
      const old = await offerOf(former, interactionId);
      await query('update offer set expires_at = clock_timestamp() where offer_id = $1', old.data.offerId);
      const present = await running().agent('present', [skill]);
      const standing = await offerOf(present, interactionId);
      const answers = await Promise.all([
        offersOf('former', 'accept', old.data.offerId),
        offersOf('present', 'accept', standing.data.offerId),
      ]);
      expect(answers.map(({ status }) => status)).toEqual([409, 200]);
      await Promise.all([former, present].map((stream) => stream.close()));
    }, 20_000);

    it('a repeated call with its key is answered as before', async () => {
      const { number, skill } = running().newQueue();
      const agent = await running().agent('repeats', [skill]);
      const { data } = await offerOf(agent, (await called(number)).interactionId);
      const key = { 'idempotency-key': data.offerId };
      const accept = () =>
        running().ask('POST', `offers/${data.offerId}:accept`, { subject: 'repeats' }, undefined, key);
      const first = await accept();
      expect([first.status, (await accept()).body]).toEqual([200, first.body]);
      await agent.close();
    }, 20_000);
  });
}
