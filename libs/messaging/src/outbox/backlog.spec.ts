// Whoever reads waits while the relay of the same process is behind, and never for long.
import { Backlog } from './backlog.js';

const isImmediate = async (wait: Promise<void>): Promise<boolean> =>
  Promise.race([
    wait.then(() => true),
    new Promise<boolean>((resolve) => setImmediate(() => resolve(false))),
  ]);

test('there is room until the limit is passed, and again when enough was sent', async () => {
  const backlog = new Backlog({ bytes: 100, patienceMs: 60_000 });
  backlog.owns(true);
  backlog.committed(100);
  expect(await isImmediate(backlog.room())).toBe(true);
  backlog.committed(50);
  const rooms = [backlog.room(), backlog.room()];
  expect(await isImmediate(Promise.race(rooms))).toBe(false);
  backlog.sent(40);
  expect(await isImmediate(Promise.race(rooms))).toBe(false);
  backlog.sent(10);
  await Promise.all(rooms);
  expect(backlog.bytes).toBe(100);
});

test('what others committed and this relay sent makes no debt', () => {
  const backlog = new Backlog();
  backlog.owns(true);
  backlog.sent(1_000);
  backlog.committed(10);
  expect(backlog.bytes).toBe(10);
});

test('nobody waits for a relay that is not the owner, or is not any more', async () => {
  const backlog = new Backlog({ bytes: 1, patienceMs: 60_000 });
  backlog.committed(10);
  expect(await isImmediate(backlog.room())).toBe(true);
  backlog.owns(true);
  backlog.committed(10);
  const room = backlog.room();
  backlog.owns(false);
  await room;
});

test('a broker that takes nothing holds nobody up for long', async () => {
  const backlog = new Backlog({ bytes: 1, patienceMs: 5 });
  backlog.owns(true);
  backlog.committed(10);
  await backlog.room();
  expect(backlog.bytes).toBe(10);
});
