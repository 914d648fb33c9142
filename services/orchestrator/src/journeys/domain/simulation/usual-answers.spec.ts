// What is learnt from recorded commands: their first answer and the time of the last, in whatever order deeds come.
import type { ComparedDeed } from './compared-deeds.js';
import { answerSamples } from './usual-answers.js';

const sent = (at: number, id: string): ComparedDeed => [at, 'sent', 'remind', id, 'mail'];
const answered = (at: number, id: string, type: string): ComparedDeed => [at, 'answered', 'remind', id, type];

test('a command that failed first and was sent again has the first answer and the last one’s delay', () => {
  const deeds = [
    sent(10, 'a'),
    answered(15, 'a', 'Failed'),
    sent(20, 'a'),
    answered(40, 'a', 'Sent'),
    sent(12, 'b'),
  ];
  const samples = [{ act: 'mail', type: 'Failed', delay: 30 }];
  expect(answerSamples(deeds)).toEqual(samples);
  expect(answerSamples([...deeds].reverse())).toEqual(samples);
});

test('nothing is learnt from an answer whose command is not among them, nor from what was held or came late', () => {
  expect(
    answerSamples([
      answered(5, 'x', 'Sent'),
      sent(10, 'c'),
      answered(5, 'c', 'Sent'),
      sent(10, 'd'),
      [12, 'answered-late', 'remind', 'd', 'Sent'],
      [13, 'held', 'remind', 'd', 'quiet-hours'],
      [14, 'answered', 'remind', null, 'Sent'],
    ]),
  ).toEqual([]);
});
