// What can never work is refused before it runs: fields, types and symbols by the real contract, with what was meant.
import { contract } from '@continuo/contracts';
import { journey } from '../../../test/journey-under-test.js';
import { contractCatalogue } from './contract-catalogue.js';
import { DefinitionReader } from './definition-source.js';

const reader = new DefinitionReader(
  new URL('../../../../../schemas/journey.schema.json', import.meta.url),
  contractCatalogue(contract),
);

function toldOf(yaml: string): readonly string[] {
  const read = reader.read(yaml, 'test.yaml', 1);
  return read.ok ? [] : read.problems.map(({ rule, message }) => `${rule}: ${message}`);
}

/** A journey that asks this of an order, and sends with these fields. */
function asking(when: string, more: { set?: string; with?: string; act?: string } = {}): string {
  return journey(`
    open:
      office: back
      wait:
        - on: continuo.operations.OrderReady.v1
          when: ${JSON.stringify(when)}
          set: { ${more.set ?? 'a: "1"'} }
        - { after: PT1H, next: over }
    go:
      office: front
      act: ${more.act ?? 'collaboration.SendMessage'}
      with: { ${more.with ?? `template: "'t'", purpose: "'p'"`} }
    over: { end: over }`);
}

describe('an event', () => {
  const named = (type: string): string =>
    journey(
      `
    rest:
      office: back
      wait:
        - { on: ${type} }
        - { after: PT1H }
    over: { end: over }`,
      {
        head: `goals: [{ name: got, on: ${type} }]`,
        exit: `  - { on: ${type}, outcome: over }`,
      },
    ).replace('  - { on: continuo.operations.OrderAccepted.v1', `  - { on: ${type} }\n$&`);

  test.each([
    ...['ProfileChanged', 'ProfileMerged', 'ProfileSplit', 'ProfileErased'].map((name) => `cdp.${name}`),
    ...['InstanceEntryRequested', 'InstanceActionRequested', 'InstanceMigrationRequested'].map(
      (name) => `orchestrator.${name}`,
    ),
    ...['AnswerForwarded', 'WorkerTaskSettled'].map((name) => `orchestrator.${name}`),
  ])('that is the system keeping its books is not for journeys: %s', (name) => {
    const type = `continuo.${name}.v1`;
    const read = reader.read(named(type), 'test.yaml', 1);
    const told = read.ok ? [] : read.problems.map(({ line, rule, step }) => [line, rule, step]);
    const rule = 'bookkeeping-event';
    expect(told).toEqual([
      [6, rule, null],
      [8, rule, null],
      [11, rule, null],
      [16, rule, 'rest'],
    ]);
    expect(reader.readPublished(named(type), 'test.yaml', 1, new Date(0)).ok).toBe(true);
    expect(contractCatalogue(contract).eventTypes).not.toContain(type);
  });

  test('every request that changes an instance is one of them', () => {
    const requests = contract.typesOn('orchestrator.requests').map(({ type }) => type);
    const { event } = contractCatalogue(contract);
    expect(requests.filter((type) => event(type)?.isBookkeeping !== true)).toEqual([]);
  });

  test.each(['cdp.ProfileCreated', 'collaboration.TaskCompleted', 'cdp.ConsentGranted'])(
    'that happens to a customer is: %s',
    (name) => expect(toldOf(named(`continuo.${name}.v1`))).toEqual([]),
  );
});

