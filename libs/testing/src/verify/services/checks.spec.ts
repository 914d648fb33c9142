// The checks of the services' long run find what they are there to find.
import { onceEach, tableHead, tableOf } from './check.js';
import {
  commandsAnswered,
  connectedOnce,
  deliveriesOnce,
  journeysEnd,
  journeysOnce,
  nothingLeft,
  providerKeys,
} from './journey-checks.js';
import {
  livesInOrder,
  readAsConsumers,
  timelineInOrder,
  timelineOnce,
  type LogRecord,
} from './log-checks.js';
import { Model, type KnownOrder } from './model.js';
import { inSeconds } from './scene.js';
import { ordersStand, reservedOnce, stockAddsUp } from './shop-checks.js';

let offset = 0n;
const record = (over: Partial<LogRecord>): LogRecord => ({
  topic: 'operations.orders',
  partition: 0,
  offset: (offset += 1n),
  key: 'k',
  id: `e-${offset}`,
  type: 'continuo.operations.OrderAccepted.v1',
  publisher: 'operations/1',
  sequence: Number(offset),
  value: {},
  ...over,
});
const order = (over: Partial<KnownOrder> = {}): KnownOrder => ({
  productId: 'p',
  quantity: 2,
  channel: 'web',
  done: new Set(),
  unsure: new Set(),
  ...over,
});

describe('effects', () => {
  const asked = new Map([
    ['acknowledged', true],
    ['unsure', false],
  ]);

  it('are there once when they were acknowledged, and may be there when they were not', () => {
    expect(onceEach('x', asked, new Map([['acknowledged', 1]])).faults).toEqual([]);
    expect(onceEach('x', asked, new Map(Object.entries({ acknowledged: 1, unsure: 1 }))).faults).toEqual([]);
  });

  it('are missed, doubled or strange by name', () => {
    expect(onceEach('x', asked, new Map()).faults).toEqual([
      'acknowledged was acknowledged and is not there',
    ]);
    const twice = onceEach('x', asked, new Map(Object.entries({ acknowledged: 2, strange: 1 })));
    expect([twice.doubled, twice.faults]).toEqual([
      1,
      ['acknowledged is there 2 times', 'strange was never asked for'],
    ]);
    expect([tableHead([twice]), ...tableOf([twice])].join('\n')).toContain('2 FAULTS');
  });

  it('are asked for once in the model, whatever is said again', () => {
    const model = new Model();
    model.wants('order', 'o-1');
    model.acknowledged('order', 'o-1');
    model.wants('order', 'o-1');
    expect(model.asked.get('order')).toEqual(new Map([['o-1', true]]));
  });
});

describe('topics', () => {
  it('may repeat what was sent, and nothing else may be out of order', () => {
    const [first, second] = [record({ sequence: 1 }), record({ sequence: 2 })];
    const read = readAsConsumers([first, second, { ...first, offset: 9n }]);
    expect([read.records.length, read.repeated, read.check.faults]).toEqual([2, 1, []]);
    expect(readAsConsumers([second, record({ sequence: 1 })]).check.faults).toHaveLength(1);
  });

  it('are on the timeline once, in the order of their keys', () => {
    const [first, second] = [record({}), record({})];
    const copy = ({ id }: LogRecord) => record({ topic: 'cdp.timeline', key: 'profile', id });
    const sources = [first, second];
    expect(timelineOnce(sources, [copy(first), copy(second)], new Set()).faults).toEqual([]);
    expect(timelineOnce(sources, [copy(first)], new Set([second.id])).faults).toEqual([]);
    expect(timelineOnce(sources, [copy(first), copy(first)], new Set())).toMatchObject({ doubled: 1 });
    expect(timelineInOrder(sources, [copy(first), copy(second)]).faults).toEqual([]);
    expect(timelineInOrder(sources, [copy(second), copy(first)]).faults).toHaveLength(1);
  });

  it('tell lives from their beginnings to their ends', () => {
    const tells = (...names: string[]) =>
      livesInOrder(
        names.map((name) => record({ type: `continuo.operations.${name}.v1`, value: { orderId: 'o' } })),
      ).faults;
    expect(tells('OrderAccepted', 'StockReserved', 'OrderReady', 'OrderCollected')).toEqual([]);
    expect(tells('StockReserved', 'OrderAccepted')).toEqual(['o began with StockReserved']);
    expect(tells('OrderAccepted', 'OrderCancelled', 'StockReserved')).toHaveLength(1);
    expect(tells('OrderAccepted', 'OrderAccepted')).toEqual(['o was accepted twice']);
    const talks = (...names: string[]) =>
      livesInOrder(
        names.map((name) =>
          record({
            topic: 'contact-centre.interactions',
            type: `continuo.contact_centre.${name}.v1`,
            value: { interactionId: 'i' },
          }),
        ),
      ).faults;
    expect(talks('InteractionStarted', 'InteractionOffered', 'InteractionEnded')).toEqual([]);
    expect(talks('InteractionStarted', 'InteractionEnded', 'InteractionOffered')).toHaveLength(1);
  });
});

