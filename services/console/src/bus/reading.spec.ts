// A reading that the broker holds up: its caller is answered, it is told to end, and nobody has its place before it did.
import { eventually } from '@continuo/testing';
import { ReadSlots } from './read-slots.js';
import { reading } from './reading.js';

const SOON_MS = 5;

/** A work that goes on, whatever it is told, until it is let go. */
function stubborn() {
  const told: AbortSignal[] = [];
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  const run = (signal: AbortSignal): Promise<void> => {
    told.push(signal);
    return done;
  };
  return { told, run, end };
}

it('keeps the slots of readings that go on after their callers were answered', async () => {
  const slots = new ReadSlots();
  const works = ['a', 'b', 'c', 'd'].map((name) => ({ name, ...stubborn() }));
  const answers = works.map(({ name, run }) => reading(slots, name, run, SOON_MS));
  for (const answer of answers) await expect(answer).rejects.toMatchObject({ code: 'broker-away' });
  expect(works.flatMap(({ told }) => told).map(({ aborted }) => aborted)).toEqual([true, true, true, true]);
  const next = () => reading(slots, 'e', async () => 'read');
  expect(await next()).toMatchObject({ ok: false, refusal: { code: 'too-many-readers' } });
  works[0]?.end();
  await eventually(async () => (await next()).ok, { what: 'a free slot' });
  for (const { end } of works) end();
});

it('answers what was read', async () => {
  expect(await reading(new ReadSlots(), 'a', async () => 7)).toMatchObject({ ok: true, value: 7 });
});
