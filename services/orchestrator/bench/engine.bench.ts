// The engine alone: inputs a second on one core, for a journey of five steps.
import { deriveId, journey, planFrom, START } from '../test/journey-under-test.js';
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

/** How many inputs a second one core applies, over `seconds`. */
export function engineRate(seconds: number): number {
  const plan = planFrom(FIVE_STEPS);
  let inputs = 0;
  const run = (until: number): void => {
    for (let n = 0; performance.now() < until; n += 1) inputs += walk(plan, n);
  };
  run(performance.now() + 1_000);
  inputs = 0;
  const begin = performance.now();
  run(begin + seconds * 1_000);
  return (inputs * 1_000) / (performance.now() - begin);
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
