// A deployment that is not production writes to nobody by accident.
import { allowedRecipients } from './allowed-recipients.js';

test('outside production only who is listed, however the number is written', () => {
  const some = {
    NODE_ENV: 'development',
    ALLOWED_RECIPIENTS: ['0151 12345678', 'nonsense'],
    DEFAULT_COUNTRY: 'DE',
  };
  expect(allowedRecipients(some)).toEqual(new Set(['+4915112345678']));
  expect(allowedRecipients({ ...some, ALLOWED_RECIPIENTS: [] })).toEqual(new Set());
  expect(allowedRecipients({ ...some, ALLOWED_RECIPIENTS: ['*'] })).toBe('everybody');
});

test('in production everybody, whatever is listed', () => {
  expect(allowedRecipients({ NODE_ENV: 'production', ALLOWED_RECIPIENTS: ['+4915112345678'] })).toBe(
    'everybody',
  );
});
