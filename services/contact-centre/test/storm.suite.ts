// Proves that nothing is lost or doubled when everything happens at once: agents who accept, decline, doze and come back,
// callers who hang up, over two replicas. What was published is checked against what may have been.
import { eventually } from '@continuo/testing';
import type { AgentStream, StreamEvent } from './agent-stream.js';
import type { Published, RunningContactCentre } from './running-contact-centre.js';

const CALLS = 40;
const AGENTS = 6;

/** The part of the e2e tests that lets everything happen at once. */
export function stormTests(running: () => RunningContactCentre): void {
  it('every call ends once, no agent has two, no offer ends twice', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    console.log(`seed ${seed}`);
    const draw = drawer(seed);
    const { number, skill } = running().newQueue();
    const over = new AbortController();
    const desks = await Promise.all(
      Array.from({ length: AGENTS }, async (_, n) => {
        const agentId = `storm-${n}`;
        return { agentId, stream: await running().agent(agentId, [skill]) };
      }),
    );
    const working = desks.map(({ agentId, stream }) => works(running(), agentId, stream, draw, over.signal));
    const calls = await Promise.all(
      Array.from({ length: CALLS }, async (_, n) => {
        const callSid = await running().call(running().newNumber(), number);
        if (n % 5 === 0) await running().becomes(callSid, 'completed');
        return callSid;
      }),
    );
    const ended = await eventually(
      async () => {
        const rows = await running().own.query<{ id: string }>(
          "select interaction_id as id from interaction where call_sid = any($1::text[]) and state = 'ended'",
          [calls],
        );
        return rows.length === CALLS ? rows.map(({ id }) => id) : undefined;
      },
      { within: 30_000, what: 'the end of every call' },
    );
    over.abort();
    await Promise.all(working);
    await Promise.all(desks.map(({ stream }) => stream.close()));
    for (const id of ended) {
      const events = await eventually(async () => {
        const found = (await running().published()).filter(({ value }) => value.interactionId === id);
        return found.at(-1)?.name === 'InteractionEnded' ? found : undefined;
      });
      expect(wrongIn(events)).toEqual([]);
    }
    const left = await running().own.query(
      "select 1 from offer where state in ('open', 'accepted') and agent_id like 'storm-%'",
    );
    expect(left).toEqual([]);
  }, 60_000);
}

/** An agent who does one thing or another with every offer. */
async function works(
  contactCentre: RunningContactCentre,
  agentId: string,
  stream: AgentStream,
  draw: (below: number) => number,
  over: AbortSignal,
): Promise<void> {
  const done = new Set<string>();
  for (;;) {
    const isNew = ({ type, data }: StreamEvent) => type === 'offer' && !done.has(data.offerId);
    const offer = await eventually(() => (over.aborted ? 'over' : stream.events.find(isNew)), {
      within: 60_000,
      every: 5,
    });
    if (offer === 'over') return;
    const { offerId, interactionId } = offer.data;
    done.add(offerId);
    const lot = draw(10);
    if (lot < 2) await contactCentre.ask('POST', `offers/${offerId}:decline`, { subject: agentId });
    else if (lot < 3) {
      await contactCentre.own.query(
        "update offer set expires_at = clock_timestamp() where offer_id = $1 and state = 'open'",
        [offerId],
      );
      await stream.next('offer-ended', (data) => data.offerId === offerId);
      await contactCentre.says(agentId, 'available');
    } else {
      await contactCentre.ask('POST', `offers/${offerId}:accept`, { subject: agentId });
      const body = { disposition: 'advised' };
      await contactCentre.ask('POST', `interactions/${interactionId}:end`, { subject: agentId }, body);
    }
  }
}

/** What is wrong with the life of an interaction, as its events tell it. */
function wrongIn(events: readonly Published[]): string[] {
  const wrong: string[] = [];
  const names = events.map(({ name }) => name);
  if (names[0] !== 'InteractionStarted') wrong.push('it did not start first');
  if (names.filter((name) => name === 'InteractionEnded').length !== 1) wrong.push('it did not end once');
  if (names.filter((name) => name === 'InteractionAccepted').length > 1) wrong.push('it was accepted twice');
  let open: unknown;
  let attempts = 0;
  for (const { name, value } of events) {
    if (name === 'InteractionOffered') {
      attempts += 1;
      if (open !== undefined) wrong.push('it was offered while it was offered');
      if (value.attempt !== attempts) wrong.push('an attempt is missing');
      open = value.offerId;
    }
    if (name === 'OfferEnded' || name === 'InteractionAccepted') {
      if (open !== value.offerId) wrong.push(`${name} of an offer that was not open`);
      open = undefined;
    }
  }
  if (open !== undefined) wrong.push('an offer is left open');
  return wrong;
}

/** A small seeded generator, so that a failure can be played again. */
function drawer(seed: number): (below: number) => number {
  let state = seed || 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
