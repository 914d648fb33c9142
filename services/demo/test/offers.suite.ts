// Proves that the agent who is offered a call already sees what was asked on WhatsApp, and can read it from its owner.
import { storyAgents, type StoryRun } from './story-run.js';
import type { SeenOffer } from './offer-listener.js';

/** By then what was written must be seen. The promise is two seconds; the rest is for machines on which tests run. */
const SEEN_WITHIN_MS = 10_000;

interface Message {
  readonly messageId: string;
  readonly receivedAt: string;
  readonly channel: string;
  readonly intent: string;
  readonly productId: string | null;
  readonly text: string | null;
}

export function offersTests(run: () => StoryRun): void {
  /** What a customer has written, from its owner, as an agent reads it; oldest first. */
  async function writtenBy(profileId: string): Promise<readonly Message[]> {
    const { running } = run();
    const as = await running.bearer('agent', 'lena');
    interface Page {
      readonly items: readonly { readonly id: string; readonly direction: string }[];
    }
    const conversation = `/api/collaboration/conversations/${profileId}/messages?purpose=call&limit=200`;
    const page = JSON.parse((await running.ask('GET', conversation, as)).text) as Page;
    const ids = page.items.filter(({ direction }) => direction === 'inbound').map(({ id }) => id);
    const { text } = await running.ask('POST', '/api/collaboration/messages:batchGet', as, {
      ids,
      purpose: 'call',
    });
    const { messages } = JSON.parse(text) as { readonly messages: readonly Message[] };
    return messages.toSorted((a, b) => Date.parse(a.receivedAt) - Date.parse(b.receivedAt));
  }

  it('shows with each call of the story the last message: its id, time, intent and product', async () => {
    const calls = new Map<string, SeenOffer[]>();
    for (const seen of run().offers.seen) {
      const { agentId, offerId } = seen.offer;
      if (storyAgents.some((agent) => agent === agentId))
        calls.set(offerId, [...(calls.get(offerId) ?? []), seen]);
    }
    // Eleven customers of the story call; one hangs up and calls again, offered the first time or not.
    const callers = [...calls.values()].flat().map(({ offer }) => offer.customer?.profileId);
    expect(new Set(callers.filter((each) => each !== undefined)).size).toBeGreaterThanOrEqual(11);
    const delays: number[] = [];
    for (const shown of calls.values()) delays.push(await delayOf(shown));
    const slowest = Math.max(...delays);
    process.stdout.write(`${calls.size} offers, each with its message after ${slowest} ms at most\n`);
  }, 60_000);

  /** Milliseconds from when there was an offer and a message until the one showed the other. */
  async function delayOf(shown: readonly SeenOffer[]): Promise<number> {
    const [first] = shown;
    const profileId = shown.map(({ offer }) => offer.customer?.profileId).find((id) => id !== undefined);
    if (first === undefined || profileId === undefined) throw new Error('an offer never said who calls');
    const messages = await writtenBy(profileId);
    const offeredAt = Date.parse(first.offer.offeredAt);
    const last = messages.findLast(({ receivedAt }) => Date.parse(receivedAt) <= offeredAt);
    if (last === undefined) throw new Error('somebody called who had not written');
    const { messageId, receivedAt, channel, intent, productId, text } = last;
    const lastMessage = { messageId, receivedAt, channel, intent, productId };
    const told = shown.find(({ offer }) => offer.customer?.lastMessage?.messageId === messageId);
    expect(told?.offer.customer?.lastMessage).toEqual(lastMessage);
    expect(text).toEqual(expect.stringMatching(/./));
    const delay = (told?.at ?? Infinity) - Math.max(offeredAt, Date.parse(receivedAt));
    expect(delay).toBeLessThanOrEqual(SEEN_WITHIN_MS);
    // And at no time later less than that: an older message would mislead.
    for (const { offer, at } of shown.filter((each) => each.at > (told?.at ?? 0))) {
      const due = messages.findLast((each) => Date.parse(each.receivedAt) <= at - SEEN_WITHIN_MS);
      const seen = offer.customer?.lastMessage?.receivedAt ?? '';
      expect(seen >= (due?.receivedAt ?? '')).toBe(true);
    }
    return delay;
  }
}
