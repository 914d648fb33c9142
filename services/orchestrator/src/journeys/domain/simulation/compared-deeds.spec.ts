// What of a journal's entry is compared, written and read; and entries of the version before among it.
import type { JournalEntry } from '../engine/output.js';
import { comparedDeeds, comparedText, type ComparedParts } from './compared-deeds.js';

const entry = (now: number, ...deeds: JournalEntry['deeds']): JournalEntry =>
  ({ facts: { now }, deeds }) as unknown as JournalEntry;
const sent = {
  did: 'sent',
  step: 'remind',
  visit: 1,
  commandId: 'c-1',
  command: 'collaboration.SendMessage',
};
const skipped = { did: 'skipped', step: 'remind', commandId: 'c-2', rule: 'caps/"weekly"', inputs: {} };
const left = { did: 'left', step: 'remind', outcome: 'done' };
const read = (...texts: string[]) =>
  comparedDeeds(JSON.parse(`[${texts.filter((text) => text !== '').join(',')}]`) as ComparedParts);

test('only what is compared is written, once per deed, in order', () => {
  expect(comparedText(entry(5, left))).toBe('');
  expect(read(comparedText(entry(5, sent, left, skipped)))).toEqual([
    [5, 'sent', 'remind', 'c-1', 'collaboration.SendMessage'],
    [5, 'skipped', 'remind', 'c-2', 'caps/"weekly"'],
  ]);
});

test('a whole entry tells what would have been written beside it', () => {
  const early = entry(5, sent, left);
  const late = entry(9, skipped);
  const texts = [comparedText(early), comparedText(late)];
  expect(read(JSON.stringify(early), comparedText(late))).toEqual(read(...texts));
  expect(read(JSON.stringify(early), JSON.stringify(entry(6, left)), JSON.stringify(late))).toEqual(
    read(...texts),
  );
});

test('what is missing of a deed is null', () => {
  expect(read(comparedText(entry(5, { did: 'held', rule: 'paused' })))).toEqual([
    [5, 'held', null, null, 'paused'],
  ]);
});
