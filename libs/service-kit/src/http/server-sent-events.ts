// Server-sent events that stay open: proxies close a stream on which nothing comes.
import type { MessageEvent } from '@nestjs/common';
import { interval, map, merge, takeUntil, type Observable, endWith, ignoreElements, share } from 'rxjs';

const HEARTBEAT_MS = 10_000;

/**
 * The events, and a comment every ten seconds until they end. A comment, since an event would be given an id, and that
 * would be what a client that comes back says it has seen last.
 */
export function withHeartbeat(events: Observable<MessageEvent>): Observable<MessageEvent> {
  const shared = events.pipe(share());
  const ended = shared.pipe(ignoreElements(), endWith(true));
  const heartbeat = interval(HEARTBEAT_MS).pipe(
    map((): MessageEvent => ({ comment: 'heartbeat' })),
    takeUntil(ended),
  );
  return merge(shared, heartbeat);
}
