// What happens to customers in the hot path's properties, and the journeys that it happens to.
import { readFileSync } from 'node:fs';
import type { EventInput } from '../../src/journeys/domain/engine/input.js';
import type { MergeMarker } from '../../src/journeys/domain/engine/merge.js';
import type { Plans, Surroundings } from '../../src/journeys/domain/engine/profile.js';
import { deriveId, journey, planFrom, START } from '../journey-under-test.js';

/** A record of the timeline. */
export type Item = {
  readonly profile: string;
  readonly at: number;
  readonly id: string;
} & (
  | {
      readonly is: 'event';
      readonly name: string;
      readonly order: string;
      readonly customer: string;
      readonly commandId?: string;
    }
  | { readonly is: 'marker'; readonly marker: MergeMarker }
);

/** Later than every timer that any of these journeys can set. */
export const END = START + 400 * 86_400_000;

const example = readFileSync(new URL('../fixtures/click-and-collect.yaml', import.meta.url), 'utf8');

/** Two ways at once with acts that are undone, a wait that begins anew, and a journey that it starts and awaits. */
const MANY_WAYS = journey(
  `
    both:
      office: middle
      parallel: all
      branches:
        stock:
          steps:
            reserve:
              office: back
              act: operations.ReserveStock
              with: { orderId: key }
              retry: { attempts: 2, backoff: PT10S }
              compensate: { act: operations.ReleaseStock, with: { orderId: key } }
            packed:
              office: back
              wait: [{ on: continuo.operations.OrderReady.v1, when: event.orderId == key, restart: true }, { after: PT6H }]
        word:
          steps:
            heard: { office: front, wait: [{ on: continuo.collaboration.PlaceEntered.v1 }, { after: P1D }] }
    call:
      office: front
      journey: call
      key: "key + '/call'"
      with: { place: vars.storeId }
      timeout: P2D
      timedOut: over
    over: { end: over, undo: true }`,
  {
    exit: '  - { on: continuo.operations.OrderCancelled.v1, when: event.orderId == key, outcome: cancelled, undo: true }',
  },
).replace('journey: under-test', 'journey: many-ways');

const CALL = journey(`
    heard:
      office: front
      wait: [{ on: continuo.collaboration.PlaceEntered.v1, since: step, next: good }, { after: PT12H, next: bad }]
    good: { end: good }
    bad: { end: bad }`)
  .replace('journey: under-test', 'journey: call')
  .replace(
    '{ on: continuo.operations.OrderAccepted.v1,',
    '{ on: continuo.operations.OrderAccepted.v1, when: event.orderId == "never",',
  );

const all = new Map(
  [example, MANY_WAYS, CALL].map((yaml) => planFrom(yaml)).map((plan) => [plan.journey, plan]),
);

const plans: Plans = {
  version: (name) => all.get(name),
  current: (name) => all.get(name),
  startedBy: (type) => [...all.values()].filter((plan) => plan.entries.some(({ on }) => on === type)),
  isPaused: () => false,
};

export const around: Surroundings = { plans, real: START, derive: deriveId, random: () => 0.5 };

export function inputOf(item: Extract<Item, { is: 'event' }>): EventInput {
  const { profile: profileId, at, id, name, order, customer, commandId } = item;
  return {
    kind: 'event',
    id,
    profileId,
    type: `continuo.${name}.v1`,
    at,
    value: { orderId: order, storeId: 's-1', placeId: 's-1', fulfilment: 'collect' },
    hops: 0,
    customer,
    correlationId: id,
    ...(commandId === undefined ? {} : { commandId }),
  };
}
