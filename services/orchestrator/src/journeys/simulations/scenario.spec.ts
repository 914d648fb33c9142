// Scenario files: what they test, how they tell what differs, and what is wrong with one, with its line.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '@continuo/contracts';
import { report } from './scenario-report.js';
import { findScenarios, ScenarioRunner, type ScenarioResult } from './scenario-runner.js';

const schemas = new URL('../../../../../schemas/', import.meta.url);
const runner = new ScenarioRunner(
  {
    scenario: new URL('scenario.schema.json', schemas),
    journey: new URL('journey.schema.json', schemas),
    guardrails: new URL('guardrails.schema.json', schemas),
  },
  contract,
);
const JOURNEY = `
journey: care
title: Who leaves a cart is cared for
owner: online-shop
objective: fewer carts left behind
metrics: [orders]
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Checkout Started"
    key: event.properties.cart_id
steps:
  thinking:
    office: front
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Order Completed", next: bought }
      - { after: PT1H, next: remind }
  remind:
    office: front
    act: collaboration.SendMessage
    with: { template: "'care'", purpose: "'marketing'", channel: "'email'" }
    retry: { attempts: 2, backoff: PT10S }
    notAfter: P1D
    failed: left
  bought: { end: bought }
  left: { end: left }
`;
const STARTED = `{ event: cdp.TrackReceived, with: { name: Checkout Started, properties: { cart_id: c-1 } } }`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scenarios-'));
  writeFileSync(join(folder, 'care.yaml'), JOURNEY);
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(body: string): readonly ScenarioResult[] {
  const file = join(folder, 'care.scenario.yaml');
  writeFileSync(file, body);
  return runner.run(file);
}

function one(when: string, then: string, more = ''): ScenarioResult {
  const [result] = run(`journey: care.yaml
given: { at: 2026-03-02T10:00, timeZone: Europe/Zurich }
scenarios:
  - name: under test
${more}    when: [${when}]
    then: ${then}
`);
  if (result === undefined) throw new Error('nothing was run');
  return result;
}

const told = (result: ScenarioResult) =>
  report([result], { format: 'text', colour: false, nameOf: (file) => file.slice(folder.length + 1) });

test('time passes on a virtual clock, and services answer', () => {
  const then = `{ steps: [thinking, remind, bought], outcome: bought, sends: [{ template: care, at: 2026-03-02T11:00 }] }`;
  expect(told(one(`${STARTED}, { pass: PT2H }`, then))).toContain('1 passed');
});

test('services fail, are late and stay silent, call by call', () => {
  const services = (rule: string) => `    services: { collaboration.SendMessage: ${rule} }\n`;
  const when = `${STARTED}, { pass: P3D }`;
  const failing = services('[MessageFailed, { answer: MessageSent, after: PT5M }]');
  expect(
    told(
      one(
        when,
        '{ outcome: bought, commands: [{ at: "2026-03-02T11:00" }, { at: "2026-03-02T11:00:11.500" }] }',
        failing,
      ),
    ),
  ).toContain('1 passed');
  expect(told(one(when, '{ outcome: left }', services('MessageFailed')))).toContain('1 passed');
  expect(told(one(when, '{ outcome: left, skips: [] }', services('silence')))).toContain('1 passed');
  expect(
    told(one(when, '{ outcome: left, skips: [{ step: remind }] }', services('MessageRefused'))),
  ).toContain('1 passed');
});

test('a wait of the same moment as an event loses to it', () => {
  const bought = `{ event: cdp.TrackReceived, after: PT1H, with: { name: Order Completed } }`;
  expect(told(one(`${STARTED}, ${bought}`, '{ outcome: bought, sends: [] }'))).toContain('1 passed');
});

test('guardrails hold and skip as they would', () => {
  const policy = `    given:
      at: 2026-03-02T10:00
      timeZone: Europe/Zurich
      profile: { consents: [], timeZone: Europe/Zurich }
      guardrails: |
        title: Ours
        owner: care
        consent: [{ name: asked, purposes: [marketing], unknown: refuse }]
`;
  const result = one(
    `${STARTED}, { pass: PT2H }`,
    '{ sends: [], skips: [{ rule: consent/asked, step: remind }] }',
    policy,
  );
  expect(told(result)).toContain('1 passed');
});

