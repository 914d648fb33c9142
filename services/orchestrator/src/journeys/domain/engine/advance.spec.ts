// The engine's rules, one by one: given a journey and what happened, when something comes, then this.
import { readFileSync } from 'node:fs';
import { JourneyUnderTest, journey, planFrom, START } from '../../../../test/journey-under-test.js';

const example = readFileSync(
  new URL('../../../../test/fixtures/click-and-collect.yaml', import.meta.url),
  'utf8',
);
const ORDER = { orderId: 'o-1', storeId: 's-1', fulfilment: 'collect' };
const EXIT =
  '  - { on: continuo.operations.OrderCancelled.v1, when: event.orderId == key, outcome: cancelled, undo: true }';

function started(yaml: string): JourneyUnderTest {
  return new JourneyUnderTest(planFrom(yaml)).event('operations.OrderAccepted', ORDER);
}

const RESERVE = `
    reserve:
      office: back
      act: operations.ReserveStock
      with: { orderId: key }
      retry: { attempts: 2, backoff: PT10S }
      timeout: PT1M
      timedOut: late
      failed: sorry
      compensate: { act: operations.ReleaseStock, with: { orderId: key } }
    pause: { office: back, wait: [{ after: PT1H, next: fine }] }
    fine: { end: fine }
    late: { office: back, wait: [{ after: PT1H, next: gone }] }
    gone: { end: gone, undo: true }
    sorry: { end: sorry }`;

describe('click and collect', () => {
  test('goes its happy way', () => {
    const given = started(example).answer('operations.StockReserved').event('operations.OrderReady', ORDER);
    const when = given
      .pass('PT2H')
      .event('collaboration.PlaceEntered', { placeId: 's-1' })
      .answer('collaboration.MessageSent');
    expect(when.path).toEqual(['reserve', 'ready', 'arrival', 'alert-staff', 'handed-over']);
    when.event('operations.OrderCollected', ORDER);
    expect(when.instance).toMatchObject({ status: 'ended', outcome: 'collected', ending: 'exited' });
    expect(when.published.map(({ name }) => name).at(-1)).toBe('JourneyEnded');
  });

  test('reminds twice, then gives the stock back', () => {
    const given = started(example).answer('operations.StockReserved').event('operations.OrderReady', ORDER);
    given
      .pass('PT48H')
      .answer('collaboration.MessageSent')
      .pass('PT48H')
      .answer('collaboration.MessageSent')
      .pass('PT48H');
    expect(given.path.slice(-4)).toEqual(['remind', 'arrival', 'again', 'not-collected']);
    expect(given.instance.status).toBe('undoing');
    expect(given.commands.at(-1)).toMatchObject({
      type: 'continuo.operations.commands.ReleaseStock.v1',
      value: { orderId: 'o-1' },
    });
    given.answer('operations.StockReleased');
    expect(given.instance).toMatchObject({ status: 'ended', outcome: 'not-collected', ending: 'completed' });
  });

  test('does not start for another fulfilment', () => {
    const when = new JourneyUnderTest(planFrom(example)).event('operations.OrderAccepted', {
      ...ORDER,
      fulfilment: 'ship',
    });
    expect(when.changes).toEqual([]);
    expect(when.ignored).toEqual(['not-concerned']);
  });
});

describe('an entry', () => {
  const yaml = journey(`
    pause: { office: back, wait: [{ after: PT1H }] }
    over: { end: over }`);

  test('starts one instance per customer and key', () => {
    const when = started(yaml)
      .event('operations.OrderAccepted', ORDER)
      .event('operations.OrderAccepted', { ...ORDER, orderId: 'o-2' });
    expect([...when.state.instances.values()].map(({ key }) => key)).toEqual(['o-1', 'o-2']);
    expect(when.ignored).toEqual(['already-running']);
  });

  test('starts again after the end', () => {
    const when = started(yaml).pass('PT1H').event('operations.OrderAccepted', ORDER);
    expect([...when.state.instances.values()].map(({ status }) => status)).toEqual(['ended', 'running']);
  });

  test('takes the published version; what runs stays on its own', () => {
    const when = started(yaml);
    when.publish(planFrom(yaml, 2));
    when.event('operations.OrderAccepted', { ...ORDER, orderId: 'o-2' }).pass('PT1H');
    expect([...when.state.instances.values()].map(({ version, status }) => `${version} ${status}`)).toEqual([
      '1 ended',
      '2 ended',
    ]);
  });

  test('never satisfies a wait of the instance that it starts', () => {
    const when = started(
      journey(`
    again:
      office: back
      wait: [{ on: continuo.operations.OrderAccepted.v1, next: over }, { after: PT1H }]
    over: { end: over }`),
    );
    expect(when.path).toEqual(['again']);
    when.event('operations.OrderAccepted', ORDER);
    expect(when.path).toEqual(['again', 'over', 'again']);
    expect(when.state.instances.size).toBe(2);
  });

  test('without a key that is a text starts nothing', () => {
    const when = new JourneyUnderTest(planFrom(yaml)).event('operations.OrderAccepted', {
      orderId: null,
      storeId: 's',
    });
    expect(when.ignored).toEqual(['entry-without-key']);
  });

  test('counts hops, and stops a loop', () => {
    const when = new JourneyUnderTest(planFrom(yaml)).event('operations.OrderAccepted', ORDER, { hops: 4 });
    expect(when.instance.hops).toBe(5);
    expect(() => when.event('operations.OrderAccepted', { ...ORDER, orderId: 'o-2' }, { hops: 32 })).toThrow(
      'more than 32 hops',
    );
  });
});

