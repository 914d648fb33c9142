// Consent as sending asks for it.
import { mayContact, newestConsents } from './may-contact.js';

const said = (purpose: string, channel: string, granted: boolean, changedAt: number) => ({
  purpose,
  channel,
  granted,
  changedAt,
});

test('without a word, service may and nothing else', () => {
  expect([mayContact([], 'service', 'whatsapp'), mayContact([], 'marketing', 'whatsapp')]).toEqual([
    true,
    false,
  ]);
});

test('a word on every channel counts for each, the newest word wins, of two at once the withdrawal', () => {
  const all = said('marketing', '*', true, 1);
  expect(mayContact([all], 'marketing', 'whatsapp')).toBe(true);
  expect(mayContact([all, said('marketing', 'whatsapp', false, 2)], 'marketing', 'whatsapp')).toBe(false);
  expect(mayContact([said('marketing', 'whatsapp', false, 0), all], 'marketing', 'whatsapp')).toBe(true);
  expect(mayContact([all, said('marketing', 'whatsapp', false, 1)], 'marketing', 'whatsapp')).toBe(false);
  expect(mayContact([said('marketing', 'email', true, 1)], 'marketing', 'whatsapp')).toBe(false);
  expect(mayContact([said('service', '*', false, 1)], 'service', 'whatsapp')).toBe(false);
});

test('over the profiles of one person the newest word on each counts, in any order', () => {
  const words = [
    said('a', '*', true, 1),
    said('a', '*', false, 2),
    said('b', '*', true, 3),
    said('b', '*', false, 3),
  ];
  for (const order of [words, [...words].reverse()]) {
    const newest = newestConsents(order);
    expect([mayContact(newest, 'a', 'x'), mayContact(newest, 'b', 'x')]).toEqual([false, false]);
    expect(newest).toHaveLength(2);
  }
});
