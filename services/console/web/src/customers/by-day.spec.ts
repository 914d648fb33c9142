// Shows that days are those of the viewer's zone.
import { byDay } from './by-day.js';

const at = (time: string) => ({ at: time });

it('cuts where the day ends for who looks', () => {
  const items = [at('2026-11-28T00:30:00Z'), at('2026-11-27T23:30:00Z'), at('2026-11-27T22:30:00Z')];
  expect(byDay(items, 'UTC').map(({ day, items: of }) => [day, of.length])).toEqual([
    ['2026-11-28', 1],
    ['2026-11-27', 2],
  ]);
  expect(byDay(items, 'Europe/Zurich').map(({ day, items: of }) => [day, of.length])).toEqual([
    ['2026-11-28', 2],
    ['2026-11-27', 1],
  ]);
  expect(byDay([], 'UTC')).toEqual([]);
});
