// Migration of running instances: who moves and how, who stays, who would be stranded and why, and the way back.
import { journey, JourneyUnderTest, planFrom } from '../../../../test/journey-under-test.js';
import type { MigratedInput } from './input.js';
import { strandings } from './strandings.js';

const V1 = `
    ready:
      office: back
      wait:
        - { on: continuo.operations.OrderReady.v1, next: told }
        - { after: PT48H, next: over }
    told:
      office: front
      act: collaboration.SendMessage
      with: { template: "'ready'", purpose: "'service'" }
    over: { end: over }`;
/** The wait has another name and half the time. */
const V2 = V1.replace('ready:', 'prepared:').replace('PT48H', 'PT24H');

const start = (v1 = V1) =>
  new JourneyUnderTest(planFrom(journey(v1), 1)).event('operations.OrderAccepted', {
    orderId: 'o-1',
    storeId: 's-1',
  });

const ask = (test: JourneyUnderTest, more: Partial<MigratedInput> = {}): MigratedInput => ({
  kind: 'migrated',
  id: `request-${test.changes.length}`,
  instanceId: test.instance.id,
  at: test.clock,
  migration: 'migration-1',
  from: 1,
  to: 2,
  map: { ready: 'prepared' },
  vars: {},
  reverts: false,
  actor: 'designer-1',
  ...more,
});

function published(v1: string, v2: string): JourneyUnderTest {
  const test = start(v1);
  test.publish(planFrom(journey(v2), 2));
  return test;
}

/** Who enters it sets it; those who are in it have entered before. */
const withEntry = (steps: string) =>
  journey(steps).replace('storeId: event.storeId', 'storeId: event.storeId, template: event.orderId');

const codes = (v1: string, v2: string, map = {}, play = (test: JourneyUnderTest) => test) => {
  const test = play(start(v1));
  const migration = { from: planFrom(journey(v1), 1), to: planFrom(journey(v2), 2), map, vars: {} };
  return strandings(migration, test.instance).map(({ code, step }) => `${step ?? ''} ${code}`);
};

test('an instance goes on in the new version; its wait counts from when it was entered; replay works over it', () => {
  const test = published(V1, V2).pass('PT20H');
  test.input(ask(test));
  expect(test.instance).toMatchObject({ version: 2, step: 'prepared', visit: 1, visits: { prepared: 1 } });
  expect(test.published.at(-1)).toMatchObject({ name: 'InstanceMigrated', value: { fromVersion: 1 } });
  test.pass('PT5H');
  expect(test.instance).toMatchObject({ status: 'ended', outcome: 'over' });
  const { recorded, again } = test.replayed();
  expect(again).toBe(recorded);
});

test('a wait that is over by the new times ends at once; vars are kept and set', () => {
  const test = published(V1, V2).pass('PT30H');
  test.input(ask(test, { vars: { late: 'vars.storeId + "-late"' } })).pass('PT1S');
  expect(test.instance).toMatchObject({ status: 'ended', vars: { storeId: 's-1', late: 's-1-late' } });
});

test('an answer that is on its way finds its step under the new name', () => {
  const v2 = V1.replace('told:', 'informed:').replace('next: told', 'next: informed');
  const test = published(V1, v2).event('operations.OrderReady', {});
  test.input(ask(test, { map: { told: 'informed' } }));
  expect(test.instance).toMatchObject({ step: 'informed', pending: { step: 'informed' } });
  test.answer('collaboration.MessageSent');
  expect(test.instance).toMatchObject({ status: 'ended', outcome: 'over' });
  const { recorded, again } = test.replayed();
  expect(again).toBe(recorded);
});

