// Keeps one live document for all who look at it: connects while somebody does, comes back where it was, loses nothing.
import { ApiProblem } from '../api/problem.js';
import { applyEvent, type LiveDocument, type StreamEvent } from './live-document.js';
import type { Live, LiveState } from './live-state.js';

export interface StreamListener {
  /** Each event of the stream. */
  readonly onEvent: (event: StreamEvent) => void;
  /** Anything at all came: the other side is there. */
  readonly onAlive: () => void;
}

/** Reads a stream until it ends (then it resolves), is refused (an `ApiProblem`), breaks, or is aborted. */
export type OpenStream = (
  after: string | undefined,
  listener: StreamListener,
  signal: AbortSignal,
) => Promise<void>;

/** What the store needs of its surroundings. */
export interface Surroundings {
  readonly open: OpenStream;
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Runs `work` later; the returned function keeps it from running. */
  readonly later: (ms: number, work: () => void) => () => void;
  /** Whether the page can be seen, and a way to hear when that changes. */
  readonly isHidden: () => boolean;
  readonly onVisibility: (listener: () => void) => () => void;
  /** After a 401: resolves to whether there is a session with which it makes sense to try again. */
  readonly stillSignedIn: () => Promise<boolean>;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** The server says something every ten seconds, if only that it is there. */
export const SILENCE_MS = 25_000;
/** Who goes from one page to the next does not end and begin a stream for it. */
const LINGER_MS = 5_000;

export class LiveStore<T> {
  #live: Live<T> = { state: 'connecting', data: undefined, at: undefined };
  #document: LiveDocument<T> | undefined;
  readonly #listeners = new Set<() => void>();
  #stream: AbortController | undefined;
  #failures = 0;
  #noWait: (() => void) | undefined;
  #noSilence: (() => void) | undefined;
  #noLinger: (() => void) | undefined;
  #unwatch: (() => void) | undefined;

  constructor(private readonly around: Surroundings) {}

  readonly current = (): Live<T> => this.#live;

  /** While there is a listener the store is connected. The returned function ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#noLinger?.();
    if (this.#unwatch === undefined) this.#begin();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#noLinger = this.around.later(LINGER_MS, () => this.#end());
    };
  };

  #begin(): void {
    this.#unwatch = this.around.onVisibility(() => this.#followVisibility());
    if (this.around.isHidden()) this.#become('paused');
    else this.#connect();
  }

  #end(): void {
    if (this.#listeners.size > 0) return;
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#disconnect();
    if (this.#live.state !== 'closed') this.#become(this.#resting());
  }

  #followVisibility(): void {
    if (this.#live.state === 'closed') return;
    if (this.around.isHidden()) {
      this.#disconnect();
      this.#become('paused');
    } else if (this.#stream === undefined) {
      this.#failures = 0;
      this.#connect();
    }
  }

  #connect(): void {
    this.#disconnect();
    if (this.#live.state === 'paused') this.#become(this.#resting());
    const stream = new AbortController();
    this.#stream = stream;
    const mine = (work: () => void) => (): void => {
      if (this.#stream === stream) work();
    };
    const listener: StreamListener = {
      onEvent: (event) => mine(() => this.#take(event))(),
      onAlive: mine(() => this.#hear()),
    };
    this.#hear();
    this.around.open(this.#document?.seq, listener, stream.signal).then(
      mine(() => this.#reconnect()),
      (error: unknown) => mine(() => void this.#failed(error))(),
    );
  }

  #disconnect(): void {
    this.#noWait?.();
    this.#noSilence?.();
    this.#noWait = this.#noSilence = undefined;
    const stream = this.#stream;
    this.#stream = undefined;
    stream?.abort();
  }

  /** Whoever is silent for too long is taken for gone: half-open connections never end by themselves. */
  #hear(): void {
    this.#noSilence?.();
    this.#noSilence = this.around.later(SILENCE_MS, () => this.#reconnect());
    if (this.#document !== undefined && this.#live.state === 'live')
      this.#live = { ...this.#live, at: this.around.now() };
  }

  #take(event: StreamEvent): void {
    this.#hear();
    const applied = applyEvent(this.#document, event);
    if (applied.kind === 'gap') {
      // Without a place to go on from, the server begins with a snapshot. What is shown stays until then.
      this.#document = undefined;
      this.#reconnect();
      return;
    }
    this.#failures = 0;
    if (applied.kind === 'document') this.#document = applied.document;
    else if (this.#live.state === 'live') return;
    this.#tell({ state: 'live', data: this.#document?.data ?? this.#live.data, at: this.around.now() });
  }

  async #failed(error: unknown): Promise<void> {
    const stream = this.#stream;
    const problem = ApiProblem.from(error);
    const again =
      problem.status === 401
        ? await this.around.stillSignedIn().catch(() => true) // nobody knows yet
        : !isFinal(problem);
    if (this.#stream !== stream) return;
    if (again) return this.#reconnect();
    this.#disconnect();
    this.#tell({ ...this.#live, state: 'closed', problem });
  }

  /** After a time that doubles, and that differs from window to window, so that they don't all come at once. */
  #reconnect(): void {
    this.#disconnect();
    if (this.#live.data !== undefined) this.#become('stale');
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#noWait = this.around.later(longest * (0.5 + this.around.random() / 2), () => this.#connect());
  }

  #resting(): LiveState {
    return this.#live.data === undefined ? 'connecting' : 'stale';
  }

  #become(state: LiveState): void {
    if (this.#live.state !== state) this.#tell({ ...this.#live, state });
  }

  #tell(live: Live<T>): void {
    this.#live = live;
    for (const listener of this.#listeners) listener();
  }
}

/** A refusal that trying again does not change. */
function isFinal({ status }: ApiProblem): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
