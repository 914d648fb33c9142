// Messages at the moment of sending: held and sent later, dropped with the reason, counted over all journeys, taken back.
import { contract } from '@continuo/contracts';
import { TROUBLED } from '../../../../test/histories/later-plays.js';
import { guardrailsOf } from '../../../../test/guardrails-under-test.js';
import { journey, JourneyUnderTest, planFrom, START } from '../../../../test/journey-under-test.js';
import type { Plan } from '../language/plan.js';
import { contractCatalogue } from '../../definitions/contract-catalogue.js';
import { heldOf } from './held.js';
import { OWN_ANSWER_LETS_GO } from './instance.js';
import { itemsOf, NO_MEMORY } from './memory.js';

const promotion = (name: string, more = ''): Plan =>
  planFrom(
    journey(
      `
    tell:
      office: front
      act: collaboration.SendMessage
      with: { template: "'offer'", purpose: "'marketing'", channel: "'email'" }
      ${more}
    told: { end: told }
    sorry: { end: sorry }`.replace(
        'sorry: { end: sorry }',
        more.includes('refused: sorry') ? 'sorry: { end: sorry }' : '',
      ),
      { head: 'category: promotion' },
    ).replace('under-test', name),
  );
const NIGHT = `quietHours: [{ name: night, from: "00:00", to: "08:00", then: hold }]\n`;
const WEEKLY = `caps: [{ name: weekly, max: 1, per: P7D, then: hold }]\n`;
const TROUBLE = `matters: [{ name: trouble, categories: [promotion], while: [case], then: hold }]\n`;

function ordered(under: JourneyUnderTest, order = 'o-1'): JourneyUnderTest {
  return under.event('operations.OrderAccepted', { orderId: order, storeId: 's-1' });
}

function game(rules: string, ...plans: readonly Plan[]): JourneyUnderTest {
  const under = new JourneyUnderTest(...plans);
  under.guardrails = guardrailsOf(rules);
  return under;
}

const published = (under: JourneyUnderTest, name: string) =>
  under.published.filter((each) => each.name === name).map(({ value }) => value);
const deeds = (under: JourneyUnderTest) => under.deeds.map(({ did }) => did);

function expectReplay(under: JourneyUnderTest): void {
  const { recorded, again } = under.replayed();
  expect(again).toBe(recorded);
}

test('quiet hours hold a message until they end, then it goes', () => {
  const under = ordered(game(NIGHT, promotion('a')));
  expect(under.commands).toEqual([]);
  expect(published(under, 'SendHeld')).toMatchObject([
    {
      rule: 'quietHours/night',
      ruleVersion: '1',
      purpose: 'marketing',
      channel: 'email',
      heldUntil: Date.UTC(2026, 0, 1, 8),
      inputs: { zone: 'UTC' },
    },
  ]);
  expect(under.due).toBe(Date.UTC(2026, 0, 1, 8));
  under.pass('PT8H');
  expect(under.commands).toHaveLength(1);
  under.answer('collaboration.MessageSent');
  expect(under.instance.outcome).toBe('told');
  expectReplay(under);
});

test('a timer that is a moment early holds it a moment longer, not for ever', () => {
  const under = game(NIGHT, promotion('a'));
  under.lag = -20;
  ordered(under.pass('PT1H')).pass('PT7H');
  expect(under.commands).toEqual([]);
  under.pass('PT1S');
  expect(under.commands).toHaveLength(1);
  expectReplay(under);
});

test('what may not wait so long is dropped at once, by its branch where it has one', () => {
  const under = ordered(game(NIGHT, promotion('a', 'notAfter: PT4H')));
  expect(under.instance.outcome).toBe('told');
  expect(published(under, 'SendSkipped')).toMatchObject([{ rule: 'quietHours/night', ruleVersion: '1' }]);
  const branched = ordered(game(NIGHT, promotion('a', 'notAfter: PT4H\n      refused: sorry')));
  expect(branched.instance.outcome).toBe('sorry');
  expectReplay(branched);
});

test('caps count over all journeys: the second waits until the first is over', () => {
  const under = ordered(game(WEEKLY, promotion('a'), promotion('b')));
  expect(under.commands).toHaveLength(1);
  expect(published(under, 'SendHeld')).toMatchObject([{ rule: 'caps/weekly' }]);
  under.answer('collaboration.MessageSent').pass('P6D');
  expect(under.commands).toHaveLength(1);
  under.pass('P1D');
  expect(under.commands).toHaveLength(2);
  expectReplay(under);
});

