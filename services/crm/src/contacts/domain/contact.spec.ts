// Proves how what a caller gives becomes a contact: normal forms, only what changed, never nobody.
import { patchContact, unknownContact, type ContactPatch, type Normalisers } from './contact.js';

const normal: Normalisers = {
  email: (raw) => (raw.includes('@') ? raw.trim().toLowerCase() : undefined),
  phone: (raw) => (/^\+\d+$/.test(raw) ? raw : undefined),
};
const patched = (patch: ContactPatch, before = unknownContact) => patchContact(before, patch, normal);
const jane = { ...unknownContact, givenName: 'Jane', emails: ['jane@example.com'], language: 'de' };

describe('a contact', () => {
  it('takes normal forms, each once, and tidies names', () => {
    const given = { givenName: '  Jane \u3000 Ann ', emails: ['Jane@Example.com', 'jane@example.com '] };
    expect(patched(given)).toMatchObject({
      ok: true,
      value: {
        details: { givenName: 'Jane Ann', emails: ['jane@example.com'], familyName: null },
        changed: ['givenName', 'emails'],
      },
    });
  });

  it('spells one name one way: composed and decomposed are the same', () => {
    const before = { ...jane, familyName: 'M\u00fcller' };
    expect(patched({ familyName: 'Mu\u0308ller' }, before)).toMatchObject({ value: { changed: [] } });
  });

  it('leaves what is missing, empties what is null, replaces lists as a whole', () => {
    const answer = patched({ language: null, emails: null, phones: ['+4930123456'] }, jane);
    expect(answer).toMatchObject({
      value: {
        details: { givenName: 'Jane', language: null, emails: [], phones: ['+4930123456'] },
        changed: ['emails', 'phones', 'language'],
      },
    });
  });

  it('stays quiet when nothing is different', () => {
    expect(patched({}, jane)).toEqual({ ok: true, value: { details: jane, changed: [] } });
    expect(patched({ emails: ['JANE@example.com'], givenName: ' Jane' }, jane)).toMatchObject({
      value: { changed: [] },
    });
  });

  it('keeps the lines of notes', () => {
    expect(patched({ notes: ' a\n b ' }, jane)).toMatchObject({ value: { details: { notes: 'a\n b' } } });
  });

  it('refuses what nothing could reach, and says which', () => {
    expect(patched({ emails: ['a@b.c', 'nowhere'] })).toMatchObject({
      ok: false,
      refusal: { code: 'email-unusable', field: 'emails[1]', rule: 'e-mail' },
    });
    expect(patched({ phones: ['112x'] })).toMatchObject({
      refusal: { code: 'phone-unusable', field: 'phones[0]' },
    });
  });

  it('refuses to be nobody, at first and by a change', () => {
    expect(patched({ language: 'de', notes: 'calls at night', givenName: ' \u200a ' })).toMatchObject({
      refusal: { code: 'contact-empty' },
    });
    expect(patched({ givenName: null, emails: [] }, jane)).toMatchObject({
      refusal: { code: 'contact-empty' },
    });
  });
});
