// Follows a service's stream of events as a browser does: opened again where it broke off, from the last event on.
import { setTimeout as pause } from 'node:timers/promises';
import { EventSourceParserStream, type EventSourceMessage } from 'eventsource-parser/stream';
import type { Api } from './api.js';

const AGAIN_AFTER_MS = 300;

/** Calls `onEvent` for each event with content until the signal is aborted. */
export async function follow(
  api: Api,
  path: string,
  signal: AbortSignal,
  onEvent: (type: string, data: unknown) => void,
): Promise<void> {
  let lastId: string | undefined;
  while (!signal.aborted) {
    try {
      for await (const event of await open(api, path, signal, lastId)) {
        lastId = event.id ?? lastId;
        onEvent(event.event ?? 'message', dataOf(event));
      }
    } catch {
      if (signal.aborted) return;
    }
    await pause(AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function open(
  api: Api,
  path: string,
  signal: AbortSignal,
  lastId: string | undefined,
): Promise<AsyncIterable<EventSourceMessage>> {
  const headers = {
    ...api.headers,
    accept: 'text/event-stream',
    ...(lastId !== undefined && { 'last-event-id': lastId }),
  };
  const answer = await fetch(api.streamAddress(path), { headers, signal });
  if (!answer.ok || answer.body === null) throw new Error(`${path} answered ${answer.status}`);
  return answer.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
}

/** JSON as what it says, anything else as the text that it is. */
function dataOf({ data }: EventSourceMessage): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
