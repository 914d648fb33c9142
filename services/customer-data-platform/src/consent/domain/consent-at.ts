// What a customer had agreed to at a moment, out of everything that was said.

export interface SaidConsent {
  readonly purpose: string;
  readonly channel: string;
  readonly granted: boolean;
  readonly version: string;
  readonly source: string;
  readonly saidAt: Date;
}

/**
 * The newest word on each purpose and channel. `history` is in the order of what was said; of two words at one time the
 * withdrawal counts.
 */
export function consentsAt<Said extends SaidConsent>(history: readonly Said[]): readonly Said[] {
  const newest = new Map<string, Said>();
  for (const said of history) {
    const key = `${said.purpose} ${said.channel}`;
    const before = newest.get(key);
    const same = before !== undefined && before.saidAt.getTime() === said.saidAt.getTime();
    if (same && !before.granted && said.granted) continue;
    newest.set(key, said);
  }
  return [...newest.values()].sort((a, b) =>
    `${a.purpose} ${a.channel}` < `${b.purpose} ${b.channel}` ? -1 : 1,
  );
}
