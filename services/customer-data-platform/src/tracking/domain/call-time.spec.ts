// Proves the correction of a caller's clock, and that no strange time reaches the bus.
import { callTimes } from './call-time.js';

const received = Date.parse('2026-11-22T10:00:00.000Z');
const at = (timestamp: unknown, sentAt?: unknown, batch?: unknown) =>
  callTimes({ timestamp: timestamp as string, sentAt: sentAt as string }, batch as string, received);

describe('callTimes', () => {
  it('takes the time as it is when nothing says when it was sent', () => {
    expect(at('2026-11-22T09:00:00.000Z')).toEqual({ occurredAt: received - 3_600_000, sentAt: null });
  });

  it('moves a wrong clock by what it was wrong when sending', () => {
    const { occurredAt } = at('2030-01-01T00:00:00.000Z', '2030-01-01T00:00:05.000Z');
    expect(occurredAt).toBe(received - 5_000);
  });

  it("uses the request's time of sending for calls without their own", () => {
    expect(at('1970-01-01T00:00:00Z', undefined, '1970-01-01T00:01:00Z').occurredAt).toBe(received - 60_000);
  });

  it('never lies ahead of the receipt', () => {
    expect(at('2026-11-22T11:00:00.000Z').occurredAt).toBe(received);
    expect(at('2026-11-22T10:00:00Z', '2026-11-22T09:00:00Z').occurredAt).toBe(received);
  });

  it.each([
    '+010000-01-01T00:00:00.000Z',
    '10000-01-01T00:00:00Z',
    'yesterday',
    '',
    {},
    null,
    true,
    Infinity,
    1e300,
  ])('takes the receipt for the unreadable or absurd time %j', (time) => {
    expect(at(time).occurredAt).toBe(received);
    expect(at(undefined, time).sentAt).toBeNull();
  });

  it('reads milliseconds and text', () => {
    expect(at(received - 1).occurredAt).toBe(received - 1);
    expect(at('2026-11-22').occurredAt).toBe(Date.parse('2026-11-22'));
  });
});
