// Proves what Twilio's webhooks do: only signed ones count, repetitions change nothing, and nothing hostile gets through.
import { eventually } from '@continuo/testing';
import { randomUUID } from 'node:crypto';
import type { RunningContactCentre } from './running-contact-centre.js';
import { newCallSid, signatureOf } from './twilio-signing.js';

/** The part of the e2e tests that plays the telephone. */
export function callsTests(running: () => RunningContactCentre): void {
  const supervisor = { role: 'supervisor' as const, subject: 'boss' };
  const fieldsOf = (to: string, more: Record<string, string> = {}) => ({
    CallSid: newCallSid(),
    From: running().newNumber(),
    To: to,
    CallStatus: 'ringing',
    Direction: 'inbound',
    ...more,
  });
  const rowsOf = async (callSid: string) =>
    running().own.query('select state, number, queue from interaction where call_sid = $1', [callSid]);

  describe('a call', () => {
    it('is greeted, put into its queue, and announced without its number', async () => {
      const { number, queue } = running().newQueue();
      const fields = fieldsOf(number);
      const answer = await running().webhook('voice', fields);
      expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
      expect(answer.text).toBe(
        '<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-GB">Hello &#38; &#60;welcome&#62;</Say>' +
          `<Enqueue waitUrl="https://cx.example/api/contact-centre/webhooks/twilio/hold?queue=${queue}">${queue}</Enqueue></Response>`,
      );
      const [started] = await running().events(await running().interactionOf(fields.CallSid), 1);
      expect(started).toMatchObject({ name: 'InteractionStarted', value: { channel: 'voice', queue } });
      expect(started?.headers.customer).toMatch(/^phone\.h1=/);
      expect(running().bytes).not.toContain(fields.From.slice(3));
    });

    it('that comes again, at once or later, is answered the same and counts once', async () => {
      const fields = fieldsOf(running().newQueue().number);
      const answers = await Promise.all([1, 2, 3, 4].map(() => running().webhook('voice', fields)));
      answers.push(await running().webhook('voice', fields));
      expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
      expect(answers[0]?.text).toContain('<Enqueue');
      expect(await rowsOf(fields.CallSid)).toHaveLength(1);
      await running().becomes(fields.CallSid, 'completed');
      expect((await running().webhook('voice', fields)).text).toBe(answers[0]?.text);
      const id = await running().interactionOf(fields.CallSid);
      expect((await running().events(id, 2)).map(({ name }) => name)).toEqual([
        'InteractionStarted',
        'InteractionEnded',
      ]);
    });

    it.each(['anonymous', '+266696687', 'sip:jane.doe@example.com', 'client:jane'])(
      'from %s names nobody',
      async (From) => {
        const fields = fieldsOf(running().newQueue().number, { From });
        await running().webhook('voice', fields);
        const [started] = await running().events(await running().interactionOf(fields.CallSid), 1);
        expect(started?.headers.customer).toMatch(/^anonymous=[0-9a-f-]{36}$/);
        expect(await rowsOf(fields.CallSid)).toMatchObject([{ number: null }]);
      },
    );

    it('whose end overtakes its beginning is not put into the queue', async () => {
      const fields = fieldsOf(running().newQueue().number);
      expect((await running().becomes(fields.CallSid, 'completed')).status).toBe(204);
      expect((await running().webhook('voice', fields)).text).toContain('<Response><Hangup/></Response>');
      expect(await rowsOf(fields.CallSid)).toEqual([]);
    });

    it('to a number that leads nowhere, or that we make ourselves, is rejected', async () => {
      const { number } = running().newQueue();
      for (const fields of [fieldsOf('+41445559999'), fieldsOf(number, { Direction: 'outbound-api' })]) {
        expect((await running().webhook('voice', fields)).text).toContain('<Response><Reject/></Response>');
        expect(await rowsOf(fields.CallSid)).toEqual([]);
      }
    });

    it('hears its queue while it waits', async () => {
      const { queue } = running().newQueue();
      const held = await running().webhook(`hold?queue=${queue}`, { CallSid: newCallSid() });
      expect(held.text).toContain('<Say language="en-GB">Wait.</Say><Pause');
      const unknown = await running().webhook('hold?queue=%3CSay%3E', { CallSid: newCallSid() });
      expect(unknown.text).toContain('<Response><Hangup/></Response>');
    });

    it('ends as abandoned when its caller hangs up in the queue, once', async () => {
      const callSid = await running().call(running().newNumber(), running().newQueue().number);
      for (const status of ['ringing', 'in-progress', 'completed', 'completed', 'failed'])
        expect((await running().becomes(callSid, status)).status).toBe(204);
      const events = await running().events(await running().interactionOf(callSid), 2);
      expect(events.map(({ name, value }) => [name, value.reason])).toEqual([
        ['InteractionStarted', undefined],
        ['InteractionEnded', 'abandoned'],
      ]);
    });
  });

  describe('a webhook', () => {
    it.each(['voice', 'status', 'hold'])(
      'to %s that is not signed by the account is refused',
      async (hook) => {
        const fields = fieldsOf(running().newQueue().number, { CallStatus: 'completed' });
        const forged = [
          '',
          'bm90IGEgc2lnbmF0dXJlIGF0IGFsbCE=',
          signatureOf(hook, fields, { token: 'another-token' }),
          signatureOf(hook, { ...fields, To: '+41445550100' }),
          signatureOf('other', fields),
        ];
        for (const signature of forged) {
          const answer = await running().webhook(hook, fields, signature);
          expect([answer.status, answer.body.code]).toEqual([403, 'signature-invalid']);
        }
        expect(await rowsOf(fields.CallSid)).toEqual([]);
      },
    );

    it('signed for the host that its caller names is refused: only the configured address counts', async () => {
      const fields = fieldsOf(running().newQueue().number);
      for (const scheme of ['http', 'https']) {
        const signature = signatureOf('voice', fields, { publicUrl: `${scheme}://evil.example` });
        const named = { host: 'evil.example', 'x-forwarded-proto': scheme };
        expect(await running().webhookNaming(named, 'voice', fields, signature)).toBe(403);
        expect(await running().webhookNaming(named, 'voice', fields, signatureOf('voice', fields))).toBe(200);
      }
    });

    it('whose signature is replayed for another call is refused; for the same one it changes nothing', async () => {
      const fields = fieldsOf(running().newQueue().number);
      const signature = signatureOf('voice', fields);
      await running().webhook('voice', fields, signature);
      const other = { ...fields, CallSid: newCallSid() };
      expect((await running().webhook('voice', other, signature)).status).toBe(403);
      expect((await running().webhook('status', fields, signature)).status).toBe(403);
      expect((await running().webhook('voice', fields, signature)).status).toBe(200);
      expect(await rowsOf(fields.CallSid)).toHaveLength(1);
    });

    it('is refused by field and rule when it is malformed, and never quoted', async () => {
      const { number } = running().newQueue();
      const broken: [Record<string, string>, string][] = [
        [fieldsOf(number, { CallSid: '../../Accounts' }), 'CallSid'],
        [fieldsOf(number, { CallSid: '' }), 'CallSid'],
        [fieldsOf('9'.repeat(300)), 'To'],
        [fieldsOf(number, { From: 'x'.repeat(300) }), 'From'],
        [{}, 'CallSid'],
      ];
      for (const [fields, field] of broken) {
        const answer = await running().webhook('voice', fields);
        expect([answer.status, answer.body.code]).toEqual([400, 'validation-failed']);
        expect(answer.body.errors).toEqual(
          expect.arrayContaining([expect.objectContaining({ field, rule: expect.any(String) })]),
        );
        expect(answer.text).not.toMatch(/xxx|999|\.\.\//);
      }
    });

    it('cannot put XML, SQL or what no database holds anywhere', async () => {
      const { number } = running().newQueue();
      for (const From of [
        `"><Dial>+1900</Dial>`,
        `'; drop table interaction; --`,
        'a\u0000b',
        '\ud800',
        '__proto__',
      ]) {
        const fields = fieldsOf(number, { From, __proto__x: 'y', CallerName: From });
        const answer = await running().webhook('voice', fields);
        expect(answer.status).toBe(200);
        expect(answer.text).not.toContain('Dial');
        expect(await rowsOf(fields.CallSid)).toMatchObject([{ number: null, state: 'waiting' }]);
        await running().becomes(fields.CallSid, 'completed');
      }
      const status = await running().becomes(newCallSid(), '<completed/>');
      expect(status.status).toBe(204);
    });

    it('that is too large is refused before it is read', async () => {
      const fields = fieldsOf(running().newQueue().number, { Extra: 'x'.repeat(1_100_000) });
      expect((await running().webhook('voice', fields)).status).toBe(413);
    });
  });

  it('an erasure takes number, note and profile away, and the call stays over', async () => {
    const { number, skill } = running().newQueue();
    const from = running().newNumber();
    const profileId = randomUUID();
    await running().timeline.resolves(from, profileId);
    const agent = await running().agent('eraser', [skill]);
    const callSid = await running().call(from, number);
    const offered = await agent.next('offer', ({ customer }) => customer?.profileId === profileId);
    const { offerId, interactionId } = offered.data;
    await running().ask('POST', `offers/${offerId}:accept`, { subject: 'eraser' });
    const ended = { disposition: 'advised', note: 'lives at Canary Street 1' };
    expect(
      (await running().ask('POST', `interactions/${interactionId}:end`, { subject: 'eraser' }, ended)).status,
    ).toBe(200);
    const counted = async () => {
      const answer = await running().ask(
        'POST',
        'personal-data:count',
        { role: 'operator', subject: 'operator' },
        { profileIds: [profileId] },
      );
      return answer.body.stores as { store: string; rows: number }[];
    };
    await running().ask('GET', `interactions/${interactionId}`, supervisor);
    expect(await counted()).toContainEqual({ store: 'contact-centre.interaction', rows: 1 });
    expect(await counted()).toContainEqual({ store: 'contact-centre.interaction_access', rows: 1 });
    const erased = { profileId, erasureId: randomUUID(), erasedAt: Date.now() };
    await running().timeline.tell(profileId, 'continuo.cdp.ProfileErased.v1', erased);
    await eventually(async () => (await counted()).every(({ rows }) => rows === 0), { what: 'the erasure' });
    const shown = await running().ask('GET', `interactions/${interactionId}`, supervisor);
    expect(shown.body).toMatchObject({
      state: 'ended',
      profileId: null,
      personal: { number: null, note: null },
    });
    expect(JSON.stringify(await running().own.query('select * from interaction'))).not.toContain('Canary');
    expect(await running().call(from, number, callSid)).toBe(callSid);
    await agent.close();
  }, 20_000);
}
