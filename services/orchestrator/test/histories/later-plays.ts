// Lives through what people, workers, decisions, caps and goals do.
import { journey, type JourneyUnderTest } from '../journey-under-test.js';
import type { Play } from './play.js';

const ORDER = { orderId: 'o-1', storeId: 's-1', fulfilment: 'collect' };

function withOrder(
  name: string,
  says: string,
  definition: string,
  given: (game: JourneyUnderTest) => void,
): Play {
  const begin = (game: JourneyUnderTest): void => given(game.event('operations.OrderAccepted', ORDER));
  return { name, says, definition, catalogue: 'test', play: begin };
}

const DECIDE = journey(`
    best:
      office: middle
      decide:
        candidates:
          - { name: mail, rank: "0.3", next: mail }
          - { name: call, when: profile.valueTier == 'gold', rank: "0.8", set: { by: "'phone'" }, next: call }
        otherwise: none
    mail: { end: mail }
    call: { end: call }
    none: { end: none }`);
const APPROVE = journey(`
    approve:
      office: middle
      approve: goodwill
      role: supervisor
      with: { order: key }
      deadline: PT4H
      escalate: [{ after: PT1H, role: operator }]
      approved: fine
      rejected: turned-down
      expired: late
    fine: { end: fine }
    turned-down: { end: turned-down }
    late: { end: late }`);
const TASK = journey(`
    score:
      office: back
      task: credit-score
      with: { order: key }
      lease: PT30S
      retry: { attempts: 2, backoff: PT10S }
      timeout: PT1H
      set: { score: result.score }
      failed: broken
      timedOut: slow
    scored: { end: scored }
    broken: { end: broken }
    slow: { end: slow }`);
const PROMOTION = journey(
  `
    tell:
      office: front
      act: collaboration.SendMessage
      with: { template: "'offer'", purpose: "'marketing'", channel: "'email'" }
    told: { end: told }`,
  { head: 'category: promotion' },
);
const AT_NIGHT = 'quietHours: [{ name: night, from: "00:00", to: "08:00", then: hold }]\n';
/** A message that a case holds back, and beside it what closes the case. */
export const TROUBLED = `
journey: troubled
title: A complaint is settled before anything else is said
owner: tests
objective: to be right
metrics: [right]
category: promotion
entry:
  - { on: continuo.operations.OrderAccepted.v1, key: event.orderId }
steps:
  both:
    office: middle
    parallel: all
    branches:
      word:
        steps:
          tell:
            office: front
            act: collaboration.SendMessage
            with: { template: "'offer'", purpose: "'marketing'", channel: "'email'" }
      matter:
        steps:
          settle:
            office: middle
            act: crm.CloseCase
            with: { caseId: "'019aa000-0000-7000-8000-000000000000'", resolution: "'answered'" }
  over: { end: over }
`;
const GOALS = journey(
  `
    wait: { office: front, wait: [{ after: PT1H }] }
    over: { end: over }`,
  {
    head: 'goals: [{ name: bought, on: continuo.operations.OrderCollected.v1, when: event.orderId == key, within: P7D }]',
  },
);

function settled(game: JourneyUnderTest, value: Record<string, string | number | boolean | null>): void {
  const [task] = game.changes.flatMap(({ effects }) => effects.filter((each) => each.kind === 'task'));
  const given = { outcome: 'completed', attempt: 1, result: null, code: null, retriable: false };
  const about = task === undefined ? {} : { commandId: task.taskId };
  game.event('orchestrator.WorkerTaskSettled', { ...given, worker: 'bot-1', actor: 'bots', ...value }, about);
}

function said(game: JourneyUnderTest, name: string, value: Record<string, string | null>): void {
  const commandId = game.commands[0]?.commandId ?? '';
  game.event(`collaboration.${name}`, { taskId: 'task-1', ...value }, { commandId });
}

export const LATER_PLAYS: readonly Play[] = [
  {
    name: 'decide',
    says: 'the best of those that may',
    definition: DECIDE,
    catalogue: 'test',
    play: (game) => game.facts({ valueTier: 'gold' }, 2).event('operations.OrderAccepted', ORDER),
  },
  withOrder('approved', 'a person says yes after it was escalated', APPROVE, (game) => {
    said(game, 'TaskCreated', {});
    game.pass('PT1H');
    said(game, 'TaskCompleted', { outcome: 'approved', completedBy: 'sue' });
  }),
  withOrder('approval-late', 'nobody decides until the deadline', APPROVE, (game) => game.pass('PT5H')),
  withOrder('task-done', 'an external worker fails once, then gives its result', TASK, (game) => {
    settled(game, { outcome: 'failed', code: 'no-line', retriable: true });
    game.pass('PT11S');
    settled(game, { attempt: 2, result: '{"score":7}' });
  }),
  withOrder('task-slow', 'an external worker that never comes back', TASK, (game) => game.pass('PT2H')),
  {
    name: 'capped',
    says: 'the second message within a week is left out',
    definition: PROMOTION,
    catalogue: 'test',
    guardrails: [{ number: 1, rules: 'caps: [{ name: once, max: 1, per: P7D, then: drop }]\n' }],
    play(game, under) {
      game.guardrails = under(1);
      game.event('operations.OrderAccepted', ORDER).answer('collaboration.MessageSent');
      game.event('operations.OrderAccepted', { ...ORDER, orderId: 'o-2' });
    },
  },
  {
    name: 'sent-under-policy',
    says: 'a message held at night, let go by the next version of the policy; the second one is one too many',
    definition: PROMOTION,
    catalogue: 'test',
    guardrails: [
      { number: 1, rules: AT_NIGHT },
      { number: 2, rules: `${AT_NIGHT}caps: [{ name: once, max: 1, per: P7D, then: drop }]\n` },
    ],
    play(game, under) {
      game.guardrails = under(1);
      game.event('operations.OrderAccepted', ORDER);
      game.guardrails = under(2);
      game.pass('PT9H').answer('collaboration.MessageSent');
      game.event('operations.OrderAccepted', { ...ORDER, orderId: 'o-2' });
    },
  },
  {
    name: 'sent-in-revision',
    says: 'a message whose answer says in which revision of its template it went',
    definition: PROMOTION,
    catalogue: 'test',
    play(game) {
      game.event('operations.OrderAccepted', ORDER);
      const commandId = game.commands[0]?.commandId ?? '';
      game.event('collaboration.MessageSent', { templateRevision: 2 }, { commandId });
    },
  },
  {
    name: 'held-until-own-answer',
    says: 'a message that a case holds back, let go by the answer to what closes the case',
    definition: TROUBLED,
    catalogue: 'contract',
    guardrails: [
      {
        number: 1,
        rules: 'matters: [{ name: trouble, categories: [promotion], while: [case], then: hold }]\n',
      },
    ],
    play(game, under) {
      game.guardrails = under(1);
      game.event('crm.CaseOpened', { caseId: 'k-1' });
      game.event('operations.OrderAccepted', ORDER);
      const closing = game.commands.find(({ type }) => type.includes('CloseCase'));
      game.event('crm.CaseClosed', { caseId: 'k-1' }, { commandId: closing?.commandId ?? '' });
      game.answer('collaboration.MessageSent');
    },
  },
  withOrder('goal', 'a goal that is reached', GOALS, (game) =>
    game.pass('PT30M').event('operations.OrderCollected', ORDER).pass('PT1H'),
  ),
];
