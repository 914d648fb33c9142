// Lives that something from outside changes: a release, a migration, a journey of more weight, a hold-out, a goal's end.
import { journey, planFrom } from '../journey-under-test.js';
import type { Play } from './play.js';

const ORDER = { orderId: 'o-1', storeId: 's-1', fulfilment: 'collect' };
const SEND = journey(`
    tell:
      office: front
      act: collaboration.SendMessage
      with: { template: "'hello'", purpose: "'service'", channel: "'email'" }
    told: { end: told }`);
const WAIT = `
    ready:
      office: back
      wait:
        - { on: continuo.operations.OrderReady.v1, next: told }
        - { after: P2D, next: over }
    told: { end: told }
    over: { end: over }`;
const FIRST = journey(WAIT);
/** The wait has another name and half the time. */
const SECOND = journey(WAIT.replace('ready:', 'prepared:').replace('P2D', 'P1D'));
const RESERVED = `
    reserve:
      office: back
      act: operations.ReserveStock
      with: { orderId: key }
      compensate: { act: operations.ReleaseStock, with: { orderId: key } }
    rest: { office: back, wait: [{ after: P2D }] }
    over: { end: over }`;
const GENTLE = journey(RESERVED, { head: 'group: all\npriority: 10' });
const URGENT = journey(WAIT.replace('OrderReady', 'OrderCollected'), {
  head: 'group: all\npriority: 90\npreempts: true',
})
  .replace('journey: under-test', 'journey: urgent')
  .replace('on: continuo.operations.OrderAccepted.v1', 'on: continuo.operations.OrderReady.v1');
const GOAL =
  'goals: [{ name: bought, on: continuo.operations.OrderCollected.v1, when: event.orderId == key, within: P7D }]';
const HELD_OUT = journey(WAIT, { head: `holdout: { percent: 100, name: all }\n${GOAL}` });
const MISSED = journey(WAIT, { head: GOAL });

export const OUTSIDE_PLAYS: readonly Play[] = [
  {
    name: 'released',
    says: 'a message that waits while its journey is paused, sent when the journey is resumed',
    definition: SEND,
    catalogue: 'test',
    play(game) {
      game.paused.add('under-test');
      game.event('operations.OrderAccepted', ORDER);
      game.paused.clear();
      const { id: instanceId } = game.instance;
      const about = { id: 'release-1', instanceId, at: game.clock, actor: 'operator-1' };
      game.input({ kind: 'action', action: 'release', ...about }).answer('collaboration.MessageSent');
    },
  },
  {
    name: 'migrated',
    says: 'an instance that goes on in the next version, is taken back, and is brought there again',
    definition: FIRST,
    later: [SECOND],
    catalogue: 'test',
    play(game) {
      game.event('operations.OrderAccepted', ORDER).publish(planFrom(SECOND, 2));
      const { id: instanceId } = game.instance;
      const about = { kind: 'migrated', instanceId, migration: 'migration-1', actor: 'designer-1' } as const;
      const there = { from: 1, to: 2, map: { ready: 'prepared' }, reverts: false };
      const back = { from: 2, to: 1, map: { prepared: 'ready' }, reverts: true };
      const vars = { late: 'vars.storeId + "-late"' };
      game.pass('PT5H').input({ ...about, ...there, id: 'request-1', at: game.clock, vars });
      game.pass('PT1H').input({ ...about, ...back, id: 'request-2', at: game.clock, vars: {} });
      game.pass('PT1H').input({ ...about, ...there, id: 'request-3', at: game.clock, vars: {} });
      game.pass('P1D');
    },
  },
  {
    name: 'preempted',
    says: 'a journey that gives way to one of more weight, and undoes what it has done',
    definition: GENTLE,
    others: [URGENT],
    catalogue: 'test',
    play(game) {
      game.event('operations.OrderAccepted', ORDER).answer('operations.StockReserved');
      game.event('operations.OrderReady', ORDER).answer('operations.StockReleased');
      game.event('operations.OrderCollected', ORDER);
    },
  },
  {
    name: 'held-out',
    says: 'somebody who is held out, and followed until the time of the goal is over',
    definition: HELD_OUT,
    catalogue: 'test',
    play: (game) => game.event('operations.OrderAccepted', ORDER).pass('P8D'),
  },
  {
    name: 'goal-missed',
    says: 'a goal that is not reached in its time, after the journey has ended',
    definition: MISSED,
    catalogue: 'test',
    play: (game) => game.event('operations.OrderAccepted', ORDER).pass('P8D'),
  },
];