describe('an exit', () => {
  const yaml = journey(
    `
    reserve:
      office: back
      act: operations.ReserveStock
      with: { orderId: key }
      compensate: { act: operations.ReleaseStock, with: { orderId: key } }
    alert:
      office: front
      act: collaboration.AlertStaff
      with: { placeId: vars.storeId, orderId: key }
      compensate: { act: operations.ReleaseStock, with: { orderId: "'alert'" } }
    pause:
      office: back
      wait: [{ on: continuo.operations.OrderCancelled.v1, next: over }, { after: PT1H }]
    over: { end: over }`,
    { exit: EXIT },
  );

  test('takes effect in the middle of a wait, before the wait that the same event would end', () => {
    const given = started(yaml).answer('operations.StockReserved').answer('collaboration.MessageSent');
    expect(given.path).toEqual(['reserve', 'alert', 'pause']);
    given.event('operations.OrderCancelled', ORDER);
    expect(given.instance).toMatchObject({ status: 'undoing', outcome: 'cancelled', timer: null });
    expect(given.path).not.toContain('over');
  });

  test('undoes what was done, the newest first, one after the other', () => {
    const given = started(yaml).answer('operations.StockReserved').answer('collaboration.MessageSent');
    given.event('operations.OrderCancelled', ORDER);
    expect(given.commands.slice(2).map(({ value }) => value['orderId'])).toEqual(['alert']);
    given.answer('operations.StockReleased');
    expect(given.commands.slice(2).map(({ value }) => value['orderId'])).toEqual(['alert', 'o-1']);
    given.answer('operations.StockReleased');
    expect(given.instance.status).toBe('ended');
  });

  test('undoes a command that succeeds only after it', () => {
    const given = started(yaml).event('operations.OrderCancelled', ORDER);
    expect(given.instance).toMatchObject({ status: 'ended', outcome: 'cancelled' });
    given.answer('operations.StockReserved');
    expect(given.instance.status).toBe('undoing');
    expect(given.commands.at(-1)?.type).toBe('continuo.operations.commands.ReleaseStock.v1');
    given.answer('operations.StockReleased');
    expect(given.instance.status).toBe('ended');
    expect(given.published.filter(({ name }) => name === 'JourneyEnded')).toHaveLength(1);
  });

  test('for another order changes nothing', () => {
    const when = started(yaml).event('operations.OrderCancelled', { ...ORDER, orderId: 'o-2' });
    expect(when.instance.status).toBe('running');
    expect(when.ignored).toEqual([]);
    expect(when.instance.mailbox).toHaveLength(1);
  });
});

