// Reads server-sent events by `fetch`, which unlike the browser's own reader tells why it was refused and sends where to go on.
import { createParser } from 'eventsource-parser';
import { ApiProblem } from '../api/problem.js';
import type { OpenStream } from './live-store.js';

/** A reader of the stream at `path`. */
export function eventStream(path: string): OpenStream {
  return async (after, { onEvent, onAlive }, signal) => {
    const answer = await fetch(path, {
      signal,
      cache: 'no-store',
      headers: { accept: 'text/event-stream', ...(after === undefined ? {} : { 'last-event-id': after }) },
    });
    if (!answer.ok) throw await ApiProblem.of(answer);
    if (answer.body === null) return;
    const parser = createParser({
      onEvent: ({ event = 'message', data }) => onEvent({ type: event, data }),
    });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onAlive();
      parser.feed(value);
    }
  };
}