test('it goes back where no step was left, and stays where one was', () => {
  const test = published(V1, V2);
  test.input(ask(test)).pass('PT10H');
  const back = { from: 2, to: 1, map: { prepared: 'ready' }, reverts: true } as const;
  test.input(ask(test, back));
  expect(test.instance).toMatchObject({ version: 1, step: 'ready' });
  expect(test.instance.migrated).toBeUndefined();
  test.pass('PT30H');
  expect(test.instance.status).toBe('running');
  const left = published(V1, V2);
  left.input(ask(left)).event('operations.OrderReady', {});
  left.input(ask(left, back));
  expect(left.instance).toMatchObject({ version: 2, step: 'told' });
  expect(left.ignored).toContain('step-left');
});

test('taken back, vars are as they were, where the request asked to keep them', () => {
  const vars = { storeId: "vars.storeId + '-b'", extra: 'key' };
  const back = { from: 2, to: 1, map: { prepared: 'ready' }, reverts: true } as const;
  const test = published(V1, V2);
  test.input(ask(test, { vars, keepsVars: true }));
  expect(test.instance.vars).toEqual({ storeId: 's-1-b', extra: 'o-1' });
  test.input(ask(test, back));
  expect(test.instance).toMatchObject({ version: 1, step: 'ready' });
  expect(test.instance.vars).toEqual({ storeId: 's-1' });
  expect(test.changes.at(-1)?.journal.deeds).toContainEqual({
    did: 'set',
    vars: { storeId: 's-1' },
    unset: ['extra'],
  });
  const { recorded, again } = test.replayed();
  expect(again).toBe(recorded);
  const before = published(V1, V2);
  before.input(ask(before, { vars })).input(ask(before, back));
  expect(before.instance.vars).toEqual({ storeId: 's-1-b', extra: 'o-1' });
});

test('an erasure takes also what was kept of vars', () => {
  const test = published(V1, V2);
  test.input(ask(test, { vars: { storeId: "'elsewhere'" }, keepsVars: true }));
  expect(JSON.stringify(test.instance)).toContain('s-1');
  test.input({ kind: 'erased', id: 'erasure-1', at: test.clock });
  expect(test.instance.ending).toBe('erased');
  expect(JSON.stringify(test.instance)).not.toContain('s-1');
});

test('what has ended, is undoing, or runs on another version stays', () => {
  const other = published(V1, V2);
  other.input(ask(other, { from: 7 }));
  expect(other.ignored).toEqual(['other-version']);
  const ended = published(V1, V2).action('cancel');
  ended.input(ask(ended));
  expect(ended.ignored).toEqual(['already-ended']);
  const unknown = published(V1, V2);
  unknown.input(ask(unknown, { to: 9 }));
  expect(unknown.ignored).toEqual(['version-not-published']);
});

