// Definitions: the published examples are right, and what is wrong is told with its line, step and rule.
import { readFileSync } from 'node:fs';
import { contract } from '@continuo/contracts';
import { contractCatalogue } from './contract-catalogue.js';
import { journey, planFrom, problemsOf, publishedPlanFrom } from '../../../test/journey-under-test.js';

const example = readFileSync(
  new URL('../../../test/fixtures/click-and-collect.yaml', import.meta.url),
  'utf8',
);
const demonstration = readFileSync(
  new URL('../../../test/fixtures/cart-reminder.yaml', import.meta.url),
  'utf8',
);

const WAIT = `
    pause:
      office: back
      wait: [{ after: PT1H }]
    over: { end: over }`;

describe('a definition', () => {
  test('the example of the architecture is right', () => {
    const plan = planFrom(example);
    expect([...plan.steps.keys()]).toEqual([
      'reserve',
      'ready',
      'arrival',
      'again',
      'remind',
      'alert-staff',
      'handed-over',
      'apologise',
      'not-collected',
    ]);
    expect(plan.steps.get('reserve')?.keeps).toEqual(new Set(['continuo.operations.OrderReady.v1']));
    expect(plan.steps.get('arrival')?.keeps).toEqual(new Set());
  });

  test('what was published with a longer time goes on, and its time has an end', () => {
    const yaml = journey(WAIT, {
      head: 'goals: [{ name: got, on: continuo.operations.OrderReady.v1, within: P300000Y }]',
    });
    const [goal] = publishedPlanFrom(yaml).goals;
    expect(new Date(goal?.within.after(Date.UTC(2026, 0, 1)) ?? 0).getUTCFullYear()).toBe(275_760);
  });

  test('the demonstration is right by the real contract', () => {
    expect(planFrom(demonstration, 1, contractCatalogue(contract)).first).toBe('thinking');
  });

  test('is wrong at the same place whatever ends its lines, and whether a byte order mark begins it', () => {
    const wrong = journey(`
    pause: { office: back, wait: [{ after: PT0S }] }
    on:
      office: back
      set:
        a: |
          several
          lines ((
    over: { end: over }
    island: { end: over, colour: red }`);
    const broken = `${wrong}"`;
    const told = [problemsOf(wrong), problemsOf(broken), problemsOf(wrong.replace(', colour: red', ''))];
    expect(told).toEqual([
      ['18 shape-additionalProperties island'],
      ['19 yaml', '19 yaml'],
      ['10 duration pause', '14 expression-syntax on', '18 unreachable-step island'],
    ]);
    const spoilt = [wrong, broken, wrong.replace(', colour: red', '')].map(
      (text) => `\ufeff${text.replaceAll('\n', '\r\n')}`,
    );
    expect(spoilt.map((text) => problemsOf(text))).toEqual(told);
  });

  test('the step below is what a missing next means', () => {
    const step = planFrom(journey(WAIT)).steps.get('pause');
    expect(step?.kind === 'wait' && step.branches[0]?.next).toBe('over');
  });

  test.each<[string, string, readonly string[]]>([
    ['broken YAML', 'journey: [', ['1 yaml']],
    ['aliases', 'journey: &a x\ntitle: *a', ['1 yaml']],
    ['a key twice', 'journey: a\njourney: b', ['2 yaml']],
    ['an unknown key', `${journey(WAIT)}colour: red\n`, ['14 shape-additionalProperties']],
    [
      'a title that no database takes',
      journey(WAIT).replace('A journey under test', '"A\\0"'),
      ['2 shape-pattern'],
    ],
    [
      'a step without its office',
      journey(`
    pause:
      wait: [{ after: PT1H }]
    over: { end: over }`),
      ['10 shape-required pause'],
    ],
    [
      'a step that is nothing',
      journey(`
    pause: { office: back }
    over: { end: over }`),
      ['10 shape-anyOf pause'],
    ],
    [
      'a key that its step does not have',
      journey(`
    pause: { office: back, set: { a: "1" }, retry: 3 }
    over: { end: over }`),
      ['10 shape-additionalProperties pause'],
    ],
    [
      'a name in upper case',
      journey(`
    Pause: { end: over }`),
      ['9 shape-pattern', '10 shape-propertyNames Pause'],
    ],
    [
      'an event that no topic brings',
      journey(`
    pause:
      office: back
      wait:
        - { on: continuo.operations.OrderLost.v1 }
        - { after: PT1H }
    over: { end: over }`),
      ['13 unknown-event pause'],
    ],
    [
      'a field that the event does not have',
      journey(`
    pause:
      office: back
      wait:
        - { on: continuo.operations.OrderReady.v1, when: event.orderID == key }
        - { after: PT1H }
    over: { end: over }`),
      ['13 unknown-field pause'],
    ],
    [
      'a wait without a time',
      journey(`
    pause:
      office: back
      wait:
        - { on: continuo.operations.OrderReady.v1 }
    over: { end: over }`),
      ['12 wait-without-time pause'],
    ],
    [
      'a duration of nothing',
      journey(`
    pause: { office: back, wait: [{ after: PT0S }] }
    over: { end: over }`),
      ['10 duration pause'],
    ],
    [
      'a time in the far future',
      journey(
        `
    ask:
      office: middle
      approve: goodwill
      role: supervisor
      deadline: P300000Y
      escalate: [{ after: P250000Y, role: operator }]
      approved: pause
      rejected: pause
      expired: pause
    pause: { office: back, wait: [{ after: P101Y }] }
    over: { end: over }`,
        { head: 'goals: [{ name: got, on: continuo.operations.OrderReady.v1, within: P300000Y }]' },
      ),
      [
        '6 duration-too-long',
        '14 duration-too-long ask',
        '15 duration-too-long ask',
        '19 duration-too-long pause',
      ],
    ],
    [
      'a schedule that never comes again',
      journey(WAIT).replace(
        '  - { on: continuo.operations.OrderAccepted.v1,',
        `  - { schedule: { every: P300000Y, from: "2026-01-01" }, audience: "true" }
  - { schedule: { every: P101Y, from: "2026-01-01" }, audience: "true" }
  - { on: continuo.operations.OrderAccepted.v1,`,
      ),
      ['8 schedule', '9 duration-too-long'],
    ],
    [
      'a step nothing leads to',
      journey(`
    pause: { office: back, wait: [{ after: PT1H, next: over }] }
    island: { office: back, set: { a: "1" }, next: over }
    over: { end: over }`),
      ['11 unreachable-step island'],
    ],
    [
      'a next that is no step',
      journey(`
    pause: { office: back, wait: [{ after: PT1H, next: nowhere }] }
    over: { end: over }`),
      ['10 unknown-step pause', '11 unreachable-step over'],
    ],
    [
      'a last step that goes on',
      journey(`
    pause: { office: back, wait: [{ after: PT1H }] }`),
      ['10 no-step-below pause'],
    ],
    [
      'a loop that never waits',
      journey(`
    first: { office: back, set: { a: "1" } }
    pick:
      office: back
      choose:
        - { when: vars.a == 2, next: over }
        - { else: true, next: first }
    over: { end: over }`),
      ['10 loop-without-wait first', '11 loop-without-wait pick'],
    ],
    [
      'a choice without else',
      journey(`
    pick:
      office: back
      choose: [{ when: key == "1", next: over }]
    over: { end: over }`),
      ['12 choose-without-else pick'],
    ],
    [
      'event where there is none',
      journey(`
    note: { office: back, set: { a: event.orderId } }
    over: { end: over }`),
      ['10 expression-name note'],
    ],
    [
      'visits of a step that is none',
      journey(`
    note: { office: back, set: { a: visits.nowhere } }
    over: { end: over }`),
      ['10 unknown-step note'],
    ],
    [
      'a command that no service takes',
      journey(`
    go: { office: back, act: operations.Explode }
    over: { end: over }`),
      ['10 unknown-command go'],
    ],
    [
      'a field that the command does not take, and one that it wants',
      journey(`
    go:
      office: back
      act: operations.ReserveStock
      with: { order: key }
    over: { end: over }`),
      ['13 missing-field go', '13 unknown-field go'],
    ],
    ['an unknown time zone', journey(WAIT, { head: 'timeZone: Mars/Olympus' }), ['6 time-zone']],
    [
      'a journey longer than its journal is kept',
      journey(
        `
    pause: { office: back, wait: [{ after: P31D }] }
    over: { end: over }`,
        { head: 'retention: short' },
      ),
      ['6 longer-than-retention'],
    ],
  ])('is refused for %s', (_what, yaml, problems) => {
    expect(problemsOf(yaml)).toEqual(problems);
  });
});
