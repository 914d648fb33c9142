// What the provider's words change, and that nothing goes back.
import { DELIVERY_STATES, newsOf, type ProviderWord } from './delivery-state.js';

test.each([
  ['sent', 'sent', undefined],
  ['sent', 'delivered', 'delivered'],
  ['sent', 'failed', 'undelivered'],
  ['undelivered', 'delivered', 'delivered'],
  ['delivered', 'read', 'read'],
  ['delivered', 'failed', undefined],
  ['delivered', 'delivered', undefined],
  ['read', 'delivered', undefined],
  ['read', 'failed', undefined],
] as const)('%s and then %s: %s', (state, word, expected) => {
  expect(newsOf(state, word)?.changed).toBe(expected);
});

test('a word about a message that we did not know was sent says so', () => {
  expect(newsOf('queued', 'sent')).toEqual({ wasSent: true, changed: null });
  expect(newsOf('failed', 'read')).toEqual({ wasSent: true, changed: 'read' });
});

test('whatever comes in whatever order, repeated, the end is the same', () => {
  const words: ProviderWord[] = ['sent', 'delivered', 'read', 'failed'];
  const orders = words.flatMap((a) => words.flatMap((b) => words.map((c) => [a, b, c, ...words])));
  for (const order of orders) {
    let state: (typeof DELIVERY_STATES)[number] = 'queued';
    for (const word of [...order, ...order]) {
      const news = newsOf(state, word);
      if (news !== undefined) state = news.changed ?? 'sent';
    }
    expect(state).toBe('read');
  }
});