describe('orders and stock', () => {
  it('stand as those were told who asked', () => {
    const known = new Map([
      ['collected', order({ done: new Set(['ready', 'collect']) })],
      ['open', order({ unsure: new Set(['cancel']) })],
    ]);
    const faults = (collected: string, open: string) =>
      ordersStand(known, [
        { orderId: 'collected', state: collected },
        { orderId: 'open', state: open },
      ]).faults;
    expect(faults('collected', 'cancelled')).toEqual([]);
    expect(faults('collected', 'reserved')).toEqual([]);
    expect(faults('ready', 'collected')).toEqual([
      'collected is ready: its collection was confirmed',
      'open is collected: nobody collected it',
    ]);
  });

  it('reserve once, and give back what they had', () => {
    const known = new Map([['o', order()]]);
    const row = (reservedChange: number, onHandChange = 0) =>
      ({ productId: 'p', orderId: 'o', reservedChange, onHandChange }) as const;
    const check = (state: string, ...rows: ReturnType<typeof row>[]) =>
      reservedOnce(known, [{ orderId: 'o', state }], rows);
    expect(check('reserved', row(2)).faults).toEqual([]);
    expect(check('collected', row(2), row(-2, -2)).faults).toEqual([]);
    expect(check('reserved', row(2), row(-2), row(2)).faults).toEqual([]);
    expect(check('reserved', row(2), row(2))).toMatchObject({ doubled: 1 });
    expect(check('accepted', row(2)).faults).toEqual(['o is accepted with 2 of 2 put aside']);
  });

  it('add up to what lies in the shop', () => {
    const known = new Map([['o', order()]]);
    const ledger = [
      { productId: 'p', orderId: null, onHandChange: 10, reservedChange: 0 },
      { productId: 'p', orderId: 'o', onHandChange: 0, reservedChange: 2 },
    ];
    const check = (onHand: number, reserved: number) =>
      stockAddsUp(
        new Map([['p', 10]]),
        known,
        [{ orderId: 'o', state: 'reserved' }],
        [{ productId: 'p', onHand, reserved }],
        ledger,
      ).faults;
    expect(check(10, 2)).toEqual([]);
    expect(check(10, 0)).toHaveLength(2);
  });
});