describe('an act', () => {
  test('sends, and goes on when done', () => {
    const when = started(journey(RESERVE)).answer('operations.StockReserved');
    expect(when.path).toEqual(['reserve', 'pause']);
    expect(when.commands).toHaveLength(1);
    expect(when.instance.done).toEqual([{ step: 'reserve', visit: 1 }]);
  });

  test('is tried again after a failure, with the same command id', () => {
    const when = started(journey(RESERVE)).answer('operations.StockFailed');
    expect(when.due).toBe(START + 10_500);
    when.pass('PT11S');
    expect(new Set(when.commands.map(({ commandId }) => commandId)).size).toBe(1);
    expect(when.commands).toHaveLength(2);
    when.answer('operations.StockFailed');
    expect(when.instance).toMatchObject({ status: 'ended', outcome: 'sorry' });
  });

  test('takes its timeout branch; a success after that is recorded and undone', () => {
    const when = started(journey(RESERVE)).pass('PT1M').pass('PT1M');
    expect(when.path).toEqual(['reserve', 'late']);
    expect(when.commands.map(({ commandId }) => commandId)).toEqual([
      when.commands[0]?.commandId,
      when.commands[0]?.commandId,
    ]);
    when.answer('operations.StockReserved', when.commands[0]);
    expect(when.deeds.map(({ did }) => did)).toContain('answered-late');
    expect(when.commands.at(-1)?.type).toBe('continuo.operations.commands.ReleaseStock.v1');
    expect(when.instance).toMatchObject({ status: 'running', step: 'late', left: [] });
    when.answer('operations.StockReleased');
    expect(when.instance).toMatchObject({ status: 'running', step: 'late', undo: [] });
  });

  test('a failure after the timeout branch undoes nothing', () => {
    const when = started(journey(RESERVE))
      .pass('PT1M')
      .pass('PT1M')
      .answer('operations.StockFailed', undefined);
    expect(when.commands).toHaveLength(2);
    expect(when.instance.left).toEqual([]);
  });

  test('stops visibly when nothing is left to try', () => {
    const yaml = journey(`
    reserve: { office: back, act: operations.ReserveStock, with: { orderId: key }, timeout: PT1M }
    over: { end: over }`);
    const when = started(yaml).pass('PT1M');
    expect(when.instance.incidents).toMatchObject([{ code: 'attempts-exhausted', step: 'reserve' }]);
    expect(when.due).toBeNull();
    when.answer('operations.StockReserved');
    expect(when.instance).toMatchObject({ status: 'ended', outcome: 'over', incidents: [] });
  });

  test.each([
    ['retry', 2, 'reserve'],
    ['skip', 1, 'over'],
    ['cancel', 1, 'reserve'],
  ] as const)('goes on from an incident by an operator: %s', (action, commands, step) => {
    const yaml = journey(`
    reserve: { office: back, act: operations.ReserveStock, with: { orderId: key } }
    over: { end: over }`);
    const when = started(yaml).answer('operations.StockRefused');
    expect(when.instance.incidents).toMatchObject([{ code: 'refused' }]);
    when.action(action);
    expect(when.instance.incidents).toEqual([]);
    expect(when.commands).toHaveLength(commands);
    expect(when.instance.step).toBe(step);
    expect(new Set(when.commands.map(({ commandId }) => commandId)).size).toBe(1);
    if (action === 'cancel') expect(when.instance).toMatchObject({ status: 'ended', ending: 'cancelled' });
  });

  test('an operator has nothing to do without an incident', () => {
    const when = started(journey(RESERVE)).action('retry');
    expect(when.ignored).toEqual(['no-incident']);
  });

  test('a field without a value is an incident of that instance', () => {
    const yaml = journey(`
    reserve: { office: back, act: operations.ReserveStock, with: { orderId: vars.absent } }
    over: { end: over }`);
    expect(started(yaml).instance.incidents).toMatchObject([{ code: 'no-such-key', detail: 'absent' }]);
  });

  test('every visit has a command id of its own', () => {
    const yaml = journey(`
    reserve: { office: back, act: operations.ReserveStock, with: { orderId: key } }
    pause: { office: back, wait: [{ after: PT1H, next: reserve }, { on: continuo.operations.OrderReady.v1 }] }
    over: { end: over }`);
    const when = started(yaml).answer('operations.StockReserved').pass('PT1H');
    expect(new Set(when.commands.map(({ commandId }) => commandId)).size).toBe(2);
  });
});

describe('a send', () => {
  const yaml = journey(`
    pause: { office: back, wait: [{ after: PT1H }] }
    remind:
      office: front
      act: collaboration.SendMessage
      with: { template: "'hello'", purpose: "'service'" }
      notAfter: PT4H
    over: { end: over }`);

  test('names the time after which it is not sent', () => {
    const when = started(yaml).pass('PT1H');
    expect(when.commands[0]?.notAfter).toBe(START + 5 * 3_600_000);
  });

  test('whose time has passed is skipped, with a record of why', () => {
    const when = started(yaml);
    when.lag = 5 * 3_600_000;
    when.pass('PT1H');
    expect(when.commands).toEqual([]);
    expect(when.published.find(({ name }) => name === 'SendSkipped')?.value).toMatchObject({
      rule: 'not-after',
      purpose: 'service',
    });
    expect(when.instance).toMatchObject({ status: 'ended', outcome: 'over' });
  });

  test('that is refused is skipped, with a record of why', () => {
    const when = started(yaml).pass('PT1H').answer('collaboration.MessageRefused');
    expect(when.published.find(({ name }) => name === 'SendSkipped')?.value).toMatchObject({
      rule: 'continuo.collaboration.MessageRefused.v1',
    });
    expect(when.instance.status).toBe('ended');
  });
});

