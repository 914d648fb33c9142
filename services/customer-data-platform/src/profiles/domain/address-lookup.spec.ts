// Specifies the note of a lookup: masked, and without what belongs to nobody.
import { addressLookup } from './address-lookup.js';

test.each([
  ['email', 'mia@example.com', true, 'email m•••@e•••.com'],
  ['email', 'mia@example.com', false, 'email'],
  ['phone', '+41 79 123 45 67', true, 'phone +41 •• ••• •• 67'],
  ['email.h1', 'c2VjcmV0', true, 'email'],
  ['userId', 'mia@example.com', true, null],
  ['emails', 'mia@example.com', true, null],
] as const)('%s %s (known: %s)', (kind, value, isKnown, note) => {
  expect(addressLookup({ kind, value }, isKnown)).toBe(note);
});
