// An event that comes again, long after, starts nothing again: neither when what it started has ended, nor under another
// customer, as whom its person may be known by then.
import { uuidv7 } from 'uuidv7';
import { OrchestratorRig, profileIn, tracked, type TimelineEvent } from './orchestrator-rig.js';

const CART = `
journey: cart
title: A cart
owner: tests
objective: to be bought
metrics: [bought]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Checkout Started", key: event.properties.cart_id }
steps:
  thinking:
    office: front
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Order Completed" && event.properties.cart_id == key, next: over }
      - { after: P1D, next: over }
  over: { end: over }
`;

let rig: OrchestratorRig;
const ignored = new Map<string, number>();

beforeAll(async () => {
  rig = await OrchestratorRig.open({
    backoff: { firstMs: 5, maxMs: 20 },
    observer: {
      count: (counter, amount, _place, code) => {
        if (counter === 'ignored' && code !== undefined) ignored.set(code, (ignored.get(code) ?? 0) + amount);
      },
    },
  });
  await rig.publish(CART);
  await rig.consumer.start();
}, 60_000);

afterAll(() => rig?.close(), 30_000);

const [owner, other] = [profileIn(0), profileIn(1)];
const began = (profileId: string, id: string, cart = 'c-1'): TimelineEvent => ({
  ...tracked(profileId, 'Checkout Started', { cart_id: cart }),
  id,
});
const bought = (profileId: string, cart = 'c-1'): TimelineEvent =>
  tracked(profileId, 'Order Completed', { cart_id: cart });

async function happens(...events: readonly TimelineEvent[]): Promise<void> {
  await rig.timeline(...events);
  await rig.settled();
}

interface Row {
  readonly profile_id: string;
  readonly key: string;
  readonly status: string;
  readonly seqs: readonly number[];
}

/** Every instance with the numbers of its journal's entries, as they were written. */
function stored(): Promise<Row[]> {
  return rig.database.query<Row & Record<string, unknown>>(
    `select profile_id, key, status, (select array_agg(seq order by recorded_at, seq) from journal where instance_id = i.id) as seqs
     from instance i order by started_at, id`,
  );
}

test('it is ignored, what it started stays as it is, and the customer goes on', async () => {
  const id = uuidv7();
  await happens(began(owner, id));
  await happens(bought(owner));
  const ended = { profile_id: owner, key: 'c-1', status: 'ended', seqs: [1, 2] };
  expect(await stored()).toEqual([ended]);

  await happens(began(owner, id), began(owner, uuidv7(), 'c-2'));
  const second = { profile_id: owner, key: 'c-2', status: 'running', seqs: [1] };
  expect(await stored()).toEqual([ended, second]);

  await happens(began(other, id), began(other, uuidv7(), 'c-3'));
  const third = { profile_id: other, key: 'c-3', status: 'running', seqs: [1] };
  expect(await stored()).toEqual([ended, second, third]);
  expect(ignored.get('started-before')).toBe(2);

  await happens(bought(owner, 'c-2'), bought(other, 'c-3'));
  expect((await stored()).map(({ status }) => status)).toEqual(['ended', 'ended', 'ended']);
}, 60_000);
