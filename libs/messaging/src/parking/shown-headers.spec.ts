// What people are shown of a parked record's headers, and what they are not.
import { shownHeaders } from './shown-headers.js';

test('the envelope is shown, a customer only by the kinds that name it', () => {
  expect(
    shownHeaders({
      ce_type: 'continuo.cdp.TrackReceived.v1',
      customer: 'user=jane-doe;email.h1=abcdef',
      'publisher-sequence': '17',
    }),
  ).toEqual([
    { name: 'ce_type', value: 'continuo.cdp.TrackReceived.v1', hidden: null, bytes: 29 },
    { name: 'customer', value: 'user, email.h1', hidden: 'personal', bytes: 29 },
    { name: 'publisher-sequence', value: '17', hidden: null, bytes: 2 },
  ]);
});

test('what a foreign record wrote is not repeated: neither unknown headers, nor known ones that look wrong', () => {
  const shown = shownHeaders({
    'x-from': 'jane@example.com',
    'jane@example.com': 'yes',
    ce_id: 'jane@example.com <b>',
    ce_source: 'a'.repeat(201),
    ce_correlationid: '+41790000001',
    customer: 'jane@example.com',
    ce_subject: 'email=jane@example.com',
  });
  expect(JSON.stringify(shown)).not.toMatch(/jane|4179/);
  expect(shown.map(({ name, hidden }) => [name, hidden])).toEqual([
    ['ce_correlationid', 'malformed'],
    ['ce_id', 'malformed'],
    ['ce_source', 'malformed'],
    ['ce_subject', 'unknown'],
    ['customer', 'malformed'],
    ['?', 'unknown'],
    ['x-from', 'unknown'],
  ]);
});

test('a record with very many headers shows a bounded number of them', () => {
  const many = Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`h-${at}`, '']));
  expect(shownHeaders(many)).toHaveLength(64);
});
