// Whoever reads waits while the relay of the same process is behind, and never for long.
import { eventually } from '@continuo/testing';
import { Backlog } from './backlog.js';

const isImmediate = async (wait: Promise<void>): Promise<boolean> =>
  Promise.race([
    wait.then(() => true),
    new Promise<boolean>((resolve) => setImmediate(() => resolve(false))),
  ]);

function owned(limits: { readonly bytes: number; readonly patienceMs: number }): Backlog {
  const backlog = new Backlog(limits);
  backlog.owns(true);
  return backlog;
}

test('there is room until the limit is passed, and again when enough was sent', async () => {
  const backlog = owned({ bytes: 100, patienceMs: 60_000 });
  backlog.committed('a', 60);
  backlog.committed('b', 40);
  expect(await isImmediate(backlog.room())).toBe(true);
  backlog.committed('a', 50);
  const rooms = [backlog.room(), backlog.room()];
  expect(await isImmediate(Promise.race(rooms))).toBe(false);
  backlog.sent('a', 40);
  expect(await isImmediate(Promise.race(rooms))).toBe(false);
  backlog.sent('b', 10);
  await Promise.all(rooms);
  expect(backlog.bytes).toBe(100);
});

test('what others committed and this relay sent makes no debt', () => {
  const backlog = owned({ bytes: 1, patienceMs: 60_000 });
  backlog.sent('a', 1_000);
  backlog.committed('a', 5);
  backlog.sent('a', 1_000);
  backlog.committed('a', 10);
  expect(backlog.bytes).toBe(10);
});

test('nobody waits for a relay that is not the owner, or is not any more', async () => {
  const backlog = new Backlog({ bytes: 1, patienceMs: 60_000 });
  backlog.committed('a', 10);
  expect(await isImmediate(backlog.room())).toBe(true);
  backlog.owns(true);
  backlog.committed('a', 10);
  const room = backlog.room();
  backlog.owns(false);
  await room;
});

test('a topic that takes nothing holds nobody up for long, nor a second time, while others still count', async () => {
  const backlog = owned({ bytes: 1, patienceMs: 20 });
  backlog.committed('away', 10);
  await backlog.room();
  await eventually(() => isImmediate(backlog.room()));
  backlog.committed('away', 10);
  expect(await isImmediate(backlog.room())).toBe(true);
  backlog.committed('there', 10);
  expect(await isImmediate(backlog.room())).toBe(false);
  backlog.sent('there', 10);
  expect(await isImmediate(backlog.room())).toBe(true);
  backlog.sent('away', 1);
  expect(await isImmediate(backlog.room())).toBe(false);
});