describe('a wait', () => {
  const yaml = (since: string): string =>
    journey(`
    first: { office: back, wait: [{ after: PT1H }] }
    second:
      office: back
      wait:
        - { on: continuo.operations.OrderReady.v1, when: event.orderId == key, since: ${since}, set: { note: event.note }, next: ready }
        - { after: PT1H, next: over }
    ready: { end: ready }
    over: { end: over }`);

  test('takes what came before it opened, oldest first', () => {
    const when = started(yaml('entry'));
    when.event('operations.OrderReady', { orderId: 'o-2', note: 'other' });
    when.event('operations.OrderReady', { orderId: 'o-1', note: 'first' });
    when.event('operations.OrderReady', { orderId: 'o-1', note: 'second' });
    when.pass('PT1H');
    expect(when.instance).toMatchObject({ outcome: 'ready', vars: { note: 'first' }, mailbox: [] });
  });

  test('since its step takes only what comes later', () => {
    const when = started(yaml('step')).event('operations.OrderReady', { orderId: 'o-1', note: 'early' });
    expect(when.ignored).toEqual(['not-concerned']);
    when.pass('PT1H').event('operations.OrderReady', { orderId: 'o-1', note: 'now' });
    expect(when.instance).toMatchObject({ outcome: 'ready', vars: { note: 'now' } });
  });

  test('keeps 32 events and says what it dropped', () => {
    const when = started(yaml('entry'));
    for (let n = 0; n < 33; n += 1) when.event('operations.OrderReady', { orderId: 'o-2', note: `${n}` });
    expect(when.instance.mailbox).toHaveLength(32);
    expect(when.deeds.at(-1)).toMatchObject({ did: 'dropped', why: 'mailbox-full' });
  });

  test('forgets what no reachable wait names any more', () => {
    const when = started(yaml('entry'))
      .event('operations.OrderReady', { orderId: 'o-2', note: 'x' })
      .pass('PT1H');
    expect(when.instance.mailbox).toEqual([]);
  });

  test('ends by time; an event after that comes too late', () => {
    const when = started(yaml('entry')).pass('PT2H').event('operations.OrderReady', ORDER);
    expect(when.instance.outcome).toBe('over');
    expect(when.ignored).toEqual(['already-ended']);
  });

  test('waits until a date', () => {
    const until = journey(`
    pause: { office: back, wait: [{ until: "'2026-01-02T08:00:00+01:00'" }] }
    over: { end: over }`);
    expect(started(until).due).toBe(Date.UTC(2026, 0, 2, 7));
  });

  test('counts days in the time zone of the definition', () => {
    const days = (zone: string): JourneyUnderTest => {
      const given = new JourneyUnderTest(
        planFrom(
          journey('\n    pause: { office: back, wait: [{ after: P1D }] }\n    over: { end: over }', {
            head: `timeZone: ${zone}`,
          }),
        ),
      );
      given.clock = Date.UTC(2026, 2, 28, 12);
      return given.event('operations.OrderAccepted', ORDER);
    };
    expect(days('UTC').due).toBe(Date.UTC(2026, 2, 29, 12));
    expect(days('Europe/Zurich').due).toBe(Date.UTC(2026, 2, 29, 11));
  });

  test('an event satisfies one wait of an instance, not the next one too', () => {
    const twice = journey(`
    first: { office: back, wait: [{ on: continuo.operations.OrderReady.v1 }, { after: PT1H }] }
    second: { office: back, wait: [{ on: continuo.operations.OrderReady.v1 }, { after: PT1H }] }
    over: { end: over }`);
    const when = started(twice).event('operations.OrderReady', ORDER);
    expect(when.path).toEqual(['first', 'second']);
  });

  test('a condition that costs too much stops this instance alone', () => {
    const costly = journey(`
    pause:
      office: back
      wait:
        - { on: continuo.operations.OrderReady.v1, when: "event.list.all(a, event.list.all(b, a <= b || b <= a))" }
        - { after: PT1H }
    over: { end: over }`);
    const when = started(costly).event('operations.OrderReady', {
      list: Array.from({ length: 500 }, (_, at) => at),
    });
    expect(when.instance.incidents).toMatchObject([{ code: 'too-costly', step: 'pause' }]);
    when.action('skip');
    expect(when.instance.outcome).toBe('over');
  });
});

