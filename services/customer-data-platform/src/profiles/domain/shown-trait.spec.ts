// Shows what those see of a customer's traits who did not ask for their values.
import { maskedTrait } from './shown-trait.js';

describe('a trait', () => {
  it('shows its name, its kind and a mask', () => {
    expect(maskedTrait('email', 'jane@example.com')).toEqual({
      name: 'email',
      kind: 'text',
      masked: 'j•••@e•••.com',
      open: false,
    });
    expect(maskedTrait('age', 41)).toMatchObject({ kind: 'number', masked: '•••' });
    expect(maskedTrait('address', { street: 'Bahnhofstrasse 1' })).toMatchObject({
      kind: 'object',
      masked: '•••',
    });
    expect(maskedTrait('plan', null)).toMatchObject({ kind: 'none', masked: null });
  });

  it('is open where everybody is told of it anyway, and only when it is what it says', () => {
    expect(maskedTrait('language', 'de')).toMatchObject({ masked: 'de', open: true });
    expect(maskedTrait('language', 'jane@example.com')).toMatchObject({
      masked: 'j•••@e•••.com',
      open: false,
    });
    expect(maskedTrait('language', 'Anna Meier, Bahnhofstrasse 4').open).toBe(false);
    expect(maskedTrait('timeZone', 'Europe/Zurich')).toMatchObject({ masked: 'Europe/Zurich', open: true });
    expect(maskedTrait('timeZone', 'Anna Meier').open).toBe(false);
  });

  it('does not tell a name that is personal itself', () => {
    expect(maskedTrait('jane@example.com', true).name).toBe('j•••@e•••.com');
  });
});
