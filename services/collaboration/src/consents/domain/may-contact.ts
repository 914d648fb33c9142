// Whether a customer may be contacted for a purpose by a channel, out of what they said last.

/** The newest word on one purpose and channel; `*` is every channel. */
export interface ConsentFact {
  readonly purpose: string;
  readonly channel: string;
  readonly granted: boolean;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

/** What is needed to take care of what the customer asked for: allowed unless it was forbidden. */
export const SERVICE = 'service';

/**
 * The newest word counts among those on this channel and those on every channel (`*`); of two at one time the
 * withdrawal. Where nothing was said, `service` is allowed and everything else is not.
 */
export function mayContact(consents: readonly ConsentFact[], purpose: string, channel: string): boolean {
  const said = consents.filter(
    (each) => each.purpose === purpose && (each.channel === channel || each.channel === '*'),
  );
  const newest = Math.max(...said.map(({ changedAt }) => changedAt));
  if (said.length === 0) return purpose === SERVICE;
  return said.every(({ changedAt, granted }) => changedAt < newest || granted);
}

/** The newest word on each purpose and channel over the profiles of one person. */
export function newestConsents(all: readonly ConsentFact[]): readonly ConsentFact[] {
  const newest = new Map<string, ConsentFact>();
  for (const each of all) {
    const key = `${each.purpose} ${each.channel}`;
    const before = newest.get(key);
    const isLater = before === undefined || each.changedAt > before.changedAt;
    const isWithdrawal = each.changedAt === before?.changedAt && !each.granted;
    if (isLater || isWithdrawal) newest.set(key, each);
  }
  return [...newest.values()];
}