describe('what else is true', () => {
  const PACED = `
      guardrails: |
        title: Ours
        owner: care
        pace: [{ name: gentle, channels: [email], perMinute: 60 }]
`;
  const given = (more: string): string => `    given:\n      at: 2026-03-02T10:00\n${more}`;

  test('sending that is stopped holds messages until it is resumed', () => {
    const then =
      '{ outcome: bought, holds: [{ rule: stop, step: remind }], sends: [{ at: 2026-03-02T12:30 }] }';
    const resumed = `${STARTED}, { after: PT2H30M, resumed: { channel: email } }, { pass: PT1M }`;
    expect(told(one(resumed, then, given('      stopped: [{ channel: email }]\n')))).toContain('1 passed');
    const stopped = `${STARTED}, { stopped: { purpose: marketing } }, { after: PT2H30M, resumed: { purpose: marketing } }, { pass: PT1M }`;
    expect(told(one(stopped, then))).toContain('1 passed');
    const other = `${STARTED}, { stopped: { channel: whatsapp } }, { pass: PT2H }`;
    expect(told(one(other, '{ holds: [], sends: [{ at: 2026-03-02T11:00 }] }'))).toContain('1 passed');
    const both = `${STARTED}, { stopped: { channel: email } }, { stopped: {} }, { after: PT2H, resumed: {} }, { pass: PT1M }`;
    expect(told(one(both, '{ sends: [], step: remind }'))).toContain('1 passed');
  });

  test('a journey that is paused sends nothing until it is resumed, and its waits go on', () => {
    const then =
      '{ outcome: bought, holds: [{ rule: journey-paused, step: remind, until: null }], sends: [{ at: 2026-03-02T12:30 }] }';
    const resumed = `${STARTED}, { after: PT2H30M, resumed: care }, { pass: PT1M }`;
    expect(told(one(resumed, then, given('      paused: [care]\n')))).toContain('1 passed');
    const paused = `${STARTED}, { paused: care }, { after: PT2H30M, resumed: care }, { pass: PT1M }`;
    expect(told(one(paused, then))).toContain('1 passed');
    const never = `${STARTED}, { paused: care }, { pass: P3D }`;
    expect(told(one(never, '{ sends: [], skips: [{ rule: not-after }], outcome: left }'))).toContain(
      '1 passed',
    );
  });

  test('a limited journey is declined when others have all of its places, and entered when one is free', () => {
    const limited = JOURNEY.replace('steps:', 'concurrency: { total: 100 }\nsteps:');
    writeFileSync(join(folder, 'care.yaml'), limited);
    try {
      const full = given('      runningElsewhere: { care: 100 }\n');
      const declined = '{ instances: 0, declined: [{ rule: concurrency, journey: care, total: 100 }] }';
      expect(told(one(STARTED, declined, full))).toContain('1 passed');
      const again = STARTED.replace('c-1', 'c-2');
      const freed = `${STARTED}, { runningElsewhere: { care: 99 } }, ${again}, ${STARTED.replace('c-1', 'c-3')}`;
      expect(
        told(
          one(freed, '{ instances: 1, declined: [{}, {}] }'.replaceAll('{}', '{ rule: concurrency }'), full),
        ),
      ).toContain('1 passed');
      // Its own end gives the place back.
      const ended = `${STARTED}, { pass: PT2H }, ${again}`;
      const almost = given('      runningElsewhere: { care: 99 }\n');
      expect(told(one(ended, '{ instances: 2, declined: [] }', almost))).toContain('1 passed');
    } finally {
      writeFileSync(join(folder, 'care.yaml'), JOURNEY);
    }
  });

  test('a paced message is held until its slot, behind those of others', () => {
    const when = `${STARTED}, { at: 2026-03-02T11:00, waitingElsewhere: { pace/gentle: 120 } }, { pass: PT1H }`;
    const then =
      '{ holds: [{ rule: pace/gentle, until: 2026-03-02T11:02 }], sends: [{ at: 2026-03-02T11:02 }], outcome: bought }';
    expect(told(one(when, then, given(PACED)))).toContain('1 passed');
    expect(
      told(
        one(`${STARTED}, { pass: PT2H }`, '{ holds: [], sends: [{ at: 2026-03-02T11:00 }] }', given(PACED)),
      ),
    ).toContain('1 passed');
    // Two of one customer come one behind the other.
    const two = `${STARTED}, ${STARTED.replace('c-1', 'c-2')}, { pass: PT2H }`;
    expect(
      told(
        one(
          two,
          '{ holds: [{ rule: pace/gentle }], sends: [{ at: 2026-03-02T11:00 }, { at: "2026-03-02T11:00:01" }] }',
          given(PACED),
        ),
      ),
    ).toContain('1 passed');
    // Nobody waits beyond the message's own time; who cannot wait leaves the slot to who can.
    const full = `${STARTED}, { at: 2026-03-02T10:59, waitingElsewhere: { pace/gentle: 86461 } }`;
    const late = `${full}, { at: 2026-03-02T11:00, event: cdp.TrackReceived, with: { name: Checkout Started, properties: { cart_id: c-2 } } }, { pass: P3D }`;
    const first =
      '{ skips: [{ rule: pace/gentle, at: 2026-03-02T11:00 }], sends: [{ at: "2026-03-03T11:00:01" }] }';
    expect(told(one(late, first, given(PACED)))).toContain('1 passed');
  });
});

