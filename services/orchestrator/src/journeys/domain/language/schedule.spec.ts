// Schedules keep the time of the day through changes of the clock, and the day of the month through short months.
import { compileSchedule } from './schedule.js';

const at = (text: string) => Date.parse(text);
const told = (occurrence: { number: number; due: number } | null) =>
  occurrence && [occurrence.number, new Date(occurrence.due).toISOString()];

describe('a schedule', () => {
  const daily = compileSchedule(
    { every: 'P1D', at: '09:00', timeZone: 'Europe/Berlin', from: '2026-01-01' },
    'UTC',
  );

  test('begins with its first day', () => {
    expect(told(daily!.latest(at('2025-12-31T23:00:00Z')))).toBeNull();
    expect(told(daily!.latest(at('2026-01-01T07:59:59.999Z')))).toBeNull();
    expect(told(daily!.latest(at('2026-01-01T08:00:00Z')))).toEqual([0, '2026-01-01T08:00:00.000Z']);
    expect(told(daily!.next(at('2026-01-01T08:00:00Z')))).toEqual([1, '2026-01-02T08:00:00.000Z']);
  });

  test('stays at nine through both changes of the clock', () => {
    expect(told(daily!.latest(at('2026-03-29T12:00:00Z')))).toEqual([87, '2026-03-29T07:00:00.000Z']);
    expect(told(daily!.latest(at('2026-10-25T12:00:00Z')))).toEqual([297, '2026-10-25T08:00:00.000Z']);
  });

  test('takes a time that a change skips an hour later, and one that comes twice once', () => {
    const gap = compileSchedule({ every: 'P1D', at: '02:30', from: '2026-03-28' }, 'Europe/Berlin');
    expect(told(gap!.next(at('2026-03-28T12:00:00Z')))).toEqual([1, '2026-03-29T01:30:00.000Z']);
    const twice = compileSchedule({ every: 'P1D', at: '02:30', from: '2026-10-24' }, 'Europe/Berlin');
    expect(told(twice!.latest(at('2026-10-25T23:00:00Z')))).toEqual([1, '2026-10-25T00:30:00.000Z']);
    expect(told(twice!.next(at('2026-10-25T00:30:00Z')))).toEqual([2, '2026-10-26T01:30:00.000Z']);
  });

  test('a short month does not move the later ones', () => {
    const monthly = compileSchedule({ every: 'P1M', from: '2026-01-31' }, 'UTC');
    expect(told(monthly!.next(at('2026-02-01T00:00:00Z')))).toEqual([1, '2026-02-28T00:00:00.000Z']);
    expect(told(monthly!.next(at('2026-03-01T00:00:00Z')))).toEqual([2, '2026-03-31T00:00:00.000Z']);
  });

  test('hours are exact', () => {
    const hourly = compileSchedule({ every: 'PT6H', from: '2026-03-28' }, 'Europe/Berlin');
    expect(told(hourly!.latest(at('2026-03-29T06:00:00Z')))).toEqual([5, '2026-03-29T05:00:00.000Z']);
  });

  test('far away is found as quickly', () => {
    const often = compileSchedule({ every: 'PT5M', from: '1990-01-01' }, 'UTC');
    expect(told(often!.latest(at('2026-01-01T00:04:00Z')))?.[1]).toBe('2026-01-01T00:00:00.000Z');
  });

  test.each([
    { every: 'P0D', from: '2026-01-01' },
    { every: 'PT1S', from: '2026-01-01' },
    { every: 'P1D', from: '2026-02-30' },
    { every: 'P1D', from: '2026-01-01', at: '25:00' },
    { every: 'P1D', from: '2026-01-01', timeZone: 'Mars/Olympus' },
    { every: 'P300000Y', from: '2026-01-01' },
    { every: 'often', from: '2026-01-01' },
  ])('%j is none', (source) => {
    expect(compileSchedule(source, 'UTC')).toBeNull();
  });
});
