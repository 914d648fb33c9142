// What a customer is called on a page: masked, out of what they or their contact are called.
import { useContacts, useTraits, type MaskedContact, type MaskedTrait } from './personal-api.js';

/** Names of traits by which Segment's SDKs and others tell a name. */
export const NAME_TRAITS = ['name', 'firstName', 'lastName', 'first_name', 'last_name'] as const;

/** Undefined while nothing is known, and for somebody without a name. */
export function useMaskedName(profileId: string): string | undefined {
  const { data: traits } = useTraits(profileId);
  const { data: contacts } = useContacts(profileId);
  return nameOf(traits ?? [], contacts ?? []);
}

/** `Mia Moser` is `M••• M•••`; of several sources the customer's own word counts. */
export function nameOf(
  traits: readonly Pick<MaskedTrait, 'name' | 'masked'>[],
  contacts: readonly Pick<MaskedContact, 'givenName' | 'familyName'>[],
): string | undefined {
  const said = (name: string): string => traits.find((trait) => trait.name === name)?.masked ?? '';
  const parts = [
    [said('firstName') || said('first_name'), said('lastName') || said('last_name')],
    [said('name')],
    ...contacts.map(({ givenName, familyName }) => [givenName ?? '', familyName ?? '']),
  ];
  const names = parts.map((each) => each.filter((part) => part !== '').join(' '));
  return names.find((name) => name !== '');
}
