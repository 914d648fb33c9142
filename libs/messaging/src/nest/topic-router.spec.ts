// What a handler's timers say reaches the consumer through the router, all of it.
import type { PartitionHandler, PartitionTimers } from '../handler.js';
import { TopicRouter } from './topic-router.js';

const handler = (timers?: PartitionTimers): PartitionHandler => ({
  handle: () => Promise.resolve({}),
  ...(timers && { timers }),
});

test('timers keep everything they have, and know whose they are', async () => {
  const timers: Required<PartitionTimers> = {
    due: () => Promise.resolve(new Map([[1, 5]])),
    tick: () => Promise.resolve({ ignored: { known: 1 } }),
    apart(this: unknown) {
      return this === timers;
    },
    lowWaterMark(this: unknown) {
      return Promise.resolve(this === timers ? 7 : null);
    },
  };
  const router = new TopicRouter(
    new Map([
      ['timed', handler(timers)],
      ['other', handler()],
    ]),
  );
  expect(Object.keys(router.timers ?? {}).sort()).toEqual(Object.keys(timers).sort());
  expect(router.timers?.apart?.()).toBe(true);
  expect(await router.timers?.lowWaterMark?.()).toBe(7);
  expect(await router.timers?.due(new Map(), 'timed')).toEqual(new Map([[1, 5]]));
  expect(await router.timers?.due(new Map(), 'other')).toEqual(new Map());
});

test('what timers leave out stays out', () => {
  const { due, tick } = {
    due: () => Promise.resolve(new Map<number, number>()),
    tick: () => Promise.resolve({}),
  };
  expect(Object.keys(new TopicRouter(new Map([['timed', handler({ due, tick })]])).timers ?? {})).toEqual([
    'due',
    'tick',
  ]);
});
