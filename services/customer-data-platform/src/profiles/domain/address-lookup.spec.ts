// Specifies the note of a lookup: masked.
import { addressLookup } from './address-lookup.js';

test.each([
  ['email', 'mia@example.com', 'email m•••@e•••.com'],
  ['phone', '+41 79 123 45 67', 'phone +41 •• ••• •• 67'],
  ['email.h1', 'c2VjcmV0', 'email'],
  ['userId', 'mia@example.com', null],
  ['emails', 'mia@example.com', null],
] as const)('%s %s', (kind, value, note) => {
  expect(addressLookup({ kind, value })).toBe(note);
});
