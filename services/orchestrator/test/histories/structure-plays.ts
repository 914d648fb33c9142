// Lives through the constructs that hold others: parallel ways, journeys started by a step, waits that begin anew.
import { journey, type JourneyUnderTest } from '../journey-under-test.js';
import type { Play } from './play.js';

const ORDER = { orderId: 'o-1', storeId: 's-1', fulfilment: 'collect' };
const CANCELLED =
  '  - { on: continuo.operations.OrderCancelled.v1, when: event.orderId == key, outcome: cancelled, undo: true }';

function play(
  name: string,
  says: string,
  definition: string,
  given: (game: JourneyUnderTest) => void,
  others?: readonly string[],
): Play {
  const about = { name, says, definition, catalogue: 'test' as const };
  const begin = (game: JourneyUnderTest): void => given(game.event('operations.OrderAccepted', ORDER));
  return { ...about, ...(others === undefined ? {} : { others }), play: begin };
}

const ways = (join: 'all' | 'any'): string =>
  journey(
    `
    both:
      office: middle
      parallel: ${join}
      branches:
        stock:
          steps:
            reserve:
              office: back
              act: operations.ReserveStock
              with: { orderId: key }
              compensate: { act: operations.ReleaseStock, with: { orderId: key } }
            packed:
              office: back
              wait: [{ on: continuo.operations.OrderReady.v1 }, { after: P2D }]
        word:
          steps:
            tell:
              office: front
              act: collaboration.AlertStaff
              with: { placeId: vars.storeId, orderId: key }
              compensate: { act: operations.ReleaseStock, with: { orderId: "'word'" } }
            inner:
              office: front
              parallel: all
              branches:
                a: { steps: { one: { office: front, wait: [{ after: PT1H }] } } }
                b: { steps: { two: { office: front, wait: [{ after: PT1H }] } } }
    after: { office: front, wait: [{ on: continuo.collaboration.PlaceEntered.v1 }, { after: PT1H }] }
    over: { end: over, undo: true }`,
    { exit: CANCELLED },
  );

const parent = (more: string): string =>
  journey(
    `
    call: { office: front, journey: call, key: "key + '/call'", with: { place: vars.storeId }${more} }
    after: { office: front, wait: [{ after: PT1H }] }
    over: { end: over }`,
    { exit: CANCELLED },
  );
const CALL = journey(`
    reserve:
      office: back
      act: operations.ReserveStock
      with: { orderId: key, storeId: vars.place }
      compensate: { act: operations.ReleaseStock, with: { orderId: key } }
    heard: { office: front, wait: [{ on: continuo.operations.OrderReady.v1, next: good }, { after: P1D }] }
    bad: { end: bad }
    good: { end: good }`)
  .replace('under-test', 'call')
  .replace('OrderAccepted.v1,', `OrderAccepted.v1, when: event.orderId == 'nobody',`);
const IDLE = journey(`
    idle:
      office: middle
      wait:
        - { on: continuo.operations.OrderReady.v1, set: { n: event.n }, restart: true }
        - { after: PT1H }
    morning: { office: front, wait: [{ until: "'2026-01-03'", at: "09:00", zone: customer }] }
    over: { end: over }`);

export const STRUCTURE_PLAYS: readonly Play[] = [
  play('parallel-all', 'two ways that both come back, one of them with two inside it', ways('all'), (game) =>
    game
      .event('collaboration.PlaceEntered', { placeId: 's-1' })
      .answer('collaboration.MessageSent')
      .answer('operations.StockReserved', game.commands[0])
      .event('operations.OrderReady', ORDER)
      .pass('PT1H')
      .answer('operations.StockReleased')
      .answer('operations.StockReleased'),
  ),
  play(
    'parallel-any',
    'the first way is enough; a success of the other is compensated',
    ways('any'),
    (game) =>
      game
        .answer('operations.StockReserved', game.commands[0])
        .event('operations.OrderReady', ORDER)
        .answer('collaboration.MessageSent', game.commands[1])
        .answer('operations.StockReleased')
        .pass('PT1H'),
  ),
  play('parallel-left', 'an exit leaves all ways, a refusal of one stood', ways('all'), (game) =>
    game
      .answer('operations.StockRefused', game.commands[0])
      .answer('collaboration.MessageSent', game.commands[1])
      .action('retry', { step: 'reserve' })
      .event('operations.OrderCancelled', ORDER)
      .answer('operations.StockReserved', game.commands[0]),
  ),
  play(
    'journey-awaited',
    'a journey that a step waits for, told of its end',
    parent(''),
    (game) => game.answer('operations.StockReserved').event('operations.OrderReady', ORDER).pass('PT1H'),
    [CALL],
  ),
  play(
    'journey-given-up',
    'a journey that is cancelled and undone with the one that waits for it',
    parent(''),
    (game) =>
      game
        .answer('operations.StockReserved')
        .event('operations.OrderCancelled', ORDER)
        .answer('operations.StockReleased'),
    [CALL],
  ),
  play(
    'journey-loose',
    'a journey that is started and not waited for',
    parent(', await: false'),
    (game) => game.pass('PT1H').answer('operations.StockReserved').pass('P1D'),
    [CALL],
  ),
  play('journey-refused', 'a journey that is not there is an incident, skipped', parent(''), (game) =>
    game.action('retry').action('skip').pass('PT1H'),
  ),
  play('wait-anew', 'a wait whose time begins anew, then a morning where the customer is', IDLE, (game) =>
    game
      .facts({ timeZone: 'America/New_York' }, 2)
      .pass('PT50M')
      .event('operations.OrderReady', { ...ORDER, n: 1 })
      .pass('PT1H')
      .pass('P3D'),
  ),
];
