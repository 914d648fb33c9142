// The journey on our own engine: events on the timeline, the effect is the command row of the instance's transaction.
import { OrchestratorRig, tracked, type TimelineEvent } from '../../test/orchestrator-rig.js';
import { uuidv7 } from 'uuidv7';
import { TIMELINE } from '../../src/journeys/definitions/contract-catalogue.js';
import { telling } from '../committed-instances.js';
import type { OnEffect, Peer } from './peer.js';

const definition = (timerMs: number): string => `
journey: compared
title: A cart
owner: bench
objective: to be compared
metrics: [compared]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Checkout Started", key: event.properties.cart_id }
steps:
  thinking:
    office: front
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Order Completed" && event.properties.cart_id == key, next: effect }
      - { after: PT${timerMs / 1_000}S, next: effect }
  effect:
    office: front
    act: collaboration.SendMessage
    with: { template: "'cart'", purpose: "'service'", channel: "'email'" }
  over: { end: over }
`;

type Send = (events: readonly TimelineEvent[]) => Promise<void>;

export async function openOurs(timerMs: number, onEffect: OnEffect): Promise<Peer> {
  const rig = await OrchestratorRig.open({
    around: (database) =>
      telling(database, (instances) => {
        for (const { key, step } of instances) if (step === 'effect') onEffect(key);
      }),
  });
  await rig.publish(definition(timerMs));
  await rig.consumer.start();
  const sent = await senders(rig);
  const tell = (name: string) => (ids: readonly string[]) =>
    sent(ids.map((id) => tracked(id, name, { cart_id: id })));
  return {
    name: 'continuo',
    lanes: 1,
    start: tell('Checkout Started'),
    second: tell('Order Completed'),
    close: () => rig.close(),
  };
}

const SENDERS = 6;

/** Events go by a sender that is free, or else by the next one in turn. */
async function senders(rig: OrchestratorRig): Promise<Send> {
  const all = await Promise.all(Array.from({ length: SENDERS }, (_, n) => sender(rig, n)));
  const free = [...all];
  let turn = 0;
  return (events) => {
    const own = free.pop();
    if (own !== undefined) return own(events).finally(() => free.push(own));
    turn += 1;
    return (all[turn % SENDERS] as Send)(events);
  };
}

/** A publisher of its own, so that it does not matter which of two senders is faster. */
async function sender(rig: OrchestratorRig, nth: number): Promise<Send> {
  const producer = await rig.kafka.producer();
  const publisher = `bench-${nth}/${uuidv7()}`;
  let sent = 0;
  return gathering((events) => {
    const messages = events.map((event) => {
      const message = rig.message(event);
      sent += 1;
      const stamp = { publisher, 'publisher-sequence': String(sent) };
      return { ...message, headers: { ...message.headers, ...stamp } };
    });
    return producer.send(TIMELINE, messages);
  });
}

/**
 * A sender that several call at once: one sending at a time, and the next one takes all that came meanwhile. Two at once
 * may overtake each other, and the one that is overtaken would look like a repetition.
 */
function gathering(send: Send): Send {
  let next: TimelineEvent[] = [];
  let under: Promise<void> = Promise.resolve();
  let following: Promise<void> | undefined;
  return (events) => {
    next.push(...events);
    following ??= under.then(() => {
      const all = next;
      next = [];
      following = undefined;
      under = send(all);
      return under;
    });
    return following;
  };
}
