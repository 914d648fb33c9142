// Days become seconds; conditions, commands and deadlines of messages stay as they are.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { hurried } from './hurried.js';

const reference = (name: string): string =>
  readFileSync(new URL(`../../../orchestrator/journeys/${name}.yaml`, import.meta.url), 'utf8');

test.each(['guided-purchase', 'click-and-collect'])('hurries every wait of %s and nothing else', (name) => {
  const before = parse(reference(name)) as { title: string; steps: object };
  const after = parse(hurried(reference(name))) as typeof before;
  expect(JSON.stringify(after)).not.toMatch(/"(after|backoff)":"P(?!T\d+S")/);
  const withoutTimes = (value: object): string =>
    JSON.stringify(value).replaceAll(/"(after|backoff)":"[^"]*"/g, '"$1"');
  expect(withoutTimes(after.steps)).toBe(withoutTimes(before.steps));
});

test('refuses a duration that it does not know', () => {
  expect(() => hurried('steps: { a: { wait: [{ after: P9Y }] } }')).toThrow('no hurried duration for P9Y');
});

test('gives a slow machine more seconds', () => {
  const waits = 'steps: { a: { wait: [{ after: P2D }] } }';
  expect(hurried(waits, 3)).toContain('after: PT36S');
});
