// Sending from outside: from the command on Kafka through a played provider back to its answer.
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { playedCustomers } from './played-customers.js';
import { metaError, type ProviderAnswer } from './played-world.js';
import type { RunningCollaboration } from './running-collaboration.js';
import { seen } from './seen.js';
import { deliver, statusOf, textMessage, webhookOf } from './whatsapp-calls.js';

export function sendingTests(running: () => RunningCollaboration): void {
  const { customer, writer, says, facts, command, answers, outcome, changes, callsTo } =
    playedCustomers(running);

  describe('a command to send', () => {
    it('within a conversation goes out as words to choose from, is answered once, and its answer finds it', async () => {
      const to = await writer();
      const commandId = await command(to, { template: 'question-options', variables: { productId: 'p-9' } });
      const [answer] = await answers(commandId);
      expect(answer?.type).toBe('continuo.collaboration.MessageSent.v1');
      expect(answer?.headers).toMatchObject({
        ce_profileid: to.profileId,
        ce_correlationid: `k-${commandId}`,
        ce_hops: '1',
      });
      const [call] = callsTo(to);
      const deliveryId = answer?.value.deliveryId as string;
      expect(call).toMatchObject({
        path: '/v23.0/106540352242922/messages',
        headers: { authorization: 'Bearer an access token', 'idempotency-key': deliveryId },
        body: {
          messaging_product: 'whatsapp',
          type: 'interactive',
          biz_opaque_callback_data: deliveryId,
          interactive: { type: 'list' },
        },
      });
      const rows = (call?.body as { interactive: { action: { sections: { rows: { id: string }[] }[] } } })
        .interactive.action.sections[0]?.rows;
      expect(rows?.map(({ id }) => id)).toEqual(['ask-availability', 'ask-delivery', 'talk-to-person']);

      await command(to, { template: 'question-options', variables: { productId: 'p-9' } }, commandId);
      const [, again] = await answers(commandId, 2);
      expect(again?.value).toEqual(answer?.value);
      expect(callsTo(to)).toHaveLength(1);

      const [row] = await running().own.query<{ provider_id: string }>(
        'select provider_id from delivery where id = $1',
        [deliveryId],
      );
      const chosen = {
        type: 'interactive',
        interactive: { list_reply: { id: 'ask-delivery', title: 'When?' } },
        context: { id: row?.provider_id },
      };
      const reply = await says(to, { ...textMessage(to.phone, ''), ...chosen });
      expect(reply.value).toMatchObject({ intent: 'ask-delivery', replyTo: deliveryId, productId: 'p-9' });

      const { body } = await running().ask(
        'GET',
        `conversations/${to.profileId}/messages?purpose=test`,
        'agent',
      );
      expect((body.items as { direction: string }[]).map(({ direction }) => direction)).toEqual([
        'inbound',
        'outbound',
        'inbound',
      ]);
    });

    it('outside a conversation asks the platform for the number, and sends the approved template of the language', async () => {
      const to = customer();
      await facts(to, {
        language: 'de-CH',
        consents: [{ purpose: 'satisfaction', channel: '*', granted: true }],
      });
      expect(await outcome(to, { template: 'order-ready', variables: { orderId: 'o\n 17' } })).toBe(
        'MessageSent',
      );
      expect(await outcome(to, { template: 'how-was-it', purpose: 'satisfaction' })).toBe('MessageSent');
      expect(running().world.asked).toContain(to.profileId);
      const [ready, asked] = callsTo(to).map(({ body }) => body);
      expect(ready?.template).toEqual({
        name: 'order_ready',
        language: { code: 'de' },
        components: [{ type: 'body', parameters: [{ type: 'text', text: 'o 17' }] }],
      });
      expect(asked?.template).toMatchObject({
        name: 'how_was_it',
        components: [
          {
            type: 'button',
            sub_type: 'quick_reply',
            index: '0',
            parameters: [{ type: 'payload', payload: 'csat-good' }],
          },
          { index: '1' },
          { index: '2' },
        ],
      });
    });

    it('reaches a merged person where one of the profiles wrote from', async () => {
      const [loser, survivorId] = [await writer('from before'), uuidv7()];
      const value = {
        ...{ mergeId: uuidv7(), loserId: loser.profileId, survivorId },
        linkedBy: 'phone',
        mergedAt: Date.now(),
      };
      const type = 'continuo.cdp.ProfileMerged.v1';
      await running().send({ topic: 'cdp.timeline', type, profileId: survivorId, value });
      await eventually(
        async () =>
          (
            await running().own.query('select 1 from service_kit.profile_merge where survivor_id = $1', [
              survivorId,
            ])
          ).length === 1,
      );
      const survivor = { profileId: survivorId, phone: loser.phone };
      expect(await outcome(survivor, { template: 'question-options' })).toBe('MessageSent');
      expect(callsTo(survivor)).toHaveLength(1);
      expect(running().world.asked).not.toContain(survivorId);
      const { body } = await running().ask(
        'GET',
        `conversations/${survivorId}/messages?purpose=test`,
        'agent',
      );
      expect((body.items as { text: string }[]).map(({ text }) => text).at(-1)).toBe('from before');
    });

    it('is refused by each rule with its code', async () => {
      const [to, stranger] = [customer(), { profileId: uuidv7(), phone: '' }];
      await facts(to, { consents: [{ purpose: 'service', channel: 'whatsapp', granted: true }] });
      expect(await outcome(to, { template: 'nobody-knows' })).toBe('MessageRefused unknown-template');
      expect(await outcome(to, { channel: 'pigeon' })).toBe('MessageRefused unknown-channel');
      expect(await outcome(to, { template: 'cart-reminder', purpose: 'marketing' })).toBe(
        'MessageRefused no-consent',
      );
      // A wrong purpose does not get marketing past the consent for it.
      expect(await outcome(to, { template: 'cart-reminder', purpose: 'service' })).toBe(
        'MessageRefused no-consent',
      );
      expect(await outcome(to, { template: 'question-options' })).toBe(
        'MessageRefused outside-session-window',
      );
      expect(await outcome(to, { template: 'order-ready' })).toBe('MessageRefused variable-missing');
      expect(await outcome(stranger, {})).toBe('MessageRefused no-address');
      expect(await outcome(to, { notAfter: Date.now() - 1 })).toBe('MessageExpired');
      await facts(to, {
        version: 2,
        consents: [{ purpose: 'service', channel: '*', granted: false, changedAt: Date.now() + 1 }],
      });
      expect(await outcome(to, {})).toBe('MessageRefused no-consent');
      expect(callsTo(to)).toEqual([]);
    });
  });

  describe('a provider', () => {
    it('that acts and does not answer is called again with the same key, and the message is sent once for all we say', async () => {
      const to = customer();
      const good = { status: 200, body: { messages: [{ id: `wamid.${to.phone}` }] } };
      running().world.answers.set(to.phone, [undefined, undefined, good]);
      const commandId = await command(to, {});
      const [answer] = await answers(commandId);
      expect(answer?.type).toContain('MessageSent');
      const keys = callsTo(to).map(({ headers, body }) => [
        headers['idempotency-key'],
        body.biz_opaque_callback_data,
      ]);
      expect(keys).toHaveLength(3);
      expect(new Set(keys.flat())).toEqual(new Set([answer?.value.deliveryId]));
    });

    it('whose answer is lost tells by a status that it was sent: then it is not called again', async () => {
      const to = customer();
      running().world.answers.set(to.phone, [undefined]);
      const commandId = await command(to, {});
      const [call] = await eventually(() => callsTo(to).length > 0 && callsTo(to));
      const told = statusOf('wamid.lost', 'delivered', {
        biz_opaque_callback_data: call?.body.biz_opaque_callback_data,
      });
      expect((await deliver(running(), webhookOf({ statuses: [told] }))).body).toMatchObject({ accepted: 2 });
      const [answer] = await answers(commandId);
      expect(answer?.type).toContain('MessageSent');
      await seen(() => changes(to), [['delivered', null]]);
      await eventually(
        async () =>
          (
            await running().own.query('select 1 from messaging.intent where id = $1', [
              answer?.value.deliveryId,
            ])
          ).length === 0,
      );
      expect(await answers(commandId)).toHaveLength(1);
    });

    it('that answers after a status told the same is heard once', async () => {
      const to = customer();
      let answerNow: (answer: ProviderAnswer) => void = () => undefined;
      const later = new Promise<ProviderAnswer>((resolve) => (answerNow = resolve));
      running().world.answers.set(to.phone, [later]);
      const commandId = await command(to, {});
      const [call] = await eventually(() => callsTo(to).length > 0 && callsTo(to));
      const reference = call?.body.biz_opaque_callback_data;
      const id = `wamid.${to.phone}`;
      const told = statusOf(id, 'read', { biz_opaque_callback_data: reference });
      await deliver(running(), webhookOf({ statuses: [told] }));
      answerNow({ status: 200, body: { messages: [{ id }] } });
      await eventually(async () => {
        const rows = await running().own.query('select 1 from messaging.intent where id = $1', [reference]);
        return rows.length === 0;
      });
      const { body } = await running().ask('GET', `deliveries/${String(reference)}`, 'agent');
      expect(body).toMatchObject({ state: 'read' });
      expect(await answers(commandId)).toHaveLength(1);
      expect(await changes(to)).toEqual([['read', null]]);
    });

    it('that is busy is tried again, one that fails is answered and forgotten, so the same command can succeed', async () => {
      const to = customer();
      const good = { status: 200, body: { messages: [{ id: `wamid.${to.phone}` }] } };
      const busy = [metaError(429, 130429), metaError(500, 131016), { status: 502, body: '<html>' }];
      running().world.answers.set(to.phone, [...busy, metaError(400, 131009), good]);
      const commandId = await command(to, {});
      const [failed] = await answers(commandId);
      expect([failed?.type.split('.')[2], failed?.value.code]).toEqual(['MessageFailed', 'provider-131009']);
      expect(callsTo(to)).toHaveLength(4);
      await command(to, {}, commandId);
      const [, sent] = await answers(commandId, 2);
      expect(sent?.type).toContain('MessageSent');
      expect(new Set(callsTo(to).map(({ headers }) => headers['idempotency-key']))).toEqual(
        new Set([sent?.value.deliveryId]),
      );
    });

    it('that stays away is given up after the attempts', async () => {
      const to = customer();
      running().world.answers.set(to.phone, [metaError(503, 2)]);
      expect(await outcome(to, {})).toBe('MessageFailed provider-2');
      expect(callsTo(to)).toHaveLength(5);
    });

    it('says what became of a message in any order, and nothing goes back', async () => {
      const to = customer();
      const id = `wamid.${to.phone}`;
      running().world.answers.set(to.phone, [{ status: 200, body: { messages: [{ id }] } }]);
      const [answer] = await answers(await command(to, {}));
      const failure = { errors: [{ code: 131026, title: 'Message undeliverable' }] };
      const told = [
        statusOf(id, 'failed', failure),
        statusOf(id, 'read'),
        statusOf(id, 'delivered'),
        statusOf(id, 'sent'),
        statusOf(id, 'failed', failure),
      ];
      for (const one of [...told, ...told])
        await deliver(running(), webhookOf({ statuses: [one, { id }, statusOf('wamid.foreign', 'read')] }));
      await seen(
        () => changes(to),
        [
          ['undelivered', '131026'],
          ['read', null],
        ],
      );
      const shown = await running().ask('GET', `deliveries/${String(answer?.value.deliveryId)}`, 'operator');
      expect(shown.body).toMatchObject({ state: 'read', template: 'farewell', text: null });
    });
  });
}
