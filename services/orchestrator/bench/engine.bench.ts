// The engine alone: inputs a second on one core, for a journey of five steps.
import type { Measure } from '@continuo/testing';
import { journey, planFrom, START } from '../test/journey-under-test.js';
import { deriveId } from '../src/journeys/timeline/derive-id.js';
import { advance } from '../src/journeys/domain/engine/advance.js';
import type { EventInput, Facts, Input } from '../src/journeys/domain/engine/input.js';
import type { Instance } from '../src/journeys/domain/engine/instance.js';

/** An entry, an answer, an event for a wait, a timer, and the answer that ends it: five steps, five inputs. */
const FIVE_STEPS = journey(`
    reserve: { office: back, act: operations.ReserveStock, with: { orderId: key, storeId: vars.storeId } }
    ready:
      office: back
      wait:
        - { on: continuo.operations.OrderReady.v1, when: event.orderId == key }
        - { after: P3D, next: over }
    arrival: { office: front, wait: [{ after: PT48H }] }
    remind:
      office: front
      act: collaboration.SendMessage
      with: { template: "'collect-reminder'", purpose: "'service'" }
      notAfter: PT4H
    over: { end: over }`);

const TARGET = 200_000;
const SECONDS = 3;

/** Inputs per second of the process's own CPU time: what one core does, whoever else uses the machine. */
export function bench(): Promise<Measure[]> {
  const value = engineAlone(SECONDS);
  const target = `at least ${TARGET} inputs/s on one core`;
  return Promise.resolve([{ name: 'engine', value, unit: 'inputs/s', target, met: value >= TARGET }]);
}

/** Inputs per second of CPU time, after a second to get warm. */
export function engineAlone(seconds: number): number {
  const plan = planFrom(FIVE_STEPS);
  run(plan, 1);
  return run(plan, seconds);
}

function run(plan: Parameters<typeof advance>[0], seconds: number): number {
  const before = process.cpuUsage();
  let inputs = 0;
  let spent = 0;
  for (let n = 0; spent < seconds * 1e6; n += 1) {
    inputs += walk(plan, n);
    if (n % 256 !== 0) continue;
    const { user, system } = process.cpuUsage(before);
    spent = user + system;
  }
  return (inputs * 1e6) / spent;
}

function walk(plan: Parameters<typeof advance>[0], n: number): number {
  const value = { orderId: `o-${n}`, storeId: 's-1' };
  const facts: Facts = { now: START, real: START, profile: null, random: 0.5 };
  const event = (type: string, commandId?: string): EventInput => ({
    kind: 'event',
    id: `event-${n}`,
    profileId: 'profile-1',
    type,
    at: START,
    value,
    hops: 0,
    customer: 'user=u-1',
    correlationId: 'c-1',
    ...(commandId === undefined ? {} : { commandId }),
  });
  let instance: Instance | null = null;
  const step = (input: Input): void => {
    instance = advance(plan, instance, input, facts, deriveId).instance;
  };
  const commandId = (): string | undefined => instance?.pending?.commandId;
  step(event('continuo.operations.OrderAccepted.v1'));
  step(event('continuo.operations.StockReserved.v1', commandId()));
  step(event('continuo.operations.OrderReady.v1'));
  step({ kind: 'timer', due: START + 48 * 3_600_000 });
  step(event('continuo.collaboration.MessageSent.v1', commandId()));
  if (instance === null || (instance as Instance).status !== 'ended')
    throw new Error('the journey did not end');
  return 5;
}
