// Shows where a customer's masked name comes from.
import { nameOf } from './masked-name.js';

const trait = (name: string, masked: string | null) => ({ name, masked });

it('is what the customer said, else what the contact is called, else nothing', () => {
  const contact = { givenName: 'M•••', familyName: 'M•••' };
  expect(
    nameOf([trait('firstName', 'A•••'), trait('lastName', 'K•••'), trait('name', 'X•••')], [contact]),
  ).toBe('A••• K•••');
  expect(nameOf([trait('name', 'J•••'), trait('email', 'j•••@e•••.com')], [contact])).toBe('J•••');
  expect(nameOf([trait('name', null)], [{ givenName: null, familyName: null }, contact])).toBe('M••• M•••');
  expect(nameOf([trait('email', 'j•••@e•••.com')], [])).toBeUndefined();
});
