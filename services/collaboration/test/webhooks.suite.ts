// WhatsApp's webhook from outside: who may call it, what becomes of good, bad, repeated and hostile messages, who reads.
import { Canaries, eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { VERIFY_TOKEN, type ReadRecord, type RunningCollaboration } from './running-collaboration.js';
import { seen } from './seen.js';
import {
  deliver,
  newNumber,
  newWamid,
  seconds,
  signatureOf,
  textMessage,
  webhookOf,
} from './whatsapp-calls.js';

const MESSAGES = 'collaboration.messages';

export function webhookTests(running: () => RunningCollaboration): void {
  /** The records of messages that came after `work` began, once there are as many as expected. */
  async function published(count: number, work: () => Promise<unknown>): Promise<readonly ReadRecord[]> {
    const before = (await running().read(MESSAGES)).length;
    await work();
    return eventually(async () => {
      const now = (await running().read(MESSAGES)).slice(before);
      return now.length >= count && now;
    });
  }

  async function stored(): Promise<number> {
    const [row] = await running().own.query<{ count: number }>('select count(*)::int as count from message');
    return row?.count ?? 0;
  }

  describe('the handshake', () => {
    const ask = (token: string, challenge = '1158201444') =>
      fetch(
        `${running().url}/webhooks/whatsapp?${new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': challenge }).toString()}`,
      );

    it('answers the challenge as plain text to who knows the token, and nothing to others', async () => {
      const right = await ask(VERIFY_TOKEN);
      expect([right.status, right.headers.get('content-type'), await right.text()]).toEqual([
        200,
        'text/plain; charset=utf-8',
        '1158201444',
      ]);
      expect((await ask(`${VERIFY_TOKEN}.`)).status).toBe(403);
      expect((await ask(VERIFY_TOKEN, '<script>')).status).toBe(400);
    });
  });

  describe('a call', () => {
    it('is refused when its signature is missing, of another secret, or of other bytes', async () => {
      const text = JSON.stringify(webhookOf({ messages: [textMessage(newNumber(), 'hello')] }));
      const before = await stored();
      const wrong = [
        '',
        'sha256=',
        `sha1=${'0'.repeat(40)}`,
        signatureOf(text, 'another secret'),
        signatureOf(`${text} `),
      ];
      for (const signature of wrong) {
        const answer = await deliver(running(), text, { 'x-hub-signature-256': signature });
        expect(answer).toMatchObject({ status: 403, body: { code: 'signature-invalid' } });
      }
      expect(await stored()).toBe(before);
    });

    it('is refused when it is too large, not JSON, too deep, or no webhook of an account', async () => {
      const large = JSON.stringify(
        webhookOf({ messages: [textMessage(newNumber(), 'x'.repeat(3_200_000))] }),
      );
      expect(await deliver(running(), large)).toMatchObject({ status: 413, body: { code: 'too-large' } });
      expect(await deliver(running(), '{"object":')).toMatchObject({
        status: 400,
        body: { code: 'malformed-json' },
      });
      const deep = `${'['.repeat(100)}${']'.repeat(100)}`;
      expect(await deliver(running(), deep)).toMatchObject({ status: 400, body: { code: 'too-deep' } });
      expect(await deliver(running(), { object: 'page', entry: [] })).toMatchObject({
        status: 422,
        body: { code: 'webhook-unknown' },
      });
    });
  });

  describe('messages', () => {
    it('are published without their words, under the hash of the number, and bad ones take no good one with them', async () => {
      const canaries = new Canaries(42);
      const from = newNumber();
      const text = canaries.make('text', 'webhook text').value;
      const name = canaries.make('name', 'webhook name').value;
      const chosen = {
        ...textMessage(from, ''),
        type: 'interactive',
        interactive: {
          type: 'list_reply',
          list_reply: { id: 'ask-availability', title: 'Is it in my store?' },
        },
        context: {
          from: '4930123456',
          id: 'wamid.unknown',
          referred_product: { catalog_id: '1', product_retailer_id: 'p-7' },
        },
      };
      const pressed = {
        ...textMessage(from, ''),
        type: 'button',
        button: { payload: 'csat-good', text: 'Good' },
      };
      const odd = { ...textMessage(from, ''), type: 'hologram', hologram: { deep: [1, { x: null }] } };
      const bad = [
        null,
        7,
        { from },
        { ...textMessage(from, 'x'), from: undefined, from_user_id: 'DE.1' },
        { ...textMessage(from, 'x'), timestamp: 'soon' },
      ];
      const messages = [
        bad[0],
        textMessage(from, text),
        bad[1],
        chosen,
        bad[2],
        pressed,
        odd,
        bad[3],
        bad[4],
      ];
      let receipt: unknown;
      const records = await published(4, async () => {
        receipt = await deliver(running(), webhookOf({ messages }, { [from]: name }));
      });
      expect(receipt).toEqual({ status: 200, body: { accepted: 4, repeated: 0, rejected: 5, ignored: 0 } });
      expect(records.map(({ value }) => [value.kind, value.intent, value.productId])).toEqual([
        ['text', 'unknown', null],
        ['choice', 'ask-availability', 'p-7'],
        ['choice', 'csat-good', null],
        ['other', 'unknown', null],
      ]);
      for (const { key, headers, value, raw } of records) {
        expect(key).toMatch(/^phone\.h1=[\w-]{43}$/);
        expect(headers['customer']).toBe(key);
        expect(headers['ce_subject']).toBe(value.messageId);
        const all = Buffer.concat([raw.value ?? Buffer.alloc(0), Buffer.from(JSON.stringify(headers))]);
        expect(canaries.findIn('record', all)).toEqual([]);
        expect(all.includes(from)).toBe(false);
      }
      const { body } = await running().ask('GET', 'webhooks/rejections', 'operator');
      expect(body.rejections).toEqual(
        expect.arrayContaining([
          { code: 'sender-without-number', field: 'from', type: 'text', count: 1 },
          { code: 'message-without-time', field: 'timestamp', type: 'text', count: 1 },
        ]),
      );
    });

    it('count once by their id: repeated, at once, after days, out of order, twice in one call', async () => {
      const from = newNumber();
      const late = textMessage(from, 'first', { timestamp: seconds(Date.now() - 6 * 86_400_000) });
      const now = textMessage(from, 'second');
      const webhook = webhookOf({ messages: [now, late, now] });
      const before = await stored();
      await published(2, async () => {
        const answers = await Promise.all([1, 2, 3, 4].map(() => deliver(running(), webhook)));
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
        expect(answers.map(({ body }) => Number(body.accepted)).sort()).toEqual([0, 0, 0, 2]);
      });
      expect((await deliver(running(), webhook)).body).toMatchObject({ accepted: 0, repeated: 3 });
      expect(await stored()).toBe(before + 2);
    });

    it('of another number of the account, and notices of other fields, are left alone', async () => {
      const other = webhookOf({ messages: [textMessage(newNumber(), 'x')] }, {}, '999');
      expect((await deliver(running(), other)).body).toMatchObject({ accepted: 0, ignored: 1 });
      const notice = {
        object: 'whatsapp_business_account',
        entry: [{ changes: [{ field: 'account_update', value: {} }, 5] }],
      };
      expect((await deliver(running(), notice)).body).toMatchObject({ accepted: 0, ignored: 2 });
    });

    it('keep their words whatever they hold, for agents who say why, and the reading is written down', async () => {
      const from = newNumber();
      const texts = [
        'null \u0000 inside',
        'half \ud83d a pair',
        `long ${'ü'.repeat(100_000)}`,
        '<b>"\'; drop table message;--',
      ];
      const messages = texts.map((text) => textMessage(from, text));
      const records = await published(4, () =>
        deliver(running(), webhookOf({ messages }, { [from]: 'N\u0000me' })),
      );
      const ids = records.map(({ value }) => value.messageId as string);
      const read = await running().ask('POST', 'messages:batchGet', 'agent', {
        ids: [...ids].reverse(),
        purpose: 'call 7',
      });
      const found = read.body.messages as {
        messageId: string;
        text: string;
        name: string;
        direction: string;
      }[];
      expect(found.map(({ text }) => text)).toEqual([...texts].reverse());
      expect(found.map(({ messageId }) => messageId)).toEqual([...ids].reverse());
      expect(found[0]).toMatchObject({
        name: 'N\u0000me',
        direction: 'inbound',
        channel: 'whatsapp',
        intent: 'unknown',
      });
      const access = await running().own.query(
        'select subject, purpose, what, item_ids from message_access order by id desc limit 1',
      );
      expect(access).toEqual([
        { subject: 'local-agent', purpose: 'call 7', what: 'messages', item_ids: [...ids].reverse() },
      ]);
      const asked = { ids, purpose: 'call 7' };
      expect((await running().ask('POST', 'messages:batchGet', 'integrator', asked)).status).toBe(403);
      expect((await running().ask('POST', 'messages:batchGet', 'agent', { ids })).status).toBe(400);
      const unknown = await running().ask('POST', 'messages:batchGet', 'agent', {
        ids: [uuidv7()],
        purpose: 'x',
      });
      expect(unknown.body).toEqual({ messages: [] });
    });

    it('are hidden from those who only look, and that is not written down', async () => {
      const from = newNumber();
      const messages = [textMessage(from, 'Is my order ready?')];
      const [record] = await published(1, () =>
        deliver(running(), webhookOf({ messages }, { [from]: 'Mia Moser' })),
      );
      const ids = [record?.value.messageId as string];
      const noted = async () =>
        (await running().own.query('select from message_access where $1 = any(item_ids)', [ids[0]])).length;
      for (const role of ['operator', 'agent', 'supervisor'] as const) {
        const { status, body } = await running().ask('POST', 'messages:batchGet', role, {
          ids,
          masked: true,
        });
        expect(status).toBe(200);
        expect(body.messages).toEqual([
          expect.objectContaining({
            messageId: ids[0],
            text: 'I•••',
            name: 'M•••',
            details: null,
            masked: true,
          }),
        ]);
      }
      expect(await noted()).toBe(0);
      const words = { ids, purpose: 'curious' };
      expect((await running().ask('POST', 'messages:batchGet', 'operator', words)).status).toBe(403);
      expect(await noted()).toBe(0);
      const read = await running().ask('POST', 'messages:batchGet', 'agent', words);
      expect(read.body.messages).toMatchObject([{ text: 'Is my order ready?', masked: false }]);
      expect(await noted()).toBe(1);
    });

    it('tell supervisors who read them, and nobody else', async () => {
      const [from, profileId] = [newNumber(), uuidv7()];
      const [record] = await published(1, () =>
        deliver(running(), webhookOf({ messages: [textMessage(from, 'hello')] })),
      );
      if (record === undefined) throw new Error('no message');
      await running().passOn(record, profileId);
      const log = (role: 'agent' | 'supervisor' | 'operator', query = '') =>
        running().ask('GET', `conversations/${profileId}/access-log${query}`, role);
      const ids = [record.value.messageId as string];
      const read = (purpose: string) => running().ask('POST', 'messages:batchGet', 'agent', { ids, purpose });
      await seen(async () => {
        await read('call 8');
        return ((await log('supervisor', '?limit=1')).body.items as { purpose: string }[])[0]?.purpose;
      }, 'call 8');
      await read('call 9');
      const { body } = await log('supervisor', '?limit=1');
      expect(body.items).toEqual([
        expect.objectContaining({ subject: 'local-agent', purpose: 'call 9', what: 'messages', items: 1 }),
      ]);
      const next = await log('supervisor', `?cursor=${String(body.nextCursor)}`);
      expect((next.body.items as { purpose: string }[])[0]?.purpose).toBe('call 8');
      expect((await log('supervisor', '?cursor=x')).status).toBe(400);
      for (const role of ['agent', 'operator'] as const) expect((await log(role)).status).toBe(403);
    });

    it('are a conversation once the timeline said whose they are, the newest first, page by page', async () => {
      const [from, profileId] = [newNumber(), uuidv7()];
      const messages = ['one', 'two', 'three'].map((text) => textMessage(from, text, { id: newWamid() }));
      const records = await published(3, () => deliver(running(), webhookOf({ messages })));
      for (const record of records) await running().passOn(record, profileId);
      const path = `conversations/${profileId}/messages?purpose=call`;
      const texts = async (query: string) => {
        const { body } = await running().ask('GET', path + query, 'supervisor');
        const items = body.items as { text: string }[];
        return { texts: items.map(({ text }) => text), next: body.nextCursor as string | undefined };
      };
      await seen(async () => (await texts('')).texts, ['three', 'two', 'one']);
      const first = await texts('&limit=2');
      expect(first.texts).toEqual(['three', 'two']);
      expect((await texts(`&limit=2&cursor=${first.next}`)).texts).toEqual(['one']);
      const empty = await running().ask('GET', `conversations/${uuidv7()}/messages?purpose=call`, 'agent');
      expect(empty).toMatchObject({ status: 200, body: { items: [] } });
      expect((await running().ask('GET', path, 'operator')).status).toBe(403);
    });
  });
}
