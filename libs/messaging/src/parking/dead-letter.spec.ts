// The copy for people: complete, and cut by size and not by chance.
import type { KafkaRecord } from '../kafka/kafka-client.js';
import { DEAD_LETTER_LIMIT, deadLetter } from './dead-letter.js';

const facts = { group: 'g', rowId: '7', code: 'type-error', reason: 'why', attempts: 5, time: new Date(0) };

function recordOf(value: Buffer | null, headers: Record<string, string> = {}): KafkaRecord {
  return { topic: 'a.b', partition: 3, offset: 9n, timestamp: 1, key: Buffer.from('k'), value, headers };
}

it('has the key, the value, every header, and why it is here', () => {
  const headers = { ce_id: '1', publisher: 'cdp/x', 'publisher-sequence': '4' };
  expect(deadLetter(recordOf(Buffer.from('v'), headers), facts)).toEqual({
    topic: 'a.b.g.dlq',
    key: Buffer.from('k'),
    bytes: Buffer.from('v'),
    headers: {
      ce_id: '1',
      'dead-letter-code': 'type-error',
      'dead-letter-reason': 'why',
      'dead-letter-attempts': '5',
      'dead-letter-time': '1970-01-01T00:00:00.000Z',
      'dead-letter-row': '7',
      'dead-letter-topic': 'a.b',
      'dead-letter-partition': '3',
      'dead-letter-offset': '9',
      'dead-letter-publisher': 'cdp/x',
      'dead-letter-publisher-sequence': '4',
    },
  });
});

it('leaves the bytes to the row above the limit, and headers too when they alone are above it', () => {
  const large = deadLetter(recordOf(Buffer.alloc(DEAD_LETTER_LIMIT), { ce_id: '1' }), facts);
  expect(large).toMatchObject({
    bytes: null,
    headers: { ce_id: '1', 'dead-letter-cut': 'true', 'dead-letter-row': '7' },
  });
  const loud = deadLetter(recordOf(null, { ce_id: '1', noise: 'x'.repeat(DEAD_LETTER_LIMIT) }), facts);
  expect(loud.headers).toMatchObject({ 'dead-letter-cut': 'true', 'dead-letter-row': '7' });
  expect(loud.headers).not.toHaveProperty('noise');
});
