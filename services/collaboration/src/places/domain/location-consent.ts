// Whether a customer agreed to their location being used, out of their words as the customer data platform tells them.

export interface ConsentWord {
  readonly purpose: string;
  readonly channel: string;
  readonly granted: boolean;
  /** ISO 8601. */
  readonly saidAt: string;
}

export const LOCATION_PURPOSE = 'location';
const DEVICE_CHANNEL = 'device';
const ANY_CHANNEL = '*';

/**
 * The word on devices counts, else the one on any channel. A no to any channel that was said at the same time or later
 * is a no to devices too; a yes to any channel does not undo a no to devices.
 */
export function agreesToLocation(words: readonly ConsentWord[]): boolean {
  const onLocation = words.filter(({ purpose }) => purpose === LOCATION_PURPOSE);
  const onDevices = onLocation.find(({ channel }) => channel === DEVICE_CHANNEL);
  const onAny = onLocation.find(({ channel }) => channel === ANY_CHANNEL);
  if (onDevices === undefined) return onAny?.granted ?? false;
  const isTakenBack = onAny?.granted === false && Date.parse(onAny.saidAt) >= Date.parse(onDevices.saidAt);
  return onDevices.granted && !isTakenBack;
}
