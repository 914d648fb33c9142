// What templates said and when, from outside: messages of a moment get the words of that moment, whatever was deployed since.
import { eventually } from '@continuo/testing';
import type { Templates } from '../src/templates/domain/template.js';
import { parseTemplates } from '../src/templates/template-file.js';
import { playedCustomers, type Command, type Customer } from './played-customers.js';
import type { RunningCollaboration } from './running-collaboration.js';

const NAME = 'of-the-suite';

interface ShownRevision {
  readonly revision: number;
  readonly since: string;
}

export function templatesTests(running: () => RunningCollaboration): void {
  const { writer, facts, command, answers, outcome, callsTo } = playedCustomers(running);

  /** A file that says this in English and German; without words it has no such template. */
  function fileWith(words?: string): Templates {
    const text = (body: string) => ({ approved: false, body });
    const languages = { en: text(words ?? ''), de: text(`${words} auf Deutsch`) };
    const given = { purpose: 'service', session: true, defaultLanguage: 'en', languages };
    const parsed = parseTemplates({ templates: words === undefined ? {} : { [NAME]: given } });
    if (!parsed.ok) throw new Error(parsed.refusal.message);
    return parsed.value;
  }

  const deploy = (words?: string) => running().deploy(fileWith(words));
  /** The words in force, of who has the file that says them. */
  const wordsBecome = (words: string) =>
    eventually(async () => {
      const { body } = await running().ask('GET', `templates/${NAME}`, 'designer');
      expect(body).toMatchObject({ texts: [{ body: words }, {}] });
      return true;
    });

  async function revisions(query = '') {
    const { body } = await running().ask('GET', `templates/${NAME}/revisions${query}`, 'designer');
    return body as { items: ShownRevision[]; nextCursor?: string };
  }
  const momentOf = async (revision: number): Promise<number> => {
    const found = (await revisions()).items.find((each) => each.revision === revision);
    return Date.parse(found?.since ?? '');
  };

  /** What is said to somebody who asked for it: the words that went, and the revision that the answer names. */
  async function said(to: Customer, more: Command = {}): Promise<readonly [unknown, unknown]> {
    const [answer] = await answers(await command(to, { template: NAME, ...more }));
    expect(answer?.type).toBe('continuo.collaboration.MessageSent.v1');
    const { text } = callsTo(to).at(-1)?.body as { text: { body: string } };
    return [text.body, answer?.value.templateRevision];
  }
  const word = (act: string, revision: number, body: object, role: 'operator' | 'agent' = 'operator') =>
    running().ask('POST', `templates/${NAME}/revisions/${revision}:${act}`, role, body);

  describe('templates', () => {
    it('are what the file said when the service began, each in its first revision', async () => {
      const { body, status } = await running().ask('GET', 'templates/order-ready', 'agent');
      expect([status, body]).toMatchObject([
        200,
        { name: 'order-ready', revision: 1, variables: ['orderId'] },
      ]);
      const { body: all } = await running().ask('GET', 'templates', 'designer');
      expect(all.items).toContainEqual(body);
      expect((await running().ask('GET', 'templates/nobody-knows', 'agent')).status).toBe(404);
      expect((await running().ask('GET', 'templates/nobody-knows/revisions', 'agent')).status).toBe(404);
    });

    it('say to a message of a moment what they said then, in its language; to all others what they say now', async () => {
      const to = await writer();
      await deploy('the first words');
      const first = await momentOf(1);
      expect(await said(to)).toEqual(['the first words', 1]);
      await deploy('other words');
      await deploy('other words');
      expect(await said(to)).toEqual(['other words', 2]);
      expect(await said(to, { contentAsOf: first })).toEqual(['the first words', 1]);
      expect(await said(to, { contentAsOf: await momentOf(2) })).toEqual(['other words', 2]);
      // Older than the template: its first words.
      expect(await said(to, { contentAsOf: 1 })).toEqual(['the first words', 1]);
      await facts(to, { language: 'de-CH' });
      expect(await said(to, { contentAsOf: first })).toEqual(['the first words auf Deutsch', 1]);

      const page = await revisions('?limit=1');
      expect(page.items).toMatchObject([{ revision: 2, withdrawn: false, withdrawals: [] }]);
      expect((await revisions(`?limit=1&cursor=${page.nextCursor}`)).items).toMatchObject([
        { revision: 1, content: { texts: [{ body: 'the first words' }, {}] } },
      ]);
      const { body } = await running().ask('GET', `deliveries?template=${NAME}&limit=1`, 'agent');
      expect(body.items).toMatchObject([{ templateRevision: 1 }]);
    });

    it('that were taken away are still said to messages of before, and nobody else', async () => {
      const to = await writer();
      await deploy();
      expect(await outcome(to, { template: NAME })).toBe('MessageRefused unknown-template');
      expect(await said(to, { contentAsOf: await momentOf(1) })).toEqual(['the first words', 1]);
      expect((await running().ask('GET', `templates/${NAME}`, 'agent')).status).toBe(404);
      await deploy('words again');
      expect(await said(to)).toEqual(['words again', 4]);
    });

    it('that are wrong are withdrawn: the next words go instead, and who did it, when and why is kept', async () => {
      const to = await writer();
      const first = await momentOf(1);
      expect((await word('withdraw', 1, { reason: 'wrong price' }, 'agent')).status).toBe(403);
      expect((await word('withdraw', 1, { reason: ' ' })).status).toBe(400);
      expect((await word('withdraw', 9, { reason: 'wrong price' })).status).toBe(404);
      expect((await word('withdraw', 3, { reason: 'it has no words' })).status).toBe(404);
      const done = await word('withdraw', 1, { reason: 'wrong price' });
      expect(done).toMatchObject({ status: 200, body: { revision: 1, withdrawn: true, inUse: 2 } });
      expect((await word('withdraw', 1, { reason: 'said again' })).body).toEqual(done.body);
      expect(await said(to, { contentAsOf: first })).toEqual(['other words', 2]);

      // The newest one too: until there are better words, those of before.
      expect((await word('withdraw', 4, { reason: 'wrong as well' })).body).toMatchObject({ inUse: 2 });
      expect(await said(to)).toEqual(['other words', 2]);
      // A restart with the same file does not bring them back.
      await deploy('words again');
      expect(await said(to)).toEqual(['other words', 2]);
      expect((await word('withdraw', 2, { reason: 'all of it' })).body).toMatchObject({ inUse: null });
      expect(await outcome(to, { template: NAME })).toBe('MessageRefused template-withdrawn');

      const back = await word('reinstate', 1, { reason: 'the price was right' });
      expect(back.body).toMatchObject({
        withdrawn: false,
        inUse: 1,
        withdrawals: [
          { withdrawn: true, reason: 'wrong price', by: 'local-operator' },
          { withdrawn: false, reason: 'the price was right' },
        ],
      });
      expect(await said(to, { contentAsOf: first })).toEqual(['the first words', 1]);
    });

    it('are those of before again when a deployment failed and nobody who had them started anew', async () => {
      const to = await writer();
      const old = await running().processWith(fileWith('words of before'), 50);
      const failed = await running().processWith(fileWith());
      expect(await outcome(to, { template: NAME })).toBe('MessageRefused unknown-template');
      await running().own.query(`update template_process set seen = seen - interval '61 seconds'
        where id = (select max(id) from template_process)`);
      await wordsBecome('words of before');
      expect(await said(to)).toEqual(['words of before', expect.any(Number)]);
      await failed.beforeApplicationShutdown();
      await old.beforeApplicationShutdown();
    });

    it('are the new ones when all old processes are gone, though one of them was the last that started', async () => {
      const renewed = await running().processWith(fileWith('words after a rollout'), 50);
      const late = await running().processWith(fileWith('words of before'));
      await wordsBecome('words of before');
      await running().own.query(
        `insert into template_process (seen) values (clock_timestamp() - interval '25 hours')`,
      );
      await late.beforeApplicationShutdown();
      await wordsBecome('words after a rollout');
      const rows = await running().own.query(
        `select 1 from template_process where seen < clock_timestamp() - interval '1 day'`,
      );
      expect(rows).toEqual([]);
      await renewed.beforeApplicationShutdown();
    });
  });
}
