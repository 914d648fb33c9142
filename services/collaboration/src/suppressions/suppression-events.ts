// What is published of suppressed addresses: thin, whose they are in the envelope as keyed hashes.
import type { collaboration } from '@continuo/contracts';
import type { OutgoingEvent } from '@continuo/messaging';
import type { SuppressionSource } from './domain/suppression.js';
import type { KeyedSuppression } from './suppressions.store.js';

export function addressSuppressed(
  { entry, keys }: KeyedSuppression,
  at: Date,
  since: Date = at,
): OutgoingEvent {
  const { channel, scope, source, reason } = entry;
  const value: collaboration.AddressSuppressed = {
    channel,
    scope,
    source,
    reason,
    suppressedAt: since.getTime(),
  };
  return published('AddressSuppressed', keys, value, at);
}

export function addressReleased(
  { entry, keys }: KeyedSuppression,
  source: SuppressionSource,
  at: Date,
): OutgoingEvent {
  const { channel, reason } = entry;
  const value: collaboration.AddressReleased = { channel, source, reason, releasedAt: at.getTime() };
  return published('AddressReleased', keys, value, at);
}

/** Keyed by the first of its hashes, so that what is said of an address stays in order. */
function published(name: string, keys: readonly string[], value: object, time: Date): OutgoingEvent {
  return {
    type: `continuo.collaboration.${name}.v1`,
    topic: 'collaboration.suppressions',
    key: keys[0] ?? '',
    customer: keys.map((key) => {
      const [kind = '', ...rest] = key.split('=');
      return { kind, value: rest.join('=') };
    }),
    value,
    time,
  };
}
