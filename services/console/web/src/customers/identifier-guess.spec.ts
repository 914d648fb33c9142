// Shows what a typed text is looked up as.
import { guessedKinds } from './identifier-guess.js';

it.each([
  ['jane@example.com', ['email', 'user']],
  ['+41 79 123 45 12', ['phone', 'user', 'loyalty', 'order', 'anonymous', 'account', 'device']],
  ['0791234512', ['phone', 'user', 'loyalty', 'order', 'anonymous', 'account', 'device']],
  ['u-1042', ['user', 'loyalty', 'order', 'anonymous', 'account', 'device']],
  ['  ', []],
])('%s could be %j', (text, kinds) => {
  expect(guessedKinds(text)).toEqual(kinds);
});

it('an id of ours is a profile or a contact before it is anything else', () => {
  expect(guessedKinds('019A0000-0000-7000-8000-00000000000a').slice(0, 2)).toEqual([
    'profile',
    'crm.contact',
  ]);
});
