// Proves which queues are taken, and that each mistake is told with its place.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { parseQueues } from './queues-file.js';

const queue = {
  title: 'Service',
  numbers: ['+41445550100'],
  skills: ['service'],
  greeting: 'Welcome.',
  hold: 'Please wait.',
};
const messageOf = (raw: unknown): string => {
  const parsed = parseQueues(raw);
  return parsed.ok ? 'taken' : parsed.refusal.message;
};

describe('queues', () => {
  it('are found by name and by the number that was dialled, however it is spaced', () => {
    const parsed = parseQueues({ queues: { service: queue } });
    if (!parsed.ok) throw new Error(parsed.refusal.message);
    expect(parsed.value.of('+41 44 555 01 00')?.name).toBe('service');
    expect(parsed.value.of('+41445550199')).toBeUndefined();
    expect(parsed.value.named('service')).toMatchObject({ language: 'en-GB', skills: ['service'] });
    expect(parsed.value.named('sales')).toBeUndefined();
  });

  it('of the file that is shipped are service and sales', () => {
    const parsed = parseQueues(parse(readFileSync(new URL('../../queues.yaml', import.meta.url), 'utf8')));
    expect(parsed.ok && parsed.value.all.map(({ name, numbers, skills }) => [name, numbers, skills])).toEqual(
      [
        ['service', ['+41445550100'], ['service']],
        ['sales', ['+41445550101'], ['sales']],
      ],
    );
  });

  it('are refused with the place of the mistake', () => {
    expect(messageOf({ queues: { service: { ...queue, numbers: ['044 555'] } } })).toBe(
      'queues.service.numbers.0: a number like +41445550100',
    );
    expect(messageOf({ queues: { service: { ...queue, skills: [] } } })).toMatch(/^queues\.service\.skills:/);
    expect(messageOf({ queues: { service: { ...queue, skill: 'x' } } })).toMatch(/^queues\.service:/);
    expect(messageOf({ queues: { service: queue, sales: queue } })).toBe(
      'queues: a number leads to one queue only',
    );
    expect(messageOf({ queues: {} })).toBe('queues: there must be at least one');
    expect(messageOf(null)).not.toBe('taken');
  });
});
