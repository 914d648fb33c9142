// What the engine wants done, as the outbox takes it.
import type { OutgoingEvent } from '@continuo/messaging';
import type { Effect } from './domain/engine/output.js';
import type { Change } from './domain/engine/profile.js';
import type { Hop } from './hops.js';

/** A command to its service, or an event of the instance; both carry the journey's correlation, hops and trace. */
export function outgoingOf(effect: Effect, change: Change, hop: Hop): OutgoingEvent {
  const { instance, input } = change;
  const envelope = {
    key: instance.profileId,
    profileId: instance.profileId,
    correlationId: instance.correlationId,
    hops: instance.hops,
    ...('id' in input ? { causationId: input.id } : {}),
    ...(hop.traceparent === null ? {} : { trace: { traceparent: hop.traceparent } }),
  };
  if (effect.kind === 'command') {
    const { type, topic, commandId, value, notAfter } = effect;
    return { ...envelope, type, topic, commandId, value: notAfter === null ? value : { ...value, notAfter } };
  }
  return {
    ...envelope,
    type: `continuo.orchestrator.${effect.name}.v1`,
    value: {
      instanceId: instance.id,
      profileId: instance.profileId,
      journey: instance.journey,
      journeyVersion: instance.version,
      ...effect.value,
    },
  };
}