test.each([
  ['refused', 'collaboration.MessageRefused', { code: 'recipient-not-allowed' }],
  ['refused without a code', 'collaboration.MessageRefused', {}],
])('a message that was %s is taken back, and told with its code', (_what, answer, value) => {
  const under = ordered(game(WEEKLY, promotion('a')));
  expect(itemsOf(under.state.memory ?? NO_MEMORY, 'contact')).toHaveLength(1);
  under.event(answer, value, { commandId: under.commands[0]?.commandId ?? '' });
  expect(itemsOf(under.state.memory ?? NO_MEMORY, 'contact')).toEqual([]);
  expect(published(under, 'SendSkipped')).toMatchObject([{ inputs: value, ruleVersion: null }]);
  ordered(under, 'o-2');
  expect(under.commands).toHaveLength(2);
  expectReplay(under);
});

test('a message sent again after a failure is one contact; the channel that collaboration took is remembered', () => {
  const anyChannel = planFrom(
    journey(
      `
    tell:
      office: front
      act: collaboration.SendMessage
      with: { template: "'offer'", purpose: "'marketing'" }
      retry: { attempts: 3, backoff: PT10S }
    told: { end: told }`,
      { head: 'category: promotion' },
    ),
  );
  const under = ordered(game(WEEKLY, anyChannel));
  under.answer('collaboration.MessageFailed').pass('PT1M');
  expect(under.commands).toHaveLength(2);
  expect(itemsOf(under.state.memory ?? NO_MEMORY, 'contact')).toMatchObject([{ channel: null }]);
  under.event(
    'collaboration.MessageSent',
    { channel: 'whatsapp' },
    { commandId: under.commands[0]?.commandId ?? '' },
  );
  expect(itemsOf(under.state.memory ?? NO_MEMORY, 'contact')).toMatchObject([{ channel: 'whatsapp' }]);
  expectReplay(under);
});

test('promotions wait while a case is open, and are looked at again at once when it is closed', () => {
  const under = game(`${TROUBLE}${NIGHT}`, promotion('a'));
  under.event('crm.CaseOpened', { caseId: 'k-1' }).event('crm.CaseOpened', { caseId: 'k-2' });
  ordered(under);
  expect(heldOf(under.instance)).toMatchObject({ rules: ['matters/trouble'], stoppedUnder: null });
  under.event('crm.CaseClosed', { caseId: 'k-1' });
  expect(published(under, 'SendHeld')).toHaveLength(1);
  under.event('crm.CaseClosed', { caseId: 'k-2' });
  expect(published(under, 'SendHeld').at(-1)).toMatchObject({ rule: 'quietHours/night' });
  under.pass('PT8H');
  expect(under.commands).toHaveLength(1);
  expectReplay(under);
});

describe('a case that the journey itself closes', () => {
  const closed = (revision?: number): JourneyUnderTest => {
    const under = game(TROUBLE, planFrom(TROUBLED, 1, contractCatalogue(contract)));
    ordered(under.event('crm.CaseOpened', { caseId: 'k-1' }));
    const { instance, state } = under;
    if (revision !== undefined)
      under.state = { ...state, instances: new Map([[instance.id, { ...instance, revision }]]) };
    const [closing] = under.commands;
    return under.event('crm.CaseClosed', { caseId: 'k-1' }, { commandId: closing?.commandId ?? '' });
  };

  test('lets go at once what it held back', () => {
    const under = closed();
    expect(under.commands.map(({ step }) => step)).toEqual(['settle', 'tell']);
    expect(heldOf(under.instance)).toBeNull();
    expectReplay(under);
  });

  test('lets go what undoes a message too, also when its answer comes after the end', () => {
    const undoing = TROUBLED.replace(
      `channel: "'email'" }`,
      `channel: "'email'" }
            compensate: { act: collaboration.SendMessage, with: { template: "'sorry'", purpose: "'marketing'", channel: "'email'" } }`,
    ).replace(
      'steps:',
      'exit:\n  - { on: continuo.operations.OrderCancelled.v1, outcome: cancelled, undo: true }\nsteps:',
    );
    const under = ordered(game(TROUBLE, planFrom(undoing, 1, contractCatalogue(contract))));
    const commandOf = (step: string) => under.commands.find((each) => each.step === step)?.commandId ?? '';
    under.event('collaboration.MessageSent', { template: 'offer' }, { commandId: commandOf('tell') });
    under.event('crm.CaseOpened', { caseId: 'k-1' }).event('operations.OrderCancelled', { orderId: 'o-1' });
    expect(under.instance).toMatchObject({ status: 'undoing', undo: [{ step: 'tell', phase: 'held' }] });
    expect(under.commands).toHaveLength(2);
    under.event('crm.CaseClosed', { caseId: 'k-1' }, { commandId: commandOf('settle') });
    expect(under.commands.at(-1)).toMatchObject({ step: 'tell', value: { template: 'sorry' } });
    expect(under.commands).toHaveLength(3);
    expect(heldOf(under.instance)).toBeNull();
    expectReplay(under);
  });

  test('does not where the instance began before the engine did so', () => {
    const under = closed(OWN_ANSWER_LETS_GO - 1);
    expect(under.commands.map(({ step }) => step)).toEqual(['settle']);
    expect(heldOf(under.instance)).toMatchObject({ rules: ['matters/trouble'] });
  });
});

