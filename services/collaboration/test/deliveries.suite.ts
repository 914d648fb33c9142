// What is kept of what was sent: lists, words with a note of who read them, and nothing after an erasure.
import { contract } from '@continuo/contracts';
import { partitionOf } from '@continuo/messaging';
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { DELIVERIES, playedCustomers, type Customer } from './played-customers.js';
import type { RunningCollaboration } from './running-collaboration.js';
import { seen } from './seen.js';
import { deliver, textMessage, webhookOf } from './whatsapp-calls.js';

export function deliveriesTests(running: () => RunningCollaboration): void {
  const { customer, writer, says, facts, command, answers, callsTo } = playedCustomers(running);

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
      const reveal = (role: 'agent' | 'operator', body: object) =>
        running().ask('POST', `${path}:reveal`, role, body);
      expect((await reveal('operator', { purpose: 'complaint' })).status).toBe(403);
      expect((await reveal('agent', { purpose: ' ' })).status).toBe(400);
      expect((await reveal('agent', { purpose: 'complaint' })).body.text).toContain('Thank you');
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
      const read = `conversations/${to.profileId}/messages?purpose=a-complaint`;
      expect((await running().ask('GET', read, 'agent')).body.items).toHaveLength(3);
      const accesses = async () =>
        (await count()).find(({ store }) => store === 'collaboration.message_access')?.rows;
      expect(await accesses()).toBe(1);
      const value = { erasureId: uuidv7(), profileId: to.profileId, erasedAt: Date.now() };
      await running().send({
        topic: 'cdp.timeline',
        type: 'continuo.cdp.ProfileErased.v1',
        profileId: to.profileId,
        value,
      });
      await seen(async () => rows(await count()), [0, 0, 0]);
      // Who looks for them now finds nobody, and that leaves no note either.
      expect((await running().ask('GET', read, 'agent')).body).toEqual({ items: [] });
      expect(await accesses()).toBe(0);
      expect((await deliver(running(), webhookOf({ messages: [again] }))).body).toMatchObject({
        accepted: 0,
        repeated: 1,
      });
      expect(await deliveriesAfter(to)).toEqual([]);
      const answered = (await running().read(DELIVERIES)).filter(
        ({ headers }) => headers['commandid'] === late,
      );
      expect(answered).toEqual([]);
    });

    /** A command that comes after it makes nothing: one of its partition that is answered proves that it was read. */
    async function deliveriesAfter(to: Customer): Promise<readonly object[]> {
      await command(to, {});
      await answers(await command(customer(besideIn('collaboration.commands', to.profileId)), {}));
      return running().own.query('select state from delivery where profile_id = $1', [to.profileId]);
    }
  });
}

/** Another profile, of the same partition. */
function besideIn(topic: string, profileId: string): string {
  const partitionIn = (id: string) => partitionOf(Buffer.from(id), contract.topic(topic)?.partitions ?? 1);
  for (;;) {
    const id = uuidv7();
    if (partitionIn(id) === partitionIn(profileId)) return id;
  }
}
