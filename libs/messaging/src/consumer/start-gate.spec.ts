// A suspect runs alone, everybody gets a turn, and a failure opens the gate again.
import { StartGate } from './start-gate.js';

function later(): { readonly done: Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { done, end };
}

it('lets shared runs overlap, waits for them with one that runs alone, and keeps the order of arrival', async () => {
  const gate = new StartGate();
  const log: string[] = [];
  const [one, two, suspect] = [later(), later(), later()];
  const run = (name: string, until: Promise<void>) => async (): Promise<void> => {
    log.push(`${name} starts`);
    await until;
    log.push(`${name} ends`);
  };
  const runs = [
    gate.shared(run('one', one.done)),
    gate.shared(run('two', two.done)),
    gate.alone(run('suspect', suspect.done)),
    gate.shared(run('three', Promise.resolve())),
    gate.shared(run('four', Promise.resolve())),
  ];
  expect(log).toEqual(['one starts', 'two starts']);
  one.end();
  await runs[0];
  two.end();
  await runs[1];
  expect(log).toEqual(['one starts', 'two starts', 'one ends', 'two ends', 'suspect starts']);
  suspect.end();
  await Promise.all(runs);
  expect(log.slice(5, 8)).toEqual(['suspect ends', 'three starts', 'four starts']);
});

it('opens again after a failure', async () => {
  const gate = new StartGate();
  await expect(gate.alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await gate.alone(() => Promise.resolve('yes'))).toBe('yes');
});