test('a case that stays open drops what waited as long as it may', () => {
  const under = game(TROUBLE.replace('then: hold', 'then: hold, atMost: P2D'), promotion('a'));
  ordered(under.event('crm.CaseOpened', { caseId: 'k-1' })).pass('P2D');
  expect(under.instance.outcome).toBe('told');
  expect(published(under, 'SendSkipped')).toMatchObject([{ rule: 'matters/trouble' }]);
  expectReplay(under);
});

describe('the switch', () => {
  const stopped = guardrailsOf(NIGHT, [{ channel: '*', purpose: 'marketing' }], 2);

  test('holds without a time, and lets go when it is turned', () => {
    const under = game(NIGHT, promotion('a'));
    under.guardrails = stopped;
    ordered(under).pass('P3D');
    expect(under.commands).toEqual([]);
    expect(heldOf(under.instance)).toMatchObject({ rules: ['stop'], stoppedUnder: 2, until: null });
    under.input({ kind: 'released', at: under.clock, number: 2 });
    expect(under.ignored.at(-1)).toBe('still-held');
    under.pass('PT10H');
    under.guardrails = guardrailsOf(NIGHT, [], 3);
    under.input({ kind: 'released', at: under.clock, number: 3 });
    expect(under.commands).toHaveLength(1);
    expect(heldOf(under.instance)).toBeNull();
    expectReplay(under);
  });

  test('what it held as long as a rule may hold is not dropped for that when it is let go at night', () => {
    const under = game(NIGHT, promotion('a'));
    under.guardrails = stopped;
    ordered(under).pass('P30D');
    under.guardrails = guardrailsOf(NIGHT, [], 3);
    under.input({ kind: 'released', at: under.clock, number: 3 }).pass('PT8H');
    expect(under.commands).toHaveLength(1);
    expectReplay(under);
  });

  test('what it holds expires in its time', () => {
    const under = game(NIGHT, promotion('a', 'notAfter: PT4H'));
    under.guardrails = stopped;
    ordered(under).pass('PT5H');
    expect(deeds(under)).toContain('expired');
    expect(under.instance.outcome).toBe('told');
    expectReplay(under);
  });
});

test('a message that never went needs no undoing and no answer', () => {
  const undoable = promotion(
    'a',
    `compensate: { act: collaboration.SendMessage, with: { template: "'undo'", purpose: "'service'" } }`,
  );
  const cancelled = ordered(game(NIGHT, undoable)).action('cancel');
  expect(cancelled.instance).toMatchObject({ status: 'ended', left: [] });
  const erased = ordered(game(NIGHT, undoable)).input({ kind: 'erased', id: 'e-1', at: START });
  expect(erased.instance).toMatchObject({ status: 'ended', left: [] });
  expect([...cancelled.commands, ...erased.commands]).toEqual([]);
});

test('an erasure sends no message, not even one that would undo what was sent', () => {
  const undoable = promotion(
    'a',
    `compensate: { act: collaboration.SendMessage, with: { template: "'undo'", purpose: "'service'" } }`,
  );
  const under = ordered(game(NIGHT, undoable).pass('PT9H'));
  expect(under.commands).toHaveLength(1);
  under.input({ kind: 'erased', id: 'e-1', at: under.clock });
  expect(under.commands).toHaveLength(1);
  expect(under.instance).toMatchObject({ status: 'ended', ending: 'erased' });
  expect(under.deeds).toContainEqual(expect.objectContaining({ did: 'undo-impossible', why: 'message' }));
  expectReplay(under);
});