describe('choose and set', () => {
  const yaml = journey(`
    note: { office: middle, set: { tier: "'gold' in profile.segments ? 'gold' : 'plain'", tries: visits.note + 1 } }
    pick:
      office: middle
      choose:
        - { when: vars.tier == "gold", next: gold }
        - { else: true, next: plain }
    gold: { end: gold }
    plain: { end: plain }`);

  test('decide by facts, and the journal keeps those that mattered', () => {
    const when = new JourneyUnderTest(planFrom(yaml))
      .facts({ segments: ['gold'] }, 7)
      .event('operations.OrderAccepted', ORDER);
    expect(when.instance).toMatchObject({
      outcome: 'gold',
      vars: { tier: 'gold', tries: 2, storeId: 's-1' },
    });
    expect(when.changes[0]?.journal.facts).toEqual({
      now: START,
      profile: { version: 7, facts: { segments: ['gold'] } },
    });
  });

  test('take the else', () => {
    const when = new JourneyUnderTest(planFrom(yaml))
      .facts({ segments: [] })
      .event('operations.OrderAccepted', ORDER);
    expect(when.instance.outcome).toBe('plain');
  });
});

describe('erasure', () => {
  test('exits everything, undoes at once, and keeps ids only', () => {
    const when = started(example).answer('operations.StockReserved').event('operations.OrderReady', ORDER);
    when.input({ kind: 'erased', id: 'erasure-1', at: when.clock });
    expect(when.instance).toMatchObject({
      status: 'ended',
      ending: 'erased',
      vars: {},
      mailbox: [],
      done: [],
      undo: [],
    });
    expect(when.commands.at(-1)?.type).toBe('continuo.operations.commands.ReleaseStock.v1');
    when.answer('operations.StockReleased');
    expect(when.ignored.at(-1)).toBe('profile-erased');
  });
});

describe('an erasure while an act is unanswered', () => {
  test('undoes it too, since its success would be told to nobody', () => {
    const when = started(journey(RESERVE));
    expect(when.instance.pending?.step).toBe('reserve');
    when.input({ kind: 'erased', id: 'erasure-1', at: when.clock });
    expect(when.commands.map(({ type }) => type.split('.')[3])).toEqual(['ReserveStock', 'ReleaseStock']);
    when.answer('operations.StockReserved');
    expect(when.ignored.at(-1)).toBe('profile-erased');
  });

  test('undoes one that was left by its timeout, and none twice', () => {
    const when = started(journey(RESERVE)).pass('PT1M').pass('PT10S').pass('PT1M');
    expect(when.instance.step).toBe('late');
    when.input({ kind: 'erased', id: 'erasure-1', at: when.clock });
    when.input({ kind: 'erased', id: 'erasure-2', at: when.clock });
    expect(when.commands.filter(({ type }) => type.includes('ReleaseStock'))).toHaveLength(1);
    expect(when.instance).toMatchObject({ key: '', customer: 'profile-1', vars: {} });
  });

  test('leaves instances of the revision before as they were', () => {
    const when = started(journey(RESERVE));
    const { id } = when.instance;
    const older = { ...when.instance, revision: 1 };
    when.state = { ...when.state, instances: new Map([[id, older]]) };
    when.input({ kind: 'erased', id: 'erasure-1', at: when.clock });
    expect(when.commands.map(({ type }) => type.split('.')[3])).toEqual(['ReserveStock']);
  });
});

describe('time', () => {
  test('applies timers in the order of their times after an outage', () => {
    const yaml = journey(`
    first: { office: back, wait: [{ after: PT1H }] }
    second: { office: back, wait: [{ after: PT1H }] }
    over: { end: over }`);
    const when = started(yaml).pass('P1D');
    expect(when.instance.endedAt).toBe(START + 2 * 3_600_000);
  });

  test('never goes back for an instance', () => {
    const when = started(example).answer('operations.StockReserved').event('operations.OrderReady', ORDER);
    when.clock -= 60_000;
    when.event('collaboration.PlaceEntered', { placeId: 's-1' });
    expect(when.instance.now).toBe(START);
  });
});
