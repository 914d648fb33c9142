// Answers kept for a moment: made once for all who ask, made again when they are old, never kept when they failed.
import { ShortMemory } from './short-memory.js';

test('who asks while an answer is made, or soon after, gets that one', async () => {
  let now = 0;
  let made = 0;
  const memory = new ShortMemory(2_000, () => now);
  const make = () => Promise.resolve((made += 1));
  expect(await Promise.all(Array.from({ length: 10 }, () => memory.of('a', make)))).toEqual(
    Array.from({ length: 10 }, () => 1),
  );
  now = 1_999;
  expect(await memory.of('a', make)).toBe(1);
  expect(await memory.of('b', make)).toBe(2);
  now = 2_000;
  expect(await memory.of('a', make)).toBe(3);
});

test('an answer that takes long is not begun a second time', async () => {
  let now = 0;
  let made = 0;
  const memory = new ShortMemory(2_000, () => now);
  let answer = (_value: number): void => undefined;
  const later = new Promise<number>((resolve) => (answer = resolve));
  const make = () => {
    made += 1;
    return later;
  };
  const first = memory.of('a', make);
  now = 60_000;
  const second = memory.of('a', make);
  answer(7);
  expect(await Promise.all([first, second])).toEqual([7, 7]);
  expect(made).toBe(1);
});

test('a failure is told to all who waited and not kept', async () => {
  const memory = new ShortMemory(2_000, () => 0);
  const fails = () => Promise.reject(new Error('no database'));
  await expect(memory.of('a', fails)).rejects.toThrow('no database');
  expect(await memory.of('a', () => Promise.resolve('well'))).toBe('well');
});

test('holds no more than its room', async () => {
  let made = 0;
  const memory = new ShortMemory(2_000, () => 0);
  for (let key = 0; key < 1_000; key += 1) await memory.of(`k${key}`, () => Promise.resolve((made += 1)));
  await memory.of('k0', () => Promise.resolve((made += 1)));
  expect(made).toBe(1_001);
  await memory.of('k999', () => Promise.resolve((made += 1)));
  expect(made).toBe(1_001);
});
