// Server-sent events that stay open: proxies close a stream on which nothing comes.
import type { MessageEvent } from '@nestjs/common';
import { interval, map, merge, takeUntil, type Observable, endWith, ignoreElements, share } from 'rxjs';

const HEARTBEAT_MS = 10_000;

/** The events, and one of the type `heartbeat` without content every ten seconds, until the events end. */
export function withHeartbeat(events: Observable<MessageEvent>): Observable<MessageEvent> {
  const shared = events.pipe(share());
  const ended = shared.pipe(ignoreElements(), endWith(true));
  const heartbeat = interval(HEARTBEAT_MS).pipe(
    map((): MessageEvent => ({ type: 'heartbeat', data: '' })),
    takeUntil(ended),
  );
  return merge(shared, heartbeat);
}
