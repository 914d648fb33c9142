// What an engine must offer to be compared: the same journey, and the moment at which each effect was committed.

/**
 * The journey: it starts on an event, waits for a second event or for a timer, and leaves one effect row. Everything is
 * durable: `start` and `second` resolve when what they were given can't be lost any more, and an effect counts when its
 * commit has returned.
 */
export interface Peer {
  readonly name: string;
  /** How many callers it is given at once. */
  readonly lanes: number;
  start(ids: readonly string[]): Promise<void>;
  second(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Called when an effect is committed. */
export type OnEffect = (id: string) => void;

/** @param timerMs how long a journey waits for the second event */
export type OpenPeer = (timerMs: number, onEffect: OnEffect) => Promise<Peer>;
