// What the engine wants done, as the outbox takes it.
import type { OutgoingEvent } from '@continuo/messaging';
import type { OutwardEffect, TaskEffect } from '../domain/engine/output.js';
import type { Change, Declined } from '../domain/engine/profile.js';
import type { Offer } from '../../worker-tasks/offers.store.js';
import type { Hop } from './hops.js';

/** A command to its service, or an event of the instance; both carry the journey's correlation, hops and trace. */
export function outgoingOf(
  effect: Exclude<OutwardEffect, TaskEffect>,
  change: Change,
  hop: Hop,
  recordId: string | undefined,
): OutgoingEvent {
  const { instance, input } = change;
  const isOwnCause = 'id' in input && !(input.kind === 'start' && input.parent !== undefined);
  const causationId = isOwnCause ? input.id : recordId;
  const envelope = {
    key: instance.profileId,
    profileId: instance.profileId,
    correlationId: instance.correlationId,
    hops: instance.hops,
    ...(causationId === undefined ? {} : { causationId }),
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

/** Tells that somebody met the condition of an entry and did not enter. */
export function declinedEvent(
  profileId: string,
  { journey, version, entryId, rule, winner, at }: Declined,
): OutgoingEvent {
  return {
    type: 'continuo.orchestrator.EntryDeclined.v1',
    key: profileId,
    profileId,
    causationId: entryId,
    value: {
      ...{ profileId, journey, journeyVersion: version, entryId, rule, ruleVersion: null },
      winner: winner?.journey ?? null,
      winnerInstanceId: winner?.instanceId ?? null,
      declinedAt: at,
    },
  };
}

/** Work for external workers, as its table takes it. */
export function offerOf(effect: TaskEffect, { instance }: Change): Offer {
  const { op, taskId, step, visit, attempt, again, task: kind, input, lease: leaseMs } = effect;
  const { id: instanceId, journey, version } = instance;
  const of = { instanceId, journey, version };
  const anew = again === undefined ? {} : { again };
  return { op, taskId, ...of, step, visit, kind, attempt, ...anew, input: JSON.stringify(input), leaseMs };
}
