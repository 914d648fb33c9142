// Sending from outside: from the command on Kafka through a played provider back to its answer, by every rule.
import type { collaboration as contract } from '@continuo/contracts';
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { metaError, type ProviderCall } from './played-world.js';
import type { ReadRecord, RunningCollaboration } from './running-collaboration.js';
import { seen } from './seen.js';
import { deliver, newNumber, seconds, textMessage, webhookOf } from './whatsapp-calls.js';

const DELIVERIES = 'collaboration.deliveries';
const SEND = 'continuo.collaboration.commands.SendMessage.v1';

interface Customer {
  readonly profileId: string;
  readonly phone: string;
}

export function sendingTests(running: () => RunningCollaboration): void {
  /** Somebody the platform has a number of, who never wrote. */
  function customer(): Customer {
    const made = { profileId: uuidv7(), phone: newNumber() };
    running().world.phones.set(made.profileId, `+${made.phone}`);
    return made;
  }

  /** Somebody who wrote to us; answers when the service knows whose words they are. */
  async function writer(text = 'hello'): Promise<Customer> {
    const made = { profileId: uuidv7(), phone: newNumber() };
    await says(made, textMessage(made.phone, text));
    return made;
  }

  async function says({ profileId }: Customer, message: Record<string, unknown>): Promise<ReadRecord> {
    const before = (await running().read('collaboration.messages')).length;
    await deliver(running(), webhookOf({ messages: [message] }));
    const record = await eventually(async () => (await running().read('collaboration.messages'))[before]);
    await running().passOn(record, profileId);
    await eventually(async () => {
      const rows = await running().own.query('select 1 from message where id = $1 and profile_id = $2', [
        record.value.messageId,
        profileId,
      ]);
      return rows.length === 1;
    });
    return record;
  }

  async function facts(
    { profileId }: Customer,
    said: { consents?: object[]; language?: string; version?: number },
  ): Promise<void> {
    const { version = 1, language = null, consents = [] } = said;
    const value = {
      ...{
        profileId,
        version,
        language,
        changed: [],
        segments: [],
        timeZone: null,
        reachability: {},
        scores: {},
        valueTier: null,
      },
      consents: consents.map((each) => ({ version: '1', changedAt: Date.now(), ...each })),
      changedAt: Date.now(),
    };
    await running().send({ topic: 'cdp.timeline', type: 'continuo.cdp.ProfileChanged.v1', profileId, value });
    await eventually(async () => {
      const rows = await running().own.query(
        'select 1 from profile_fact where profile_id = $1 and version = $2',
        [profileId, version],
      );
      return rows.length === 1;
    });
  }

  async function command(
    to: Customer,
    said: Partial<contract.SendMessage>,
    commandId = `c-${uuidv7()}`,
  ): Promise<string> {
    const value = {
      template: 'farewell',
      purpose: 'service',
      channel: null,
      variables: {},
      notAfter: null,
      ...said,
    };
    await running().send({
      topic: 'collaboration.commands',
      type: SEND,
      profileId: to.profileId,
      commandId,
      correlationId: `k-${commandId}`,
      value,
    });
    return commandId;
  }

  async function answers(commandId: string, count = 1): Promise<readonly ReadRecord[]> {
    return eventually(
      async () => {
        const found = (await running().read(DELIVERIES)).filter(
          ({ headers }) => headers['commandid'] === commandId,
        );
        return found.length >= count && found;
      },
      { what: `an answer to ${commandId}` },
    );
  }

  /** What a command came to, in two words. */
  async function outcome(to: Customer, said: Partial<contract.SendMessage>): Promise<string> {
    const [answer] = await answers(await command(to, said));
    return `${answer?.type.split('.')[2]} ${String(answer?.value.code ?? '')}`.trim();
  }

  async function changes({ profileId }: Customer): Promise<readonly unknown[]> {
    const records = (await running().read(DELIVERIES)).filter(
      ({ key, type }) => key === profileId && type.includes('DeliveryChanged'),
    );
    return records.map(({ value }) => [value.status, value.code]);
  }

  const status = (id: string, word: string, more: object = {}) => ({
    id,
    status: word,
    timestamp: seconds(),
    recipient_id: '1',
    ...more,
  });
  const callsTo = ({ phone }: Customer): readonly ProviderCall[] => running().world.callsTo(phone);

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
      const told = status('wamid.lost', 'delivered', {
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
        status(id, 'failed', failure),
        status(id, 'read'),
        status(id, 'delivered'),
        status(id, 'sent'),
        status(id, 'failed', failure),
      ];
      for (const one of [...told, ...told])
        await deliver(running(), webhookOf({ statuses: [one, { id }, status('wamid.foreign', 'read')] }));
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

  describe('who must not be written to', () => {
    it('said stop: nothing goes out until start is said', async () => {
      const to = await writer('  STOPP! ');
      expect(await outcome(to, {})).toBe('MessageRefused suppressed');
      await says(to, textMessage(to.phone, "I can't stop laughing"));
      expect(await outcome(to, {})).toBe('MessageRefused suppressed');
      await says(to, textMessage(to.phone, 'Start'));
      expect(await outcome(to, {})).toBe('MessageSent');
    });

    it('stopped our marketing at the provider: the rest still goes out', async () => {
      const to = customer();
      await facts(to, { consents: [{ purpose: 'marketing', channel: 'whatsapp', granted: true }] });
      running().world.answers.set(to.phone, [metaError(400, 131050), { status: 200, body: {} }]);
      const marketing = { template: 'cart-reminder', purpose: 'marketing' };
      expect(await outcome(to, marketing)).toBe('MessageRefused suppressed');
      expect(await outcome(to, marketing)).toBe('MessageRefused suppressed');
      expect(callsTo(to)).toHaveLength(1);
      expect(await outcome(to, {})).toBe('MessageSent');
    });

    it('was put on the list by a supervisor, by number, of which only a hash is kept', async () => {
      const to = customer();
      const address = `0${to.phone.slice(2)}`;
      const put = await running().ask('PUT', 'suppressions', 'supervisor', {
        address,
        reason: 'asked-by-phone',
      });
      expect(put).toMatchObject({
        status: 200,
        body: { scope: 'all', source: 'staff', reason: 'asked-by-phone' },
      });
      expect(await outcome(to, {})).toBe('MessageRefused suppressed');
      const found = await running().ask('POST', 'suppressions:lookup', 'agent', { address: `+${to.phone}` });
      expect(found.body).toMatchObject({ suppression: { id: put.body.id } });
      const rows = await running().own.query<{ key: string }>('select key from suppression_key');
      expect(JSON.stringify(rows)).not.toContain(to.phone);
      expect(
        (await running().ask('DELETE', `suppressions/${String(put.body.id)}`, 'supervisor')).status,
      ).toBe(204);
      expect(
        (await running().ask('DELETE', `suppressions/${String(put.body.id)}`, 'supervisor')).status,
      ).toBe(404);
      expect(
        (await running().ask('PUT', 'suppressions', 'supervisor', { address: 'nobody', reason: 'x' })).status,
      ).toBe(422);
      expect((await running().ask('PUT', 'suppressions', 'agent', { address, reason: 'x' })).status).toBe(
        403,
      );
      expect(await outcome(to, {})).toBe('MessageSent');
    });
  });

  describe('the sending switch', () => {
    it('holds messages of a purpose back, lets them go in order, and expires those whose time passes meanwhile', async () => {
      const to = customer();
      await facts(to, { consents: [{ purpose: 'tips', channel: '*', granted: true }] });
      const before = await running().ask('GET', 'sending-switch', 'operator');
      const turn = (stopped: object[], etag: string | null) =>
        running().ask(
          'PUT',
          'sending-switch',
          'operator',
          { stopped },
          { ...(etag && { 'if-match': etag }) },
        );
      expect((await turn([], null)).status).toBe(428);
      const off = await turn([{ purpose: 'tips' }], before.headers.get('etag'));
      expect(off.body).toMatchObject({ stopped: [{ channel: '*', purpose: 'tips' }], released: 0 });
      expect((await turn([], before.headers.get('etag'))).status).toBe(412);

      const soon = await command(to, { purpose: 'tips', notAfter: Date.now() + 1_000 });
      const held = [
        await command(to, { purpose: 'tips' }),
        await command(to, { purpose: 'tips', template: 'collect-sorry' }),
      ];
      expect(await outcome(to, { purpose: 'service' })).toBe('MessageSent');
      await eventually(async () => {
        const { body } = await running().ask(
          'GET',
          `deliveries?state=held&profileId=${to.profileId}`,
          'operator',
        );
        return (body.items as unknown[]).length >= 2;
      });
      const [expired] = await answers(soon);
      expect(expired?.type).toContain('MessageExpired');
      expect(callsTo(to)).toHaveLength(1);

      const on = await turn([], off.headers.get('etag'));
      expect(on.body).toMatchObject({ stopped: [], released: 2 });
      for (const id of held) expect((await answers(id))[0]?.type).toContain('MessageSent');
      const names = callsTo(to)
        .slice(1)
        .map(({ body }) => (body.template as { name: string }).name);
      expect(names).toEqual(['farewell', 'collect_sorry']);
    });
  });

  describe('deliveries', () => {
    it('are listed by filter and page, their words only for those who say why', async () => {
      const to = await writer();
      const first = await answers(await command(to, {}));
      await answers(await command(to, { template: 'order-ready', variables: { orderId: 'o-1' } }));
      const list = async (query: string) =>
        (await running().ask('GET', `deliveries?profileId=${to.profileId}${query}`, 'agent')).body;
      const page = await list('&limit=1');
      expect(page.items).toMatchObject([{ template: 'order-ready', state: 'sent' }]);
      expect((await list(`&limit=1&cursor=${String(page.nextCursor)}`)).items).toMatchObject([
        { template: 'farewell' },
      ]);
      expect((await list('&template=farewell&state=sent')).items).toHaveLength(1);
      expect(JSON.stringify(await list(''))).not.toContain('Thank you');
      const path = `deliveries/${String(first[0]?.value.deliveryId)}`;
      expect((await running().ask('GET', path, 'agent')).body.text).toBeNull();
      expect((await running().ask('GET', `${path}?purpose=complaint`, 'agent')).body.text).toContain(
        'Thank you',
      );
      expect((await running().ask('GET', `${path}?purpose=complaint`, 'operator')).status).toBe(403);
      expect((await running().ask('GET', `deliveries/${uuidv7()}`, 'agent')).status).toBe(404);
      const [access] = await running().own.query(
        'select what, purpose, profile_ids from message_access order by id desc limit 1',
      );
      expect(access).toEqual({ what: 'delivery', purpose: 'complaint', profile_ids: [to.profileId] });
    });
  });

  describe('an erasure', () => {
    it('leaves nothing of the person, and neither a repeated webhook nor a late answer brings anything back', async () => {
      const to = await writer();
      await facts(to, { language: 'de' });
      const again = textMessage(to.phone, 'my words');
      await says(to, again);
      await answers(await command(to, {}));
      running().world.answers.set(to.phone, [undefined]);
      const calls = callsTo(to).length;
      const late = await command(to, { template: 'collect-sorry' });
      await eventually(() => callsTo(to).length > calls);
      const count = async () =>
        (await running().ask('POST', 'personal-data:count', 'operator', { profileIds: [to.profileId] })).body
          .stores as { store: string; rows: number }[];
      const rows = (stores: { store: string; rows: number }[]) =>
        stores
          .filter(({ store }) => /\.(message|delivery|profile_fact)$/.test(store))
          .map((each) => each.rows);
      expect(rows(await count()).sort()).toEqual([1, 2, 2]);
      const value = { erasureId: uuidv7(), profileId: to.profileId, erasedAt: Date.now() };
      await running().send({
        topic: 'cdp.timeline',
        type: 'continuo.cdp.ProfileErased.v1',
        profileId: to.profileId,
        value,
      });
      await seen(async () => rows(await count()), [0, 0, 0]);
      expect((await deliver(running(), webhookOf({ messages: [again] }))).body).toMatchObject({
        accepted: 0,
        repeated: 1,
      });
      expect(await outcomeAfterErasure(to)).toEqual([]);
      const answered = (await running().read(DELIVERIES)).filter(
        ({ headers }) => headers['commandid'] === late,
      );
      expect(answered).toEqual([]);
    });

    /** A command that comes after it is dropped: something else that is answered proves that it was read. */
    async function outcomeAfterErasure(to: Customer): Promise<readonly ReadRecord[]> {
      const dropped = await command(to, {});
      await eventually(async () => {
        const [row] = await running().own.query<{ open: number }>(
          'select count(*)::int as open from messaging.intent where profile_id = $1',
          [to.profileId],
        );
        return row?.open === 0;
      });
      await answers(await command(customer(), {}));
      return (await running().read(DELIVERIES)).filter(({ headers }) => headers['commandid'] === dropped);
    }
  });
}
