// The lives that stored histories are recorded from: one for each way through the engine. Recorded once, then only replayed.
import { readFileSync } from 'node:fs';
import { journey } from '../journey-under-test.js';
import type { Play } from './play.js';
import { STRUCTURE_PLAYS } from './structure-plays.js';

export type { Play };

const ORDER = { orderId: 'o-1', storeId: 's-1', fulfilment: 'collect' };
const CANCELLED =
  '  - { on: continuo.operations.OrderCancelled.v1, when: event.orderId == key, outcome: cancelled, undo: true }';

function reference(name: string): string {
  return readFileSync(new URL(`../../journeys/${name}.yaml`, import.meta.url), 'utf8');
}

function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/${name}.yaml`, import.meta.url), 'utf8');
}

function play(name: string, says: string, definition: string, given: Play['play']): Play {
  return { name, says, definition, catalogue: 'test', play: given };
}

/** Begins with the accepted order that every journey of these tests starts with. */
function withOrder(name: string, says: string, definition: string, given: Play['play']): Play {
  return play(name, says, definition, (game, under) =>
    given(game.event('operations.OrderAccepted', ORDER), under),
  );
}

const ACT = journey(`
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
    sorry: { end: sorry }`);
const OFFER = journey(
  `
    tell:
      office: front
      act: collaboration.SendMessage
      with: { template: "'offer'", purpose: "'marketing'" }
      notAfter: P2D
    told: { end: told }`,
  { head: 'category: promotion' },
);
const GUARDED = `quietHours: [{ name: night, from: "22:00", to: "08:00", then: hold }]
matters: [{ name: trouble, categories: [promotion], while: [case], then: hold }]
caps: [{ name: once, max: 1, per: P7D, then: hold }]
`;
const STANDS = journey(
  `
    reserve:
      office: back
      act: operations.ReserveStock
      with: { orderId: key }
      compensate: { act: operations.ReleaseStock, with: { orderId: key } }
    pause: { office: back, wait: [{ after: P1D, next: fine }] }
    fine: { end: fine }`,
  { exit: CANCELLED },
);
const SEND = journey(`
    tell:
      office: front
      act: collaboration.SendMessage
      with: { template: "'hello'", purpose: "'service'", channel: "'email'" }
      retry: { attempts: 3, backoff: PT2H }
      notAfter: PT3H
    pause: { office: front, wait: [{ after: PT1H, next: fine }] }
    fine: { end: fine }`);
const WAITS = journey(`
    first:
      office: back
      wait:
        - { on: continuo.operations.OrderReady.v1, when: event.orderId == key, set: { n: event.n } }
        - { after: P3D, next: over }
    second:
      office: front
      wait:
        - { on: continuo.collaboration.PlaceEntered.v1, since: step, next: kept }
        - { after: PT48H, next: over }
    kept:
      office: front
      wait:
        - { on: continuo.operations.OrderCollected.v1, when: event.note == "late", next: met }
        - { after: PT1H, next: over }
    met: { end: met }
    over: { end: over }`);
const CHOICES = journey(
  `
    keep: { office: middle, set: { twice: event_count, vip: profile.tier == "gold" } }
    which:
      office: middle
      choose:
        - { when: visits.which > 2, next: over }
        - { when: vars.vip, next: today }
        - { else: true, next: tomorrow }
    today: { office: middle, wait: [{ after: P1D, next: which }] }
    tomorrow: { office: middle, wait: [{ until: "'2026-04-01T09:00:00+02:00'", next: over }] }
    over: { end: over }`.replace('event_count', 'visits.keep * 2'),
  { head: 'timeZone: Europe/Zurich' },
);
const UNDOES_BADLY = journey(`
    reserve:
      office: back
      act: operations.ReserveStock
      with: { orderId: key }
      compensate: { act: operations.ReleaseStock, with: { orderId: vars.missing } }
    pause: { office: back, wait: [{ after: P1D, next: fine }] }
    fine: { end: fine }`);
const BROKEN = journey(`
    wrong: { office: middle, set: { x: vars.missing }, next: over }
    over: { end: over }`);

const SPLIT = journey(`
    draw:
      office: middle
      split:
        experiment: colours
        arms: [{ arm: red, weight: 3, next: red }, { arm: blue, weight: 1, next: blue }]
    red: { office: front, wait: [{ after: PT1H, next: over }] }
    blue: { office: front, wait: [{ after: PT2H, next: over }] }
    over: { end: over }`);

/** Every play there is; a new construct of the language adds its own. */
export const PLAYS: readonly Play[] = [
  ...STRUCTURE_PLAYS,
  withOrder('act-done', 'an act answered at once, a wait over, an end', ACT, (game) =>
    game.pass('PT1S').answer('operations.StockReserved').pass('PT1H'),
  ),
  withOrder('act-retried', 'an act that fails, backs off, fails again and takes its branch', ACT, (game) =>
    game.answer('operations.StockFailed').pass('PT11S').answer('operations.StockFailed'),
  ),
  withOrder(
    'act-late',
    'an act without an answer; a success after its branch is compensated',
    ACT,
    (game) => {
      const command = game.commands.at(-1);
      game.pass('PT1M').pass('PT1M').answer('operations.StockReserved', command);
      game.answer('operations.StockReleased').pass('PT1H');
    },
  ),
  withOrder('act-stands', 'a refusal without a branch is an incident: retried, then done', STANDS, (game) =>
    game.answer('operations.StockRefused').action('retry').answer('operations.StockReserved').pass('P1D'),
  ),
  withOrder('act-skipped', 'an incident skipped by an operator, the answer comes after', STANDS, (game) => {
    const command = game.commands.at(-1);
    game.answer('operations.StockFailed').action('skip').answer('operations.StockReserved', command);
    game.answer('operations.StockReleased').pass('P1D');
  }),
  withOrder('exit-undone', 'an exit in the middle of a wait undoes what was done', STANDS, (game) =>
    game
      .answer('operations.StockReserved')
      .event('operations.OrderCancelled', ORDER)
      .answer('operations.StockReleased'),
  ),
  withOrder('undo-stands', 'a compensation that fails five times, then an operator', STANDS, (game) => {
    game.answer('operations.StockReserved').event('operations.OrderCancelled', ORDER);
    for (const pause of ['PT1H', 'PT1H', 'PT1H', 'PT4H', 'PT8H'])
      game.answer('operations.StockFailed').pass(pause);
    game.action('retry').answer('operations.StockFailed').action('skip');
  }),
  withOrder('cancelled', 'an operator cancels, an unanswered act succeeds after the end', STANDS, (game) =>
    game.action('cancel').answer('operations.StockReserved').answer('operations.StockReleased'),
  ),
  withOrder('erased', 'an erasure undoes what was done and what is under way', ACT, (game) =>
    game.input({ kind: 'erased', id: 'erasure-1', at: game.clock }),
  ),
  withOrder('erased-later', 'an erasure in mid-wait, and an answer that comes after it', STANDS, (game) => {
    const command = game.commands.at(-1);
    game.answer('operations.StockReserved').input({ kind: 'erased', id: 'erasure-1', at: game.clock });
    game.answer('operations.StockReserved', command);
  }),
  withOrder('undo-impossible', 'an erasure that cannot say what is to be undone', UNDOES_BADLY, (game) =>
    game.answer('operations.StockReserved').input({ kind: 'erased', id: 'erasure-1', at: game.clock }),
  ),
  withOrder('moved', 'a merge moves it, its undoing moves it back', STANDS, (game) => {
    const to = (profileId: string, because: 'merged' | 'split') =>
      game.input({ kind: 'moved', id: `${because}-1`, at: game.clock, to: profileId, because });
    to('profile-2', 'merged');
    game.answer('operations.StockReserved');
    to('profile-1', 'split');
    game.pass('P1D');
  }),
  withOrder('sent', 'a message sent', SEND, (game) => game.answer('collaboration.MessageSent').pass('PT1H')),
  withOrder('send-refused', 'a message refused is skipped, and the journey goes on', SEND, (game) =>
    game.answer('collaboration.MessageRefused').pass('PT1H'),
  ),
  withOrder('send-expired', 'a message whose time has passed is not sent', SEND, (game) => {
    game.lag = 3_600_000;
    game.answer('collaboration.MessageFailed').pass('PT3H').pass('PT1H');
  }),
  withOrder('mailbox', 'an event before its wait opens is kept, one of `since: step` is not', WAITS, (game) =>
    game
      .event('operations.OrderCollected', { ...ORDER, note: 'late' })
      .event('collaboration.PlaceEntered', { placeId: 's-1' })
      .event('operations.OrderReady', { ...ORDER, n: 7 })
      .event('collaboration.PlaceEntered', { placeId: 's-2' }),
  ),
  withOrder('mailbox-full', 'the mailbox overflows, and a wait ends by its time', WAITS, (game) => {
    for (let n = 0; n < 33; n += 1) game.event('operations.OrderCollected', { orderId: 'o-1', note: `${n}` });
    game.pass('P3D');
  }),
  play('choice-gold', 'profile facts decide; days are those of the time zone', CHOICES, (game) => {
    game.clock = Date.UTC(2026, 2, 27, 12);
    game.facts({ tier: 'gold' }, 3).event('operations.OrderAccepted', ORDER);
    game.pass('P1D').pass('P2D').pass('P1D');
  }),
  play('choice-date', 'without facts the other branch; a wait until a date', CHOICES, (game) =>
    game.facts({ tier: null }, 1).event('operations.OrderAccepted', ORDER).pass('P120D'),
  ),
  withOrder('broken', 'an expression without a value is an incident, skipped', BROKEN, (game) =>
    game.action('retry').action('skip'),
  ),
  withOrder('fault', 'the engine failed over a timer', STANDS, (game) => {
    game.answer('operations.StockReserved');
    game.input({ kind: 'fault', at: game.clock, error: 'TypeError' }).action('skip').pass('P1D');
  }),
  play('by-request', 'an entry by API, with a key and vars', STANDS, (game) =>
    game.input({
      kind: 'start',
      id: 'request-1',
      profileId: 'profile-1',
      journey: 'under-test',
      version: null,
      at: game.clock,
      key: 'o-9',
      vars: { storeId: 's-9', gift: true },
      actor: 'operator-1',
      hops: 0,
      customer: 'profile-1',
      correlationId: 'c-9',
    }),
  ),
  withOrder(
    'two-keys',
    'two orders of one customer, each with its own instance',
    fixture('click-and-collect'),
    (game) =>
      game
        .event('operations.OrderAccepted', { ...ORDER, orderId: 'o-2' })
        .answer('operations.StockReserved', game.commands[0])
        .event('operations.OrderReady', ORDER)
        .event('operations.OrderCollected', ORDER)
        .event('operations.OrderCancelled', { orderId: 'o-2' }),
  ),
  withOrder('split', 'an arm drawn, and remembered at the next order', SPLIT, (game) =>
    game.event('operations.OrderAccepted', { ...ORDER, orderId: 'o-2' }).pass('PT3H'),
  ),
  {
    name: 'message-held',
    says: 'quiet hours, an open case and the switch hold a message; a cap drops the next one',
    catalogue: 'test',
    definition: OFFER,
    guardrails: [
      { number: 1, rules: GUARDED },
      { number: 2, rules: GUARDED, stops: [{ channel: '*', purpose: 'marketing' }] },
      { number: 3, rules: GUARDED, stops: [] },
    ],
    play(game, under) {
      game.guardrails = under(1);
      game
        .facts({ timeZone: 'Europe/Zurich', segments: [] })
        .event('operations.OrderAccepted', ORDER)
        .event('crm.CaseOpened', { caseId: 'case-1' })
        .pass('PT8H');
      game.guardrails = under(2);
      game.event('crm.CaseClosed', { caseId: 'case-1' }).pass('PT1H');
      game.guardrails = under(3);
      game
        .input({ kind: 'released', at: game.clock, number: 3 })
        .event(
          'collaboration.MessageSent',
          { channel: 'email' },
          { commandId: game.commands[0]?.commandId ?? '' },
        )
        .event('operations.OrderAccepted', { ...ORDER, orderId: 'o-2' });
    },
  },
  {
    name: 'guided-purchase',
    says: 'the reference journey from the first look to a good word',
    definition: reference('guided-purchase'),
    catalogue: 'contract',
    play(game) {
      const order = { orderId: 'o-1', storeId: 'zurich' };
      const productId = 'espresso-one';
      const properties = { visit_id: 'visit-1', product_id: productId };
      game
        .event('cdp.TrackReceived', { kind: 'track', name: 'Product Viewed', properties })
        .event('collaboration.MessageReceived', {
          messageId: '0198c1a0-0000-7000-8000-000000000001',
          intent: 'unknown',
          productId,
        })
        .answer('crm.CaseOpened')
        .answer('collaboration.MessageSent')
        .event('contact_centre.InteractionStarted', { interactionId: 'i-1' })
        .event('crm.CaseClosed', { productId, resolution: 'answered' })
        .event('operations.OrderAccepted', { ...order, channel: 'phone', fulfilment: 'collect' })
        .answer('operations.StockReserved')
        .event('operations.OrderReady', order)
        .answer('collaboration.MessageSent')
        .event('collaboration.PlaceEntered', { placeId: 'zurich' })
        .answer('collaboration.StaffAlerted')
        .event('collaboration.StaffAlertAcknowledged', { orderId: 'o-1' })
        .event('operations.OrderCollected', order)
        .answer('collaboration.MessageSent')
        .event('collaboration.MessageReceived', { intent: 'csat-good', productId: null });
    },
  },
  {
    name: 'click-and-collect',
    says: 'the reference journey: reminded twice, then freed',
    definition: reference('click-and-collect'),
    catalogue: 'contract',
    play(game) {
      game
        .event('operations.OrderAccepted', { ...ORDER, channel: 'web' })
        .answer('operations.StockReserved')
        .event('operations.OrderReady', ORDER);
      for (let times = 0; times < 2; times += 1) game.pass('PT48H').answer('collaboration.MessageSent');
      game.pass('PT48H').answer('operations.StockReleased');
    },
  },
];
