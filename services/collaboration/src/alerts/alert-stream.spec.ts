// Specifies that events without an id of their own keep a listener where it is.
import type { MessageEvent } from '@nestjs/common';
import { from, lastValueFrom, toArray } from 'rxjs';
import { keepingId } from './alert-stream.js';

it('gives an event without an id the last one, so that a heartbeat moves nobody', async () => {
  const events: MessageEvent[] = [
    { type: 'heartbeat', data: '' },
    { type: 'alert', id: 'news-4', data: {} },
    { type: 'heartbeat', data: '' },
    { type: 'alert', id: 'news-5', data: {} },
  ];
  const kept = await lastValueFrom(keepingId(from(events)).pipe(toArray()));
  expect(kept.map(({ id }) => id)).toEqual(['news-0', 'news-4', 'news-4', 'news-5']);
});
