// Why, in words and in fields: from what real lives of instances left in their journals.
import { guardrailsOf } from '../../../../test/guardrails-under-test.js';
import { journey, JourneyUnderTest, planFrom } from '../../../../test/journey-under-test.js';
import { SENT_TELLS_POLICY } from '../engine/instance.js';
import { commandAnsweredBy, whyMessage } from './why-message.js';
import { whyDeclined, whyOf } from './why-record.js';

const PROMOTION = planFrom(
  journey(`
    tell:
      office: front
      act: collaboration.SendMessage
      with: { template: "'offer'", purpose: "'marketing'", channel: "'email'" }
    told: { end: told }`),
);
const ORDER = { orderId: 'o-1', storeId: 's-1' };

function lived(rules: string | null, play: (game: JourneyUnderTest) => void) {
  const game = new JourneyUnderTest(PROMOTION);
  if (rules !== null) game.guardrails = guardrailsOf(rules);
  play(game.event('operations.OrderAccepted', ORDER));
  const journal = game.changes.map(({ journal: entry }) => entry);
  return { game, journal, records: journal.flatMap((entry) => whyOf(entry)) };
}

test('a message that went out: who entered by what, what was asked for, what came of it', () => {
  const { game, journal, records } = lived(null, (each) => each.answer('collaboration.MessageSent'));
  expect(records.map(({ text }) => text)).toEqual([
    'entered by OrderAccepted',
    'tell: asked for collaboration.SendMessage',
    'tell: MessageSent (done)',
    'ended with told (completed)',
  ]);
  const id = game.commands[0]?.commandId ?? '';
  expect(whyMessage(journal, id)).toMatchObject({
    state: 'sent',
    text: 'It went out: tell: MessageSent (done)',
  });
  expect(commandAnsweredBy(journal, 'event-2')).toBe(id);
  expect(commandAnsweredBy(journal, 'event-9')).toBeNull();
});

describe('one that went under guardrails', () => {
  const RULES = `mandatory: { purposes: [security] }
consent: [{ name: asked, unknown: allow }]
quietHours: [{ name: night, from: "00:00", to: "08:00", then: hold }]
caps: [{ name: weekly, max: 2, per: P7D, then: drop }, { name: texts, channels: [sms], max: 1, per: P7D, then: drop }]
pace: [{ name: all, perMinute: 60 }]
`;
  const sent = (game: JourneyUnderTest) =>
    game.changes.flatMap(({ journal: entry }) => whyOf(entry, ['sent']));
  const held = (revision?: number): JourneyUnderTest => {
    const game = new JourneyUnderTest(PROMOTION);
    game.guardrails = guardrailsOf(RULES);
    game.event('operations.OrderAccepted', ORDER);
    const { instance, state } = game;
    if (revision !== undefined)
      game.state = { ...state, instances: new Map([[instance.id, { ...instance, revision }]]) };
    game.guardrails = guardrailsOf(RULES, [], 2);
    return game.pass('PT9H');
  };

  test('names the version that let it go, the rules that were asked, and what they counted', () => {
    const game = held().event('operations.OrderAccepted', { ...ORDER, orderId: 'o-2' });
    const passed = ['consent/asked', 'quietHours/night', 'caps/weekly', 'pace/all'];
    expect(sent(game)).toMatchObject([
      { rule: null, ruleVersion: '2', inputs: { guardrails: 2, passed, contacts: 0 } },
      { rule: null, ruleVersion: '2', inputs: { guardrails: 2, passed, contacts: 1 } },
    ]);
    expect(sent(game)[0]?.text).toBe(
      'tell: asked for collaboration.SendMessage, let go by the guardrails (version 2)',
    );
    const { recorded, again } = game.replayed();
    expect(again).toBe(recorded);
  });

  test('does not name rules that a mandatory message passes by', () => {
    const warning = planFrom(
      journey(`
    warn:
      office: front
      act: collaboration.SendMessage
      with: { template: "'warning'", purpose: "'security'", channel: "'sms'" }
    warned: { end: warned }`),
    );
    const game = new JourneyUnderTest(warning);
    game.guardrails = guardrailsOf(RULES);
    game.event('operations.OrderAccepted', ORDER);
    expect(sent(game)).toMatchObject([
      { ruleVersion: '1', inputs: { passed: ['consent/asked', 'pace/all'] } },
    ]);
  });

  test('says nothing of them where the instance began before the journal did', () => {
    const [record] = sent(held(SENT_TELLS_POLICY - 1));
    expect(record).toMatchObject({ kind: 'sent', ruleVersion: null });
    expect(record?.inputs).not.toHaveProperty('passed');
  });
});

test('one that was left out names the rule, its version and what it looked at', () => {
  const { records } = lived('consent: [{ name: asked, unknown: refuse }]\n', () => undefined);
  const skipped = records.find(({ kind }) => kind === 'skipped');
  expect(skipped).toMatchObject({ rule: 'consent/asked', ruleVersion: '1', inputs: { consent: 'unknown' } });
  expect(skipped?.text).toContain('tell: left out by consent/asked (version 1)');
});

test('one that is held is told with its time, and what is awaited is waited for', () => {
  const held = lived(
    'quietHours: [{ name: night, from: "00:00", to: "08:00", then: hold }]\n',
    () => undefined,
  );
  const record = held.records.find(({ kind }) => kind === 'held');
  expect(record?.text).toContain('held by quietHours/night (version 1) until 2026-01-01T08:00:00.000Z');
  expect(record?.until).toBe(Date.parse('2026-01-01T08:00:00Z'));
  expect(whyMessage(held.journal, record?.commandId ?? '')).toMatchObject({ state: 'held' });
  const waiting = lived(null, () => undefined);
  expect(whyMessage(waiting.journal, waiting.game.commands[0]?.commandId ?? '')).toMatchObject({
    state: 'waiting',
  });
  expect(whyMessage(waiting.journal, 'unknown')).toBeNull();
});

test('what an operator cancels was given up', () => {
  const { game, journal } = lived(null, (each) => each.action('cancel'));
  expect(whyMessage(journal, game.commands[0]?.commandId ?? '')).toMatchObject({
    state: 'left',
    text: expect.stringContaining('ended with cancelled'),
  });
});

test('a message that went is told with the revision of its template', () => {
  const { records } = lived(null, (game) => {
    const commandId = game.commands[0]?.commandId ?? '';
    game.event('collaboration.MessageSent', { templateRevision: 2 }, { commandId });
  });
  const record = records.find(({ kind }) => kind === 'answered');
  expect(record).toMatchObject({
    text: 'tell: MessageSent (done), template revision 2',
    inputs: { templateRevision: 2 },
  });
});

test('nothing of vars and keys is told', () => {
  expect(JSON.stringify(lived(null, () => undefined).records)).not.toContain('o-1');
});

test('an entry that was declined, and one that lost against another journey', () => {
  const base = { journey: 'care', version: 1, at: 1, ruleVersion: null };
  expect(whyDeclined({ ...base, rule: 'reentry', inputs: { times: 3, entry: 'e-1' } })).toMatchObject({
    kind: 'declined',
    cause: { id: 'e-1' },
    text: 'not entered: reentry: times 3',
  });
  expect(whyDeclined({ ...base, rule: 'group', inputs: {} }).kind).toBe('arbitration');
});
