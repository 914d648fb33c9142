// Server-sent events that stay open: proxies close a stream on which nothing comes, a token expires, memory is bounded.
import { Injectable, type MessageEvent } from '@nestjs/common';
import {
  defer,
  endWith,
  finalize,
  ignoreElements,
  interval,
  map,
  merge,
  share,
  takeUntil,
  timer,
  type Observable,
} from 'rxjs';
import { Problem } from './problem.js';

const HEARTBEAT_MS = 10_000;
/** A stream ends after this, so that an expired token does not listen on; who listens comes back where they were. */
const LONGEST_MS = 15 * 60 * 1_000;
/** Streams of one person in one process: some windows on some devices. */
const MOST_OF_ONE = 16;

/**
 * The events, and a comment every ten seconds until they end, a quarter of an hour at most. A comment, since an event
 * would be given an id, and that would be what a client that comes back says it has seen last.
 */
export function withHeartbeat(events: Observable<MessageEvent>): Observable<MessageEvent> {
  const shared = events.pipe(takeUntil(timer(LONGEST_MS)), share());
  const ended = shared.pipe(ignoreElements(), endWith(true));
  const heartbeat = interval(HEARTBEAT_MS).pipe(
    map((): MessageEvent => ({ comment: 'heartbeat' })),
    takeUntil(ended),
  );
  return merge(shared, heartbeat);
}

/** Counts the streams that are open: each of them may have megabytes waiting for a client that does not read. */
@Injectable()
export class OpenStreams {
  readonly #open = new Map<string, number>();

  /** A stream of somebody. Throws a 429 problem when they have too many open already. */
  of(subject: string, events: Observable<MessageEvent>): Observable<MessageEvent> {
    if ((this.#open.get(subject) ?? 0) >= MOST_OF_ONE) {
      throw new Problem(429, 'too-many-streams', `More than ${MOST_OF_ONE} streams of one person are open.`);
    }
    return defer(() => {
      this.#add(subject, 1);
      return events;
    }).pipe(finalize(() => this.#add(subject, -1)));
  }

  #add(subject: string, more: 1 | -1): void {
    const count = (this.#open.get(subject) ?? 0) + more;
    if (count > 0) this.#open.set(subject, count);
    else this.#open.delete(subject);
  }
}
