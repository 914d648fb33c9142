// Proves that an offer tells what is known of the customer: the message of two seconds ago, cases, orders, both lives of
// merged profiles; and that it is completed when the timeline is late.
import { eventually } from '@continuo/testing';
import { randomUUID } from 'node:crypto';
import type { RunningContactCentre } from './running-contact-centre.js';

/** The part of the e2e tests that looks at the body of the offer. */
export function contextTests(running: () => RunningContactCentre): void {
  const received = (more: object = {}) => ({
    messageId: randomUUID(),
    channel: 'whatsapp',
    kind: 'choice',
    intent: 'ask-availability',
    productId: 'espresso-machine-3',
    replyTo: null,
    receivedAt: Date.now(),
    ...more,
  });
  const tell = (profileId: string, type: string, value: object) =>
    running().timeline.tell(profileId, `continuo.${type}.v1`, value);
  /** Somebody known, a queue and its agent. */
  const scene = async (agentId: string) => {
    const { number, skill } = running().newQueue();
    const from = running().newNumber();
    const profileId = randomUUID();
    const agent = await running().agent(agentId, [skill]);
    return { number, from, profileId, agent };
  };

  describe('the offer of a call', () => {
    it('holds the message that came two seconds before, open cases and orders, and facts', async () => {
      const { number, from, profileId, agent } = await scene('knows');
      await running().timeline.resolves(from, profileId);
      const now = Date.now();
      const [openCase, closedCase] = [randomUUID(), randomUUID()];
      const changed = { profileId, version: 3, language: 'de-CH', valueTier: 'gold', changedAt: now };
      const opened = { caseType: 'product-question', productId: 'espresso-machine-3', openedAt: now - 1_500 };
      const order = { fulfilment: 'collect', channel: 'web', storeId: 'zurich', lines: [] };
      await tell(profileId, 'cdp.ProfileChanged', changed);
      await tell(profileId, 'cdp.ProfileChanged', { ...changed, version: 2, language: 'fr' });
      await tell(profileId, 'crm.CaseOpened', { ...opened, caseId: openCase });
      await tell(profileId, 'crm.CaseClosed', {
        caseId: closedCase,
        caseType: 'complaint',
        resolution: 'settled',
        closedAt: now,
      });
      await tell(profileId, 'crm.CaseOpened', { ...opened, caseId: closedCase });
      await tell(profileId, 'operations.OrderAccepted', {
        ...order,
        orderId: 'o-1',
        acceptedAt: now - 60_000,
      });
      await tell(profileId, 'operations.OrderReady', {
        orderId: 'o-1',
        storeId: 'zurich',
        readyAt: now - 9_000,
      });
      await tell(profileId, 'operations.OrderAccepted', {
        ...order,
        orderId: 'o-2',
        acceptedAt: now - 60_000,
      });
      await tell(profileId, 'operations.OrderCollected', {
        orderId: 'o-2',
        storeId: 'zurich',
        collectedAt: now,
      });
      await tell(profileId, 'collaboration.MessageReceived', received({ receivedAt: now - 60_000 }));
      const message = received({ receivedAt: now - 2_000 });
      await tell(profileId, 'collaboration.MessageReceived', message);
      // Offered once the timeline has told who it is: on a busy machine that may take longer than an offer waits.
      await running().says('knows', 'away');
      const interactionId = await running().interactionOf(await running().call(from, number));
      const known = 'select from interaction_profile where interaction_id = $1';
      await eventually(async () => (await running().own.query(known, [interactionId])).length === 1);
      await running().says('knows', 'available');
      const { data } = await agent.next('offer', () => true);
      const lastMessage = {
        messageId: message.messageId,
        receivedAt: new Date(message.receivedAt).toISOString(),
        channel: 'whatsapp',
        intent: 'ask-availability',
        productId: 'espresso-machine-3',
      };
      expect(data.customer).toEqual({
        profileId,
        language: 'de-CH',
        valueTier: 'gold',
        lastMessage,
        openCases: [
          {
            caseId: openCase,
            caseType: 'product-question',
            productId: 'espresso-machine-3',
            openedAt: new Date(opened.openedAt).toISOString(),
          },
        ],
        openOrders: [
          { orderId: 'o-1', storeId: 'zurich', state: 'ready', since: new Date(now - 9_000).toISOString() },
        ],
      });
      expect(data).toMatchObject({ attempt: 1, version: 1, state: 'open' });
      expect(Date.parse(data.expiresAt) - Date.parse(data.offeredAt)).toBe(20_000);
      const shown = await running().ask('GET', `offers/${data.offerId}`, { subject: 'knows' });
      expect(shown.body.customer).toEqual(data.customer);
      const [, offered] = await running().events(data.interactionId, 2);
      expect(offered).toMatchObject({
        name: 'InteractionOffered',
        headers: { ce_profileid: profileId },
        value: { offerId: data.offerId, agentId: 'knows', lastMessageId: message.messageId },
      });
      await agent.close();
    }, 20_000);

    it('is made without context when the timeline is late, and completed when it comes', async () => {
      const { number, from, profileId, agent } = await scene('late');
      await running().call(from, number);
      const first = await agent.next('offer', () => true);
      expect(first.data).toMatchObject({ version: 1, customer: null });
      expect(Date.parse(first.data.offeredAt) - Date.parse(first.data.waitingSince)).toBeGreaterThanOrEqual(
        300,
      );
      const message = received();
      await tell(profileId, 'collaboration.MessageReceived', message);
      await running().timeline.resolves(from, profileId);
      const second = await agent.next(
        'offer',
        ({ customer }) => customer?.lastMessage?.messageId === message.messageId,
      );
      expect(second.data).toMatchObject({ offerId: first.data.offerId, attempt: 1 });
      expect(second.data.version).toBeGreaterThan(1);
      await agent.close();
    }, 20_000);

    it('tells what comes while it is open, and during the conversation', async () => {
      const { number, from, profileId, agent } = await scene('follows');
      await running().timeline.resolves(from, profileId);
      await running().call(from, number);
      const { data } = await agent.next('offer', ({ customer }) => customer !== null);
      expect(data.customer).toMatchObject({ profileId, lastMessage: null, openCases: [], openOrders: [] });
      const message = received();
      await tell(profileId, 'collaboration.MessageReceived', message);
      const grown = await agent.next('offer', ({ customer }) => customer?.lastMessage != null);
      expect(grown.data).toMatchObject({ offerId: data.offerId, version: data.version + 1 });
      await running().ask('POST', `offers/${data.offerId}:accept`, { subject: 'follows' });
      await tell(profileId, 'operations.OrderFalloutRaised', {
        orderId: 'o-9',
        storeId: 'bern',
        code: 'stock-short',
        raisedAt: Date.now(),
      });
      await agent.next('conversation', ({ customer }) => customer?.openOrders[0]?.state === 'fallout');
      const shown = async () =>
        (await running().ask('GET', `offers/${data.offerId}`, { subject: 'follows' })).body.customer;
      expect(await shown()).toMatchObject({ profileId });
      const end = `interactions/${data.interactionId}:end`;
      await running().ask('POST', end, { subject: 'follows' }, { disposition: 'advised' });
      // It was their business; what the customer does from now on is not.
      expect(await shown()).toBeNull();
      await agent.close();
    }, 20_000);

    it('shows both histories when two profiles turn out to be one person in mid-call', async () => {
      const { number, from, profileId, agent } = await scene('merges');
      const loserId = randomUUID();
      const theirs = received({ receivedAt: Date.now() - 5_000 });
      await tell(loserId, 'collaboration.MessageReceived', theirs);
      await tell(loserId, 'crm.CaseOpened', {
        caseId: randomUUID(),
        caseType: 'return',
        openedAt: Date.now(),
      });
      await running().timeline.resolves(from, profileId);
      await running().call(from, number);
      const { data } = await agent.next('offer', ({ customer }) => customer?.profileId === profileId);
      expect(data.customer?.lastMessage).toBeNull();
      await running().ask('POST', `offers/${data.offerId}:accept`, { subject: 'merges' });
      const marker = {
        mergeId: randomUUID(),
        loserId,
        survivorId: profileId,
        linkedBy: 'phone',
        mergedAt: Date.now(),
      };
      await tell(profileId, 'cdp.ProfileMerged', marker);
      await tell(loserId, 'cdp.ProfileMerged', marker);
      const merged = await agent.next('conversation', ({ customer }) => customer?.lastMessage != null);
      expect(merged.data.customer?.lastMessage?.messageId).toBe(theirs.messageId);
      expect(merged.data.customer?.openCases.map(({ caseType }) => caseType)).toEqual(['return']);
      await agent.close();
    }, 20_000);
  });

  it('keeps the last twenty messages of a profile, and one that comes twice once', async () => {
    const profileId = randomUUID();
    const messages = Array.from({ length: 24 }, (_, at) => received({ receivedAt: 1_000_000 + at }));
    for (const message of [...messages, ...messages.slice(-2)])
      await tell(profileId, 'collaboration.MessageReceived', message);
    const newest = messages.slice(-20).map(({ messageId }) => messageId);
    await eventually(
      async () => {
        const rows = await running().own.query<{ id: string }>(
          'select message_id as id from customer_message where profile_id = $1 order by received_at',
          [profileId],
        );
        expect(rows.map(({ id }) => id)).toEqual(newest);
        return true;
      },
      { what: 'the last twenty messages' },
    );
  }, 20_000);
}
