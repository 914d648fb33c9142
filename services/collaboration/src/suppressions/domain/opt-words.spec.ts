// Words that stop and start, and sentences that only hold them.
import { optWord } from './opt-words.js';

test.each(['STOP', ' stop. ', 'Stopp!!', 'Unsubscribe', 'ABMELDEN', 'Désabonner', 'opt-out', 'ＳＴＯＰ'])(
  '%s stops',
  (text) => {
    expect(optWord(text)).toBe('stop');
  },
);

test.each(['START', 'unstop', 'Opt in'])('%s starts', (text) => expect(optWord(text)).toBe('start'));

test.each([
  "I can't stop laughing",
  'stop by my store',
  'Is the shop at the bus stop open?',
  '',
  '\u0000',
  `stop${' '.repeat(100)}`,
])('%j does neither', (text) => {
  expect(optWord(text)).toBeUndefined();
});
