// The engine alone: inputs a second on one core, for a journey of five steps.
import type { Measure } from '@continuo/testing';
import { journey, planFrom, START } from '../test/journey-under-test.js';
import { deriveId } from '../src/journeys/timeline/derive-id.js';
import { advance } from '../src/journeys/domain/engine/advance.js';
import type { EventInput, Facts, Input } from '../src/journeys/domain/engine/input.js';
import type { Instance } from '../src/journeys/domain/engine/instance.js';
import type { Plan } from '../src/journeys/domain/language/plan.js';

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
  const value = engineAlone(fiveSteps(), SECONDS);
  const target = `at least ${TARGET} inputs/s on one core`;
  return Promise.resolve([{ name: 'engine', value, unit: 'inputs/s', target, met: value >= TARGET }]);
}

/** A way through a journey, from its entry to its end. */
export interface Walk {
  readonly plan: Plan;
  /** Gives the engine the inputs of the nth customer; `commandId` is that of the command that waits for its answer. */
  play(n: number, give: (input: Input) => void, commandId: () => string): void;
}

/** Inputs per second of CPU time, after a second to get warm. */
export function engineAlone(walk: Walk, seconds: number): number {
  run(walk, 1);
  return run(walk, seconds);
}

function run(walk: Walk, seconds: number): number {
  const before = process.cpuUsage();
  let inputs = 0;
  let spent = 0;
  for (let n = 0; spent < seconds * 1e6; n += 1) {
    inputs += walked(walk, n);
    if (n % 256 !== 0) continue;
    const { user, system } = process.cpuUsage(before);
    spent = user + system;
  }
  return (inputs * 1e6) / spent;
}

/** How many inputs it took. */
function walked({ plan, play }: Walk, n: number): number {
  const facts: Facts = { now: START, real: START, profile: null, random: 0.5 };
  const at: { instance: Instance | null } = { instance: null };
  let inputs = 0;
  const give = (input: Input): void => {
    at.instance = advance(plan, at.instance, input, facts, deriveId).instance;
    inputs += 1;
  };
  play(n, give, () => at.instance?.pending?.commandId ?? '');
  if (at.instance?.status !== 'ended') throw new Error('the journey did not end');
  return inputs;
}

function fiveSteps(): Walk {
  const event = (n: number, type: string, commandId?: string): EventInput => ({
    kind: 'event',
    id: `event-${n}`,
    profileId: 'profile-1',
    type,
    at: START,
    value: { orderId: `o-${n}`, storeId: 's-1' },
    hops: 0,
    customer: 'user=u-1',
    correlationId: 'c-1',
    ...(commandId === undefined ? {} : { commandId }),
  });
  return {
    plan: planFrom(FIVE_STEPS),
    play(n, give, commandId) {
      give(event(n, 'continuo.operations.OrderAccepted.v1'));
      give(event(n, 'continuo.operations.StockReserved.v1', commandId()));
      give(event(n, 'continuo.operations.OrderReady.v1'));
      give({ kind: 'timer', due: START + 48 * 3_600_000 });
      give(event(n, 'continuo.collaboration.MessageSent.v1', commandId()));
    },
  };
}
