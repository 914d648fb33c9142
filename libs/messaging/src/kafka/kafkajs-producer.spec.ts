// What counts as acknowledged: the client may say "sent" of a partition it never sent.
import { checkAnswer } from './kafkajs-producer.js';

const sent = [{ partition: 0 }, { partition: 3 }, { partition: 3 }];

function answered(partition: number, errorCode = 0, baseOffset: string | undefined = '7') {
  return { topicName: 'a', partition, errorCode, baseOffset };
}

describe('checkAnswer', () => {
  it('accepts an answer that names every partition without error and with an offset', () => {
    expect(() => checkAnswer('a', sent, [answered(3), answered(0)])).not.toThrow();
  });

  it.each([
    ['a partition that is not named', [answered(0)]],
    ['no answer at all', []],
    ['an error', [answered(0), answered(3, 6)]],
    ['no offset', [answered(0), { ...answered(3), baseOffset: undefined }]],
    ['an offset of -1', [answered(0), answered(3, 0, '-1')]],
  ])('refuses %s', (_case, answer) => {
    expect(() => checkAnswer('a', sent, answer)).toThrow(
      expect.objectContaining({ code: 'send-unacknowledged', retriable: true }),
    );
  });
});
