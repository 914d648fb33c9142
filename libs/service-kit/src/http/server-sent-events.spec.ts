// Proves that streams stay open by comments, end in time, and that nobody opens them without end.
import { jest } from '@jest/globals';
import type { MessageEvent } from '@nestjs/common';
import { NEVER, Subject, type Subscription } from 'rxjs';
import { Problem } from './problem.js';
import { OpenStreams, withHeartbeat } from './server-sent-events.js';

describe('a stream', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function listening() {
    const source = new Subject<MessageEvent>();
    const told: MessageEvent[] = [];
    const listener = { isEnded: false, source, told };
    withHeartbeat(source).subscribe({
      next: (event) => told.push(event),
      complete: () => (listener.isEnded = true),
    });
    return listener;
  }

  it('has a comment every ten seconds beside its events', () => {
    const { source, told } = listening();
    source.next({ data: 'one' });
    jest.advanceTimersByTime(20_000);
    expect(told).toEqual([{ data: 'one' }, { comment: 'heartbeat' }, { comment: 'heartbeat' }]);
  });

  it('ends with its events, and after a quarter of an hour at the latest', () => {
    const [short, long] = [listening(), listening()];
    short.source.complete();
    jest.advanceTimersByTime(15 * 60 * 1_000 - 1);
    expect([short.isEnded, short.told, long.isEnded]).toEqual([true, [], false]);
    jest.advanceTimersByTime(1);
    expect([long.isEnded, long.source.observed, jest.getTimerCount()]).toEqual([true, false, 0]);
  });
});

describe('the open streams of a person', () => {
  const openAll = (streams: OpenStreams, subject: string, count: number): Subscription[] =>
    Array.from({ length: count }, () => streams.of(subject, NEVER).subscribe());
  const refused = (act: () => unknown): unknown => {
    try {
      return act();
    } catch (thrown) {
      return thrown instanceof Problem ? [thrown.status, thrown.code] : thrown;
    }
  };

  it('are sixteen at most, and of others as many', () => {
    const streams = new OpenStreams();
    const [first] = openAll(streams, 'anna', 16);
    expect(refused(() => streams.of('anna', NEVER))).toEqual([429, 'too-many-streams']);
    openAll(streams, 'bert', 16);
    first?.unsubscribe();
    openAll(streams, 'anna', 1);
    expect(refused(() => streams.of('anna', NEVER))).toEqual([429, 'too-many-streams']);
  });

  it('do not count before they are followed', () => {
    const streams = new OpenStreams();
    for (let n = 0; n < 40; n += 1)
      expect(refused(() => streams.of('anna', NEVER))).toHaveProperty('subscribe');
  });
});