test('what differs is told line by line, with its place', () => {
  const text = told(one(`${STARTED}, { pass: PT2H }`, '{ steps: [thinking, remind, left], outcome: left }'));
  expect(text).toContain('steps: - expected + seen  care.scenario.yaml:6');
  expect(text).toMatch(/ {2}remind\n\s+- left\n\s+\+ bought/);
  expect(text).toContain('0 passed, 1 failed');
});

test('programs are told as JSON and as JUnit', () => {
  const result = one(`${STARTED}, { pass: PT2H }`, '{ outcome: "<left>" }');
  const options = { colour: false, nameOf: () => 'care.scenario.yaml' };
  expect(JSON.parse(report([result], { ...options, format: 'json' }))).toMatchObject({
    passed: 0,
    failed: 1,
    scenarios: [{ name: 'under test', findings: [{ of: 'outcome', expected: '<left>', seen: 'bought' }] }],
  });
  const junit = report([result], { ...options, format: 'junit' });
  expect(junit).toContain('<testsuite name="care.scenario.yaml" tests="1" failures="1">');
  expect(junit).toContain('- &lt;left&gt;');
});

describe('what is wrong with a scenario is named with its line', () => {
  test.each([
    ['an event that nobody carries', '{ event: shop.Nothing }', /:5.*|no topic that reaches the timeline/],
    ['a field that the event lacks', '{ event: cdp.TrackReceived, with: { nme: x } }', /has no nme/],
    [
      'an answer that answers something else',
      `${STARTED}, { pass: PT1H }, { answer: StockReserved }`,
      /no command waits|answers no/,
    ],
    ['a duration that is none', '{ pass: Pxyz }', /no duration/],
    ['a duration beyond all plans', '{ pass: P300000Y }', /longer than a hundred years/],
    ['a time that is none', '{ until: 2026-99-99T00:00 }', /no time in ISO 8601/],
    ['an action on nobody', '{ action: retry }', /no instance has started/],
    ['a pause of nothing', '{ paused: other }', /other is none of the journeys here: care/],
    ['a resumption of what runs', '{ resumed: care }', /care is not paused/],
    [
      'sending that goes on anyway',
      '{ stopped: { channel: email } }, { resumed: {} }',
      /nothing is stopped for channel \* and purpose \*/,
    ],
    ['others in a journey without a limit', '{ runningElsewhere: { care: 5 } }', /care has no limit/],
    ['others behind a pace that is none', '{ waitingElsewhere: { pace/x: 5 } }', /pace\/x is no pace/],
  ])('%s', (_what, when, message) => {
    const result = one(when, '{ outcome: null }');
    expect(result.ok).toBe(false);
    expect(result.findings[0]).toMatchObject({ of: null, line: 5 });
    expect(told(result)).toMatch(message);
  });

  test.each([
    ['a key that is not known', 'journey: care.yaml\nscenarios:\n  - { name: x, wenn: [], then: {} }', 3],
    ['no YAML', 'journey: [', 1],
    ['aliases', 'journey: &a care.yaml\nscenarios: *a', 1],
    [
      'a journey that is not there',
      'journey: nothing.yaml\nscenarios:\n  - { name: x, when: [{ pass: PT1H }], then: { instances: 0 } }',
      1,
    ],
    ['a text without end', `journey: ${'x'.repeat(1_100_000)}`, 1],
  ])('%s', (_what, body, line) => {
    const [result] = run(body);
    expect(result).toMatchObject({ ok: false, name: null });
    expect(result?.findings[0]?.line).toBe(line);
  });

  test('a policy that is none', () => {
    const result = one(STARTED, '{ instances: 1 }', '    given: { guardrails: nowhere.yaml }\n');
    expect(result.findings[0]?.message).toContain("nowhere.yaml can't be read");
  });

  test('a service that is asked for ever ends in a named error', () => {
    const loop = JOURNEY.replace('  left: { end: left }\n', '')
      .replace('failed: left', 'failed: thinking')
      .replace('PT1H, next', 'PT1S, next');
    writeFileSync(join(folder, 'care.yaml'), loop);
    const result = one(
      `${STARTED}, { pass: P365D }`,
      '{ outcome: left }',
      '    services: { "*": MessageFailed }\n',
    );
    writeFileSync(join(folder, 'care.yaml'), JOURNEY);
    expect(result.findings[0]?.message).toContain('more than 10000 inputs and timers');
  });
});

test('finds the scenarios beside a journey, and those below a folder', () => {
  run('journey: care.yaml');
  const file = join(folder, 'care.scenario.yaml');
  expect(findScenarios([join(folder, 'care.yaml')])).toEqual([file]);
  expect(findScenarios([folder, file])).toEqual([file]);
});
