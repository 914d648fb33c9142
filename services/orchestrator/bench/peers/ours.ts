// The journey on our own engine: events on the timeline, the effect is the command row of the instance's transaction.
import { OrchestratorRig, tracked, type TimelineEvent } from '../../test/orchestrator-rig.js';
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

export async function openOurs(timerMs: number, onEffect: OnEffect): Promise<Peer> {
  const rig = await OrchestratorRig.open({
    around: (database) =>
      telling(database, (instances) => {
        for (const { key, step } of instances) if (step === 'effect') onEffect(key);
      }),
  });
  await rig.publish(definition(timerMs));
  await rig.consumer.start();
  const sent = gathering((events) => rig.send(...events));
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

/**
 * A sender that several call at once: one sending at a time, and the next one takes all that came meanwhile. Two at once
 * may overtake each other, and the one that is overtaken would look like a repetition.
 */
function gathering(send: (events: readonly TimelineEvent[]) => Promise<void>) {
  let next: TimelineEvent[] = [];
  let under: Promise<void> = Promise.resolve();
  let following: Promise<void> | undefined;
  return (events: readonly TimelineEvent[]): Promise<void> => {
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
