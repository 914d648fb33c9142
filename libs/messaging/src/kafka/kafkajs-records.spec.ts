// Headers as anybody may write them: repeated, without a value, as texts or bytes.
import type { KafkaMessage } from 'kafkajs';
import { toRecord } from './kafkajs-records.js';

it('reads the last value of a header, and takes one without a value for absent', () => {
  const headers = {
    once: Buffer.from('grüezi'),
    twice: [Buffer.from('first'), Buffer.from('last')],
    nothing: null,
    emptied: [Buffer.from('first'), null],
    text: 'as it is',
  } as unknown as NonNullable<KafkaMessage['headers']>;
  const message = { offset: '7', timestamp: '1000', key: null, value: null, attributes: 0, headers };
  expect(toRecord({ topic: 't', partition: 1 }, message)).toEqual({
    topic: 't',
    partition: 1,
    offset: 7n,
    timestamp: 1_000,
    key: null,
    value: null,
    headers: { once: 'grüezi', twice: 'last', text: 'as it is' },
  });
});
