// What is personal of a customer, asked of its owners: masked for all who may look, values with a purpose and a record.
import { useQuery } from '@tanstack/react-query';
import type { Answer } from '../api/answer.js';
import { answered, collaboration, console_, crm, customerDataPlatform } from '../api/client.js';
import type { paths as Collaboration } from '../api/generated/collaboration.js';
import type { paths as Crm } from '../api/generated/crm.js';
import type { paths as Platform } from '../api/generated/customer-data-platform.js';
import type { ActivityEntry } from './customers-api.js';

/** `open`: what is shown is the value itself. */
export type MaskedTrait = Answer<
  Platform,
  '/api/customer-data-platform/profiles/{id}/traits'
>['traits'][number];
export type MaskedContact = Answer<Crm, '/api/crm/profiles/{profileId}/contacts:masked'>['contacts'][number];
export type Contact = Answer<Crm, '/api/crm/contacts:batchGet', 'post'>['contacts'][number];
export type Delivery = Answer<Collaboration, '/api/collaboration/deliveries'>['items'][number];

/** The words of a message, either way. */
export interface Words {
  readonly text: string | null;
  readonly name?: string | null;
}

const PLATFORM = '/api/customer-data-platform';

export function useTraits(id: string) {
  return useQuery({
    queryKey: ['customer', id, 'traits'],
    queryFn: async ({ signal }) =>
      (
        await answered(
          customerDataPlatform.GET(`${PLATFORM}/profiles/{id}/traits`, { params: { path: { id } }, signal }),
        )
      ).traits,
  });
}

/** Values by their names; all of them when none is named. */
export async function revealTraits(
  id: string,
  names: readonly string[] | undefined,
  purpose: string,
): Promise<Readonly<Record<string, unknown>>> {
  const { traits } = await answered(
    customerDataPlatform.POST(`${PLATFORM}/profiles/{id}/traits:reveal`, {
      params: { path: { id } },
      body: { purpose, ...(names !== undefined && { names: [...names] }) },
    }),
  );
  return Object.fromEntries(traits.map(({ name, value }) => [name, value]));
}

export function useContacts(profileId: string) {
  return useQuery({
    queryKey: ['customer', profileId, 'contacts'],
    queryFn: async ({ signal }) =>
      (
        await answered(
          crm.GET('/api/crm/profiles/{profileId}/contacts:masked', {
            params: { path: { profileId } },
            signal,
          }),
        )
      ).contacts,
  });
}

export async function revealContact(contactId: string, purpose: string): Promise<Contact | undefined> {
  const { contacts } = await answered(
    crm.POST('/api/crm/contacts:batchGet', { body: { ids: [contactId], purpose } }),
  );
  return contacts[0];
}

/** That a message holds words, and how they begin. */
export function useHiddenWords(messageId: string | null) {
  return useQuery({
    queryKey: ['message', messageId, 'hidden'],
    queryFn: async ({ signal }): Promise<Words | null> => {
      const { messages } = await answered(
        collaboration.POST('/api/collaboration/messages:batchGet', {
          body: { ids: [messageId ?? ''], masked: true },
          signal,
        }),
      );
      return messages[0] ?? null;
    },
    enabled: messageId !== null,
  });
}

export async function revealMessage(messageId: string, purpose: string): Promise<Words | undefined> {
  const { messages } = await answered(
    collaboration.POST('/api/collaboration/messages:batchGet', { body: { ids: [messageId], purpose } }),
  );
  return messages[0];
}

/** What became of a message that a journey asked for; a customer's newest ones are looked through. */
export function useDelivery(profileId: string, commandId: string | null) {
  const { data, ...rest } = useQuery({
    queryKey: ['customer', profileId, 'deliveries'],
    queryFn: async ({ signal }) =>
      (
        await answered(
          collaboration.GET('/api/collaboration/deliveries', {
            params: { query: { profileId, limit: 200 } },
            signal,
          }),
        )
      ).items,
    enabled: commandId !== null,
  });
  return { ...rest, delivery: data?.find((each) => each.commandId === commandId) };
}

export function revealDelivery(deliveryId: string, purpose: string): Promise<Words> {
  return answered(
    collaboration.POST('/api/collaboration/deliveries/{deliveryId}:reveal', {
      params: { path: { deliveryId } },
      body: { purpose },
    }),
  );
}

/** The record itself, decoded: for operators. */
export function useRecord({ topic, partition, offset }: ActivityEntry, enabled: boolean) {
  return useQuery({
    queryKey: ['record', topic, partition, offset],
    queryFn: ({ signal }): Promise<unknown> =>
      answered(
        console_.GET('/console/records/{topic}/{partition}/{offset}', {
          params: { path: { topic, partition, offset } },
          signal,
        }),
      ),
    enabled,
    staleTime: Infinity,
  });
}