describe('an expression', () => {
  test.each([
    'event.orderId == key',
    'event.orderId == vars.storeId && event.readyAt > 0',
    'has(event.orderId) && visits.open < 3',
    "'vip' in profile.segments || profile.language == 'de'",
    "profile.segments.exists(s, s.startsWith('vip'))",
    "profile.consents.exists(c, c.purpose == 'service' && c.granted)",
    'profile.scores.churn > 0.5 && profile.reachability.email',
    "(event.orderId + '-' + string(visits.open)).matches('^o-[0-9]+$')",
    '[1, 2, 3].filter(i, i > 1).size() == 2',
    "vars.fromOutside == 'whatever'",
    "profile.valueTier != null && profile.valueTier == 'gold'",
    'profile.timeZone == null',
    'size(event.orderId) % 2 == 0',
    "{'a': 1}.a == 1",
  ])('may ask %s', (when) => {
    expect(toldOf(asking(when))).toEqual([]);
  });

  test.each([
    ['event.orderID == key', 'unknown-field: OrderReady has no field orderID; did you mean orderId?'],
    ['event.orderId == 5', 'type-mismatch: a string compared with a int: == is never true'],
    ['event.orderId > 5', 'type-mismatch: > of string and int'],
    [
      'event.readyAt == key',
      'type-mismatch: a number (milliseconds) compared with a string: == is never true',
    ],
    ['event.orderId', 'condition-not-bool: when wants bool, this gives string'],
    ['event.orderId && true', 'type-mismatch: a side of && is a bool, not a string'],
    ['event.orderId.name == key', 'type-mismatch: .name of a string'],
    [
      "profile.segmnts.exists(s, s == 'a')",
      'unknown-field: profile has no field segmnts; did you mean segments?',
    ],
    [
      'profile.consents.exists(c, c.purpse == key)',
      'unknown-field: ConsentFact has no field purpse; did you mean purpose?',
    ],
    ['profile.segments.exists(s, s == 1)', 'type-mismatch: a string compared with a int: == is never true'],
    ['vars.storeID == key', 'unknown-variable: nothing sets vars.storeID; did you mean storeId?'],
    [
      'event.readyAt % 2 == 0',
      'type-mismatch: % of number (milliseconds) and int; % takes ints, and a number from an event or a var is one only as int(…)',
    ],
    ['profile.scores.churn', 'condition-not-bool: when wants bool, this gives number'],
    ["1 in ['a']", "type-mismatch: int in list of 'a': never true"],
    ['event.orderId - 1 == 2.0', 'type-mismatch: - of string and int'],
    ['visits.opn > 1', 'unknown-step: visits.opn: there is no such step; did you mean open?'],
  ])('may not ask %s', (when, told) => {
    expect(toldOf(asking(when))).toEqual([told]);
  });

  test('names the symbols of an enum', () => {
    const entry = (when: string) =>
      asking('true').replace('key: event.orderId,', `when: ${JSON.stringify(when)}, key: event.orderId,`);
    expect(toldOf(entry("event.fulfilment == 'collect'"))).toEqual([]);
    expect(toldOf(entry("event.fulfilment == 'colect'"))).toEqual([
      "unknown-symbol: 'colect' is not one of collect, deliver, other; did you mean collect?",
    ]);
    expect(toldOf(entry("event.fulfilment in ['collect', 'deliver']"))).toEqual([]);
    expect(toldOf(entry("event.lines.exists(l, l.quantity > 'a')"))).toEqual([
      "type-mismatch: > of number and 'a'",
    ]);
  });

  test('knows vars by all that sets them, and nothing of those that are set to this and that', () => {
    expect(toldOf(asking('vars.storeId > 5'))).toEqual(['type-mismatch: > of string and int']);
    expect(toldOf(asking('vars.storeId > 5', { set: 'storeId: event.readyAt' }))).toEqual([]);
    expect(toldOf(asking("vars.count == 'x'", { set: 'count: visits.open + 1' }))).toEqual([
      "type-mismatch: a number compared with a 'x': == is never true",
    ]);
    expect(toldOf(asking("vars.count == 'x'", { set: 'count: vars.count + 1' }))).toEqual([]);
  });
});

describe('a command', () => {
  test.each([
    [`template: "'t'", purpose: key, variables: "{'productId': vars.a, 'n': 1, 'b': true}"`, []],
    ['template: "5", purpose: key', ['wrong-type: template wants string, is given int']],
    [`template: "{'t': 1}", purpose: key`, ['wrong-type: template wants string, is given map']],
    [
      'template: key, purpose: key, variables: "[1]"',
      ['wrong-type: variables wants map of null or bool or number or string, is given list of int'],
    ],
    [
      `template: key, purpose: key, variables: "{'a': [1]}"`,
      ['wrong-type: variables a wants null or bool or number or string, is given list of int'],
    ],
    [
      'tempalte: key, purpose: key',
      [
        'missing-field: collaboration.SendMessage wants template',
        'unknown-field: collaboration.SendMessage takes no tempalte; did you mean template?',
      ],
    ],
  ])('with %s', (values, told) => {
    expect(toldOf(asking('true', { with: values }))).toEqual(told);
  });

  test('takes an id only in its form', () => {
    const values = (messageId: string) => `caseType: "'x'", messageId: "${messageId}"`;
    const told = (messageId: string) =>
      toldOf(asking('true', { act: 'crm.OpenCase', with: values(messageId) }));
    expect(told("'abc'")).toEqual(["wrong-type: messageId wants null or string (uuid), is given 'abc'"]);
    expect(told("'0190c2a4-0000-7000-8000-000000000001'")).toEqual([]);
    expect(told('vars.storeId')).toEqual([]);
  });
});

describe('what was meant is said', () => {
  const base = asking('true');
  test.each([
    ['a command', 'collaboration.SendMessage', 'collaboration.SendMesage', 'collaboration.SendMessage'],
    ['an event', 'OrderReady.v1', 'OrderRedy.v1', 'continuo.operations.OrderReady.v1'],
    [
      'an event in lower case',
      'operations.OrderReady.v1',
      'operations.orderready.v1',
      'continuo.operations.OrderReady.v1',
    ],
    ['a step', 'next: over', 'next: ovre', 'over'],
    ['a key of a step', 'after: PT1H', 'aftre: PT1H', 'after'],
    ['a key of an act', 'with: { template', 'wiht: { template', 'with'],
    ['the kind of a step', 'act: coll', 'atc: coll', 'act'],
    ['a key at the top', 'metrics: [right]', 'metric: [right]', 'metrics'],
    ['an office', 'office: front', 'office: frnt', 'front'],
  ])('of %s', (_what, right, wrong, meant) => {
    const told = toldOf(base.replace(right, wrong));
    expect(told.some((each) => each.endsWith(`did you mean ${meant}?`))).toBe(true);
  });
});

test('a published version is not held to rules that came later', () => {
  const yaml = asking('event.orderId > 5');
  expect(reader.read(yaml, 'a.yaml', 1).ok).toBe(false);
  expect(reader.readPublished(yaml, 'a@1', 1, new Date()).ok).toBe(true);
});
