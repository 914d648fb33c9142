// Rates over what was seen, also when a counter began anew.
import { History, increaseOf, rateOf } from './history.js';

const points = (...values: number[]) => values.map((value, index) => ({ at: index * 2_000, value }));

describe('increase and rate', () => {
  it('are what came between the points', () => {
    expect(increaseOf(points(10, 20, 40))).toBe(30);
    expect(rateOf(points(10, 20, 40))).toBe(7.5);
  });

  it('count what a counter shows after it began anew as growth, and nothing twice', () => {
    expect(increaseOf(points(100, 110, 5, 8))).toBe(10 + 5 + 3);
  });

  it('are unknown with one point or none', () => {
    expect([increaseOf([]), increaseOf(points(3)), rateOf(points(3))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('History', () => {
  it('keeps a span, and forgets a series that is told nothing', () => {
    const history = new History(10_000, 10);
    for (let at = 1_000; at <= 21_000; at += 2_000) history.add('a', { at, value: at });
    expect(history.last('a', 60_000, 21_000).map(({ at }) => at)).toEqual([
      11_000, 13_000, 15_000, 17_000, 19_000, 21_000,
    ]);
    history.forget(40_000);
    expect(history.names()).toEqual([]);
  });

  it('takes no more series than it was made for, and no time that goes back', () => {
    const history = new History(10_000, 1);
    history.add('a', { at: 1_000, value: 1 });
    history.add('b', { at: 1_000, value: 1 });
    history.add('a', { at: 500, value: 9 });
    expect(history.names()).toEqual(['a']);
    expect(history.last('a', 9_000, 2_000)).toEqual([{ at: 1_000, value: 1 }]);
  });

  it('tells rates of equal stretches in which nothing between two is lost', () => {
    const history = new History(300_000, 10);
    for (let at = 2_000; at <= 40_000; at += 2_000) history.add('a', { at, value: at / 100 });
    const rates = history.rates('a', 10_000, 3, 40_000);
    expect(rates).toEqual([10, 10, 10]);
    expect(history.rates('b', 10_000, 2, 40_000)).toEqual([0, 0]);
  });
});
