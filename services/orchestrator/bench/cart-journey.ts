// The journey that is simulated, and the inputs that its customers have: the engine alone is given the same ones.
import { contract } from '@continuo/contracts';
import { uuidv7 } from 'uuidv7';
import { contractCatalogue } from '../src/journeys/definitions/contract-catalogue.js';
import { DefinitionReader } from '../src/journeys/definitions/definition-source.js';
import type { EventInput } from '../src/journeys/domain/engine/input.js';
import { START } from '../test/journey-under-test.js';
import { tracked } from '../test/orchestrator-rig.js';
import type { Walk } from './engine.bench.js';

export const SENT = 'continuo.collaboration.MessageSent.v1';
/** A timer fires so long after the customer's last record. */
const ARRIVAL_MS = 48 * 3_600_000;

/** The five steps of the engine's own measure, told in the contract's words: an entry, an answer, an event, a timer, an answer. */
export const CART_JOURNEY = `
journey: bench
title: A cart
owner: bench
objective: to be measured
metrics: [measured]
retention: short
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Checkout Started"
    key: event.properties.cart_id
    set: { cart: event.properties.cart_id }
steps:
  reserve:
    office: back
    act: collaboration.SendMessage
    with: { template: "'reserved'", purpose: "'service'", variables: "{'cart': vars.cart}" }
  ready:
    office: back
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Order Ready" && event.properties.cart_id == key }
      - { after: P3D, next: over }
  arrival: { office: front, wait: [{ after: PT48H }] }
  remind:
    office: front
    act: collaboration.SendMessage
    with: { template: "'collect-reminder'", purpose: "'service'" }
    notAfter: PT4H
  over: { end: over }
`;

/** Tells of a message in the words of whoever sent it. */
export function messageSent(): Record<string, string | number> {
  const about = { deliveryId: uuidv7(), template: 'reserved', purpose: 'service', channel: 'email' };
  return { ...about, sentAt: Date.now() };
}

/** What a simulation gives the engine of each customer, with nothing around it. */
export function cartWalk(schemaFile: string): Walk {
  const reader = new DefinitionReader(schemaFile, contractCatalogue(contract));
  const read = reader.read(CART_JOURNEY, 'definition.yaml', 1);
  if (!read.ok) throw new Error('the definition has errors');
  const at = START;
  const started = tracked('', 'Checkout Started', {}).value;
  const ready = tracked('', 'Order Ready', {}).value;
  const answer = messageSent();
  return {
    plan: read.plan,
    play(n, give, commandId) {
      const profileId = `019b0000-0000-7000-8000-${String(n).padStart(12, '0')}`;
      const about = { profileId, at, hops: 0, customer: profileId, correlationId: profileId };
      const cart = { properties: { cart_id: profileId } };
      const event = (id: string, type: string, value: object): EventInput =>
        ({ kind: 'event', id: `${id}-${n}`, type, value, ...about }) as EventInput;
      const answered = (value: object): EventInput => ({
        ...event('answer', SENT, value),
        commandId: commandId(),
      });
      give(event('started', 'continuo.cdp.TrackReceived.v1', { ...started, ...cart }));
      give(answered(answer));
      give(event('ready', 'continuo.cdp.TrackReceived.v1', { ...ready, ...cart }));
      give({ kind: 'timer', due: at + ARRIVAL_MS });
      give(answered({})); // nobody's: as such commands are usually answered
    },
  };
}