describe('journeys and what they cause', () => {
  const started = (instanceId: string, key: string) =>
    record({
      topic: 'orchestrator.instances',
      type: 'continuo.orchestrator.JourneyStarted.v1',
      value: { instanceId, key, journey: 'j' },
    });
  const ended = (instanceId: string) =>
    record({
      topic: 'orchestrator.instances',
      type: 'continuo.orchestrator.JourneyEnded.v1',
      value: { instanceId },
    });
  const instance = { id: 'i', journey: 'j', key: 'o', status: 'ended', incident: null };

  it('begin once and end once', () => {
    const once = journeysOnce('x', 'j', new Set(['o']), [instance], [started('i', 'o')]);
    expect(once.faults).toEqual([]);
    const rows = [instance, { ...instance, id: 'i2' }];
    expect(journeysOnce('x', 'j', new Set(['o']), rows, [started('i', 'o')])).toMatchObject({ doubled: 1 });
    expect(journeysOnce('x', 'j', new Set(['o']), [], []).faults).toHaveLength(1);
    expect(journeysEnd([instance], [ended('i')], new Set()).faults).toEqual([]);
    expect(
      journeysEnd([{ ...instance, incident: 'retries-exhausted' }], [ended('i'), ended('i')], new Set()),
    ).toMatchObject({
      doubled: 1,
      faults: [expect.stringContaining('2 times'), expect.stringContaining('retries-exhausted')],
    });
  });

  it('may wait for a person where the customer collected while they gave up', () => {
    const late = { ...instance, journey: 'click-and-collect', status: 'undoing', incident: 'refused' };
    expect(journeysEnd([late], [], new Set(['o'])).faults).toEqual([]);
    expect(journeysEnd([late], [], new Set()).faults).toHaveLength(2);
  });

  it('command what is answered, and done once', () => {
    const command = record({
      topic: 'operations.commands',
      type: 'continuo.operations.commands.ReserveStock.v1',
      commandId: 'c',
    });
    const done = (reservationId: string) =>
      record({ type: 'continuo.operations.StockReserved.v1', commandId: 'c', value: { reservationId } });
    expect(commandsAnswered([command, done('r'), done('r')]).faults).toEqual([]);
    expect(commandsAnswered([command]).faults).toHaveLength(1);
    expect(commandsAnswered([command, done('r'), done('r2')])).toMatchObject({ doubled: 1 });
  });

  it('send once, by one key', () => {
    const command = record({
      topic: 'collaboration.commands',
      type: 'continuo.collaboration.commands.SendMessage.v1',
      commandId: 'c',
    });
    const delivery = { id: 'd', commandId: 'c', state: 'sent', isTried: true };
    const call = { provider: 'whatsapp', key: 'd', to: '41' } as const;
    expect(deliveriesOnce([command], [delivery], new Set(['c'])).faults).toEqual([]);
    expect(deliveriesOnce([command], [delivery], new Set()).faults).toHaveLength(1);
    expect(deliveriesOnce([command], [delivery, { ...delivery, id: 'd2' }], new Set(['c']))).toMatchObject({
      doubled: 1,
    });
    expect(providerKeys([call, call], [delivery]).faults).toEqual([]);
    expect(providerKeys([call, { ...call, key: 'other' }], [delivery]).faults).toHaveLength(1);
    expect(providerKeys([], [delivery]).faults).toHaveLength(1);
  });

  it('put a caller through for the one offer that was accepted', () => {
    const accepted = record({
      topic: 'contact-centre.interactions',
      type: 'continuo.contact_centre.InteractionAccepted.v1',
      value: { offerId: 'f' },
    });
    const call = { provider: 'twilio', key: 'f', to: 'CA1' } as const;
    expect(connectedOnce([call, call], [accepted]).faults).toEqual([]);
    expect(connectedOnce([call, { ...call, key: 'g' }], [accepted])).toMatchObject({ doubled: 1 });
  });

  it('leave nothing behind', () => {
    const none = { outbox: 0, inFlight: 0, parked: 0, heldKeys: 0, incidents: 0, intents: 0, behind: 0 };
    expect(nothingLeft([{ service: 'crm', ...none }]).faults).toEqual([]);
    expect(nothingLeft([{ service: 'crm', ...none, parked: 2 }]).faults).toEqual(['crm: parked 2']);
  });
});

it('hurries the waits of a journey, and nothing else', () => {
  expect(inSeconds('{ after: P3D, next: x } backoff: PT10S notAfter: PT4H after: PT2H')).toBe(
    '{ after: PT15S, next: x } backoff: PT1S notAfter: PT4H after: PT6S',
  );
});