describe('compensations that reach a person', () => {
  const undoable = promotion(
    'a',
    `compensate: { act: collaboration.SendMessage, with: { template: "'undo'", purpose: "'service'" } }`,
  );
  const leaving = planFrom(
    journey(
      `
    tell:
      office: front
      act: collaboration.SendMessage
      with: { template: "'offer'", purpose: "'marketing'", channel: "'email'" }
      compensate: { act: collaboration.SendMessage, with: { template: "'undo'", purpose: "'service'" } }
    long: { office: front, wait: [{ after: P30D }] }
    told: { end: told }`,
      { exit: '  - { on: continuo.operations.OrderCancelled.v1, outcome: cancelled, undo: true }' },
    ),
  );

  test('wait for the end of quiet hours like any message', () => {
    const under = ordered(game(NIGHT, leaving).pass('PT9H'))
      .answer('collaboration.MessageSent')
      .pass('PT15H');
    under.event('operations.OrderCancelled', { orderId: 'o-1' });
    expect(under.commands).toHaveLength(1);
    expect(under.instance).toMatchObject({ status: 'undoing', undo: [{ phase: 'held' }] });
    under.pass('PT8H');
    expect(under.commands).toHaveLength(2);
    under.answer('collaboration.MessageSent');
    expect(under.instance.status).toBe('ended');
    expectReplay(under);
  });

  test('are passed over when a rule says no', () => {
    const drops = `caps: [{ name: one, max: 1, per: P30D, then: drop }]\n`;
    const under = ordered(game(drops, leaving)).answer('collaboration.MessageSent');
    under.event('operations.OrderCancelled', { orderId: 'o-1' });
    expect(under.instance).toMatchObject({ status: 'ended', outcome: 'cancelled' });
    expect(published(under, 'SendSkipped')).toMatchObject([{ rule: 'caps/one' }]);
    expectReplay(under);
  });

  test('are not sent for what was held and never went', () => {
    const under = ordered(game(NIGHT, undoable));
    expect(heldOf(under.instance)?.rules).toEqual(['quietHours/night']);
  });
});

test('without guardrails nothing is looked at, and nothing remembered', () => {
  const under = ordered(new JourneyUnderTest(promotion('a')));
  expect(under.commands).toHaveLength(1);
  expect(under.state.memory).toBeUndefined();
  expect(under.changes[0]?.journal.facts).toEqual({ now: under.clock });
});

test('a consent that is withdrawn while a message waits counts when its time has come', () => {
  const said = (granted: boolean, changedAt: number) => [
    { purpose: 'marketing', channel: '*', granted, version: '1', changedAt },
  ];
  const under = game(
    `${NIGHT}consent: [{ name: marketing, purposes: [marketing], unknown: refuse }]\n`,
    promotion('a'),
  );
  ordered(under.facts({ consents: said(true, 1) }));
  under.facts({ consents: said(false, 2) }, 2).pass('PT8H');
  expect(under.commands).toEqual([]);
  expect(published(under, 'SendSkipped')).toMatchObject([
    { rule: 'consent/marketing', inputs: { consent: 'withdrawn' } },
  ]);
  expectReplay(under);
});

test('two messages of one moment, on two ways of one journey, know of each other', () => {
  const two = planFrom(
    journey(
      `
    both:
      office: front
      parallel: all
      branches:
        one:
          steps:
            first:
              office: front
              act: collaboration.SendMessage
              with: { template: "'a'", purpose: "'marketing'", channel: "'email'" }
        other:
          steps:
            second:
              office: front
              act: collaboration.SendMessage
              with: { template: "'b'", purpose: "'marketing'", channel: "'sms'" }
    told: { end: told }`,
      { head: 'category: promotion' },
    ),
  );
  const under = ordered(game(WEEKLY, two));
  expect(under.commands).toHaveLength(1);
  expect(heldOf(under.instance)).toMatchObject({ rules: ['caps/weekly'] });
  under.answer('collaboration.MessageSent').pass('P7D');
  expect(under.commands).toHaveLength(2);
  under.answer('collaboration.MessageSent');
  expect(under.instance.outcome).toBe('told');
  expectReplay(under);
});