describe('stranded is', () => {
  test('who has no target, or one of another kind', () => {
    expect(codes(V1, V2)).toEqual(['ready no-target']);
    expect(codes(V1, V2, { ready: 'told' })).toEqual(['ready other-kind']);
    expect(codes(V1, V2, { ready: 'prepared' })).toEqual([]);
  });

  test('who waits for the answer of another command', () => {
    const alert = V1.replace('collaboration.SendMessage', 'collaboration.AlertStaff').replace(
      `with: { template: "'ready'", purpose: "'service'" }`,
      'with: { placeId: vars.storeId, orderId: key }',
    );
    const told = (test: JourneyUnderTest) => test.event('operations.OrderReady', {});
    expect(codes(V1, alert, {}, told)).toEqual(['told command-differs']);
  });

  test('whose deeds could not be undone any more, or whose late answer would find nobody', () => {
    const reserve = `
    reserve:
      office: back
      act: operations.ReserveStock
      with: { orderId: key }
      timeout: PT1H
      timedOut: ready
      compensate: { act: operations.ReleaseStock, with: { orderId: key } }${V1}`;
    const plain = reserve.replace(/\n *compensate:[^\n]*/, '');
    const done = (test: JourneyUnderTest) => test.answer('operations.StockReserved');
    expect(codes(reserve, plain, {}, done)).toEqual(['reserve compensation-gone']);
    expect(codes(reserve, V1, {}, done)).toEqual(['reserve compensation-gone']);
    expect(codes(reserve, V1, {}, (test) => test.pass('PT2H'))).toEqual(['reserve command-gone']);
    expect(codes(reserve, reserve, {}, done)).toEqual([]);
  });

  test('who would read a var that nothing has set', () => {
    const read = V1.replace(`template: "'ready'"`, 'template: vars.template');
    const plain = start();
    const { from, to } = { from: planFrom(journey(V1), 1), to: planFrom(withEntry(read), 2) };
    const found = strandings({ from, to, map: {}, vars: {} }, plain.instance);
    expect(found).toMatchObject([{ step: null, code: 'var-missing' }]);
    expect(strandings({ from, to, map: {}, vars: { template: 'x' } }, plain.instance)).toEqual([]);
    const onTheWay = read.replace('next: told', 'next: told, set: { template: event.orderId }');
    const one = planFrom(journey(onTheWay.replace('{ after: PT48H, next: over }', '{ after: PT48H }')), 3);
    expect(
      strandings({ from, to: planFrom(journey(onTheWay), 3), map: {}, vars: {} }, plain.instance),
    ).toEqual([]);
    expect(strandings({ from, to: one, map: {}, vars: {} }, plain.instance)).toMatchObject([
      { code: 'var-missing', detail: 'vars.template is read and not set' },
    ]);
  });

  test('who stands in a branch that is another one there', () => {
    const fork = (names: string) => `
    fork:
      office: back
      parallel: all
      branches:
        ${names}: { steps: { a: { office: back, wait: [{ after: PT9H }] } } }
        other: { steps: { b: { office: back, wait: [{ after: PT9H }] } } }
    over: { end: over }`;
    expect(codes(fork('one'), fork('two'))).toEqual(['fork branch-gone', 'a other-branch']);
    expect(codes(fork('one'), fork('one'))).toEqual([]);
    expect(codes(fork('one'), V1, { fork: 'ready' })[0]).toBe('fork other-kind');
  });
});

test('refused by the engine too, when somebody is stranded by then', () => {
  const test = published(V1, V2);
  test.input(ask(test, { map: {} }));
  expect(test.instance.version).toBe(1);
  expect(test.ignored).toEqual(['stranded:no-target']);
});

describe('what was asked of others before', () => {
  const reserving = (name: string, more = '') => `
    ${name}:
      office: back
      act: operations.ReserveStock
      with: { orderId: key }
      timeout: PT1M
      ${more}
    later:
      office: back
      wait: [{ after: P9D }]
    over: { end: over }`;
  const UNDONE = `timedOut: later
      compensate: { act: operations.ReleaseStock, with: { orderId: key } }`;
  const undoing = (v2: string) => {
    const test = published(reserving('reserve', UNDONE), v2).pass('PT2M');
    return test.answer('operations.StockReserved', test.commands[0]);
  };

  test('a compensation that is under way goes on under the new name of its step', () => {
    const test = undoing(reserving('booking', UNDONE));
    expect(test.instance).toMatchObject({ status: 'running', undo: [{ step: 'reserve' }] });
    test.input(ask(test, { map: { reserve: 'booking' } })).answer('operations.StockReleased');
    expect(test.instance).toMatchObject({ version: 2, undo: [] });
  });

  test('nobody moves to where it could not go on', () => {
    const test = undoing(reserving('other').replace('PT1M', 'PT1M\n      timedOut: later'));
    test.input(ask(test, { map: {} }));
    expect(test.ignored.at(-1)).toBe('stranded:compensation-gone');
    expect(test.instance.version).toBe(1);
  });

  test('is asked again under the same id, whatever its step is called', () => {
    const test = published(reserving('reserve'), reserving('booking')).pass('PT30M');
    test.input(ask(test, { map: { reserve: 'booking' } })).action('retry');
    expect(test.instance).toMatchObject({ version: 2, step: 'booking' });
    expect(new Set(test.commands.map(({ commandId }) => commandId)).size).toBe(1);
  });
});
