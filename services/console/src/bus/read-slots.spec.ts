// One reading of a person at a time, a few of all; nobody waits for ever, and nothing stays taken.
import { ReadSlots } from './read-slots.js';

const work = () => {
  let end: () => void = () => undefined;
  const done = new Promise<void>((resolve) => (end = resolve));
  return { end, run: () => done };
};

describe('ReadSlots', () => {
  it("lets a person's next reading wait for the last one", async () => {
    const slots = new ReadSlots();
    const first = work();
    const order: string[] = [];
    const one = slots.run('ada', async () => first.run().then(() => order.push('first')));
    const two = slots.run('ada', async () => order.push('second'));
    first.end();
    expect([(await one).ok, (await two).ok]).toEqual([true, true]);
    expect(order).toEqual(['first', 'second']);
  });

  it('refuses a third that would wait', async () => {
    const slots = new ReadSlots();
    const first = work();
    const rest = [1, 2, 3].map(() => slots.run('ada', () => first.run()));
    await expect(slots.run('ada', () => first.run())).resolves.toMatchObject({
      refusal: { code: 'reader-busy' },
    });
    first.end();
    await Promise.all(rest);
  });

  it('refuses a fifth person, and takes one again when one has ended', async () => {
    const slots = new ReadSlots();
    const works = ['a', 'b', 'c', 'd'].map((name) => ({ name, ...work() }));
    const running = works.map(({ name, run }) => slots.run(name, run));
    const late = await slots.run('e', async () => 1);
    expect(late).toMatchObject({ ok: false, refusal: { code: 'too-many-readers' } });
    works[0]?.end();
    await running[0];
    expect(await slots.run('e', async () => 1)).toEqual({ ok: true, value: 1 });
    works.forEach(({ end }) => end());
    await Promise.all(running);
  });

  it('gives the place back when the work fails', async () => {
    const slots = new ReadSlots();
    await expect(slots.run('ada', () => Promise.reject(new Error('broke')))).rejects.toThrow('broke');
    expect(await slots.run('ada', async () => 2)).toEqual({ ok: true, value: 2 });
  });
});
