// Which kinds of identifier a text could be, so that nobody has to choose before they search.
import type { Kind } from '../i18n/identifier-kinds.js';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const phone = /^\+?[\d\s()./-]{6,}$/;
/** Ids that others give: any of these may look like any other. */
const GIVEN: readonly Kind[] = ['user', 'loyalty', 'order', 'anonymous', 'account', 'device'];

/** All that a text could be, the likeliest first; an address is looked up as a user's id too, since some use it so. */
export function guessedKinds(text: string): readonly Kind[] {
  const value = text.trim();
  if (value === '') return [];
  if (uuid.test(value)) return ['profile', 'crm.contact', ...GIVEN];
  if (value.includes('@')) return ['email', 'user'];
  return phone.test(value) ? ['phone', ...GIVEN] : GIVEN;
}

export function isUuid(text: string): boolean {
  return uuid.test(text.trim());
}
