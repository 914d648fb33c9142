// What the switch stops: messages of a channel and a purpose, `*` for all of them.

export interface Stop {
  readonly channel: string;
  readonly purpose: string;
}

export function isStopped(stops: readonly Stop[], channel: string, purpose: string): boolean {
  return stops.some(
    (stop) =>
      (stop.channel === '*' || stop.channel === channel) &&
      (stop.purpose === '*' || stop.purpose === purpose),
  );
}
