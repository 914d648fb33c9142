// Shows that whatever may be written has a week, and that the index is kept as long as the timeline.
import { contract } from '@continuo/contracts';
import { KEPT_DAYS, keptTime, keptWeeks } from './kept-time.js';

const day = 86_400_000;

it('is as long as the timeline is', () => {
  expect(contract.topic('cdp.timeline')?.retentionMs).toBe(KEPT_DAYS * day);
});

it('has a week for every moment that may be written, also an hour after they were made', () => {
  for (let hours = 0; hours < 24 * 8; hours += 1) {
    const now = new Date(Date.parse('2026-03-25T00:30:00Z') + hours * 3_600_000);
    const weeks = keptWeeks(new Date(now.getTime() - 3_600_000));
    const { from, until } = keptTime(now);
    expect((weeks[0]?.from.getTime() ?? Infinity) <= from.getTime()).toBe(true);
    expect((weeks.at(-1)?.until.getTime() ?? 0) >= until.getTime()).toBe(true);
    expect(until.getTime() - now.getTime()).toBeGreaterThan(7 * day);
  }
});

it('begins weeks on Mondays, one behind the other', () => {
  const weeks = keptWeeks(new Date('2026-11-28T10:00:00Z'));
  expect(weeks.every(({ from }) => from.getUTCDay() === 1)).toBe(true);
  expect(weeks.slice(1).map(({ from }) => from)).toEqual(weeks.slice(0, -1).map(({ until }) => until));
  expect([weeks.length, weeks.at(-3)?.name]).toEqual([16, '20261123']);
});
