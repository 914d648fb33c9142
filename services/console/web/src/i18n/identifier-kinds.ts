// The kinds of identifier that a customer may be known by, and what they are called on a page.
import { useTranslation } from 'react-i18next';

/** As the customer data platform knows them; `profile` is its own id. */
export const KINDS = [
  'profile',
  'email',
  'phone',
  'user',
  'loyalty',
  'crm.contact',
  'order',
  'anonymous',
  'account',
  'device',
] as const;
export type Kind = (typeof KINDS)[number];

/** Names each kind in the chosen language; one that is not known is called what it is called there. */
export function useKindName(): (kind: string) => string {
  const { t } = useTranslation('frame');
  return (kind) => {
    const known = KINDS.find((each) => each === kind);
    return known === undefined ? kind : t(`kind.${known}`);
  };
}
