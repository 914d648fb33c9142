// What is known of a contact, and how a change is applied to it: RFC 7396, over normal forms.
import { ok, refuse, type Result } from '@continuo/kernel';

export interface ContactDetails {
  readonly givenName: string | null;
  readonly familyName: string | null;
  /** Normal forms, each once, in the order they were given. */
  readonly emails: readonly string[];
  /** E.164, each once, in the order they were given. */
  readonly phones: readonly string[];
  readonly loyaltyNumber: string | null;
  readonly userId: string | null;
  /** BCP 47. */
  readonly language: string | null;
  readonly notes: string | null;
}

export type ContactField = keyof ContactDetails;

/** What a caller gives: a missing member leaves the field as it is, null empties it. */
export type ContactPatch = { readonly [Field in ContactField]?: ContactDetails[Field] | null };

/** The normal form of a value, or undefined when it is none. */
export interface Normalisers {
  email(raw: string): string | undefined;
  phone(raw: string): string | undefined;
}

export interface PatchedContact {
  readonly details: ContactDetails;
  /** The fields that are different now, in a fixed order. */
  readonly changed: readonly ContactField[];
}

export type ContactRefusal = 'email-unusable' | 'phone-unusable' | 'contact-empty';

/** A contact before anything is known of it. */
export const unknownContact: ContactDetails = {
  givenName: null,
  familyName: null,
  emails: [],
  phones: [],
  loyaltyNumber: null,
  userId: null,
  language: null,
  notes: null,
};

export const contactFields = Object.keys(unknownContact) as readonly ContactField[];

/** Applies what was given. Refuses addresses and numbers that nothing could reach, and a contact without any trace of a person. */
export function patchContact(
  before: ContactDetails,
  patch: ContactPatch,
  normal: Normalisers,
): Result<PatchedContact, ContactRefusal> {
  const emails = normalForms(patch.emails, before.emails, (raw) => normal.email(raw));
  if (!emails.ok) return refuse('email-unusable', 'it is no e-mail address', placeOf('emails', emails.at));
  const phones = normalForms(patch.phones, before.phones, (raw) => normal.phone(raw));
  if (!phones.ok) return refuse('phone-unusable', 'it is no phone number', placeOf('phones', phones.at));
  const text = (field: Exclude<ContactField, 'emails' | 'phones'>): string | null => {
    const given = patch[field];
    return given === undefined ? before[field] : tidied(given, field === 'notes');
  };
  const details: ContactDetails = {
    givenName: text('givenName'),
    familyName: text('familyName'),
    emails: emails.forms,
    phones: phones.forms,
    loyaltyNumber: text('loyaltyNumber'),
    userId: text('userId'),
    language: text('language'),
    notes: text('notes'),
  };
  if (isNobody(details)) {
    const message = 'a contact has a name, an address, a number or an id';
    return refuse('contact-empty', message, { field: 'givenName', rule: 'one-of-all' });
  }
  return ok({ details, changed: contactFields.filter((field) => !same(before[field], details[field])) });
}

type Forms =
  { readonly ok: true; readonly forms: readonly string[] } | { readonly ok: false; readonly at: number };

function normalForms(
  given: readonly string[] | null | undefined,
  before: readonly string[],
  normal: (raw: string) => string | undefined,
): Forms {
  if (given === undefined) return { ok: true, forms: before };
  const forms = new Set<string>();
  for (const [at, raw] of (given ?? []).entries()) {
    const form = normal(raw);
    if (form === undefined) return { ok: false, at };
    forms.add(form);
  }
  return { ok: true, forms: [...forms] };
}

function placeOf(field: 'emails' | 'phones', at: number): { field: string; rule: string } {
  return { field: `${field}[${at}]`, rule: field === 'emails' ? 'e-mail' : 'phone' };
}

/** Outer white space never counts; inside a name it is one space. Nothing but white space is nothing. */
function tidied(given: string | null, keepsLines: boolean): string | null {
  const text = (given ?? '').normalize('NFC').trim();
  const tidy = keepsLines ? text : text.replace(/\s+/gu, ' ');
  return tidy === '' ? null : tidy;
}

/** Language and notes say nothing about who it is. */
function isNobody({ givenName, familyName, emails, phones, loyaltyNumber, userId }: ContactDetails): boolean {
  const texts = [givenName, familyName, loyaltyNumber, userId];
  return texts.every((text) => text === null) && emails.length === 0 && phones.length === 0;
}

function same(a: string | readonly string[] | null, b: string | readonly string[] | null): boolean {
  if (typeof a === 'string' || a === null || typeof b === 'string' || b === null) return a === b;
  return a.length === b.length && a.every((each, index) => each === b[index]);
}
