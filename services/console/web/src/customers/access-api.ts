// Who read something personal of a customer: each service that keeps something tells of itself.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import {
  answered,
  collaboration,
  contactCentre,
  crm,
  customerDataPlatform,
  operations,
} from '../api/client.js';

export interface Access {
  readonly at: string;
  readonly subject: string;
  readonly client: string | null;
  /** Empty where none was said. */
  readonly purpose: string;
  /** What was read; empty for everything. */
  readonly what: readonly string[];
  /** By what the person was looked up, masked; where nothing was read. */
  readonly lookedUp?: string | null;
}

export const ACCESS_PLACES = ['platform', 'messages', 'contacts', 'calls', 'orders'] as const;
export type AccessPlace = (typeof ACCESS_PLACES)[number];

interface Page<Row> {
  readonly items: readonly Row[];
  readonly nextCursor?: string;
}
interface Asked {
  readonly id: string;
  readonly query: { readonly limit: number; readonly cursor: string | undefined };
  readonly signal: AbortSignal;
}

const PAGE = 50;

/** Who read what of a customer in one of the services that keep something personal, the newest first. */
export function useAccessLog(id: string, place: AccessPlace, cursor: string | undefined) {
  return useQuery({
    queryKey: ['customer', id, 'access', place, cursor],
    queryFn: async ({ signal }): Promise<Page<Access & { readonly key: string }>> => {
      const page = await LOGS[place]({ id, query: { limit: PAGE, cursor }, signal });
      // Tells rows of a page apart.
      return { ...page, items: page.items.map((each, at) => ({ ...each, key: `${at}` })) };
    },
    placeholderData: keepPreviousData,
  });
}

const LOGS: Readonly<Record<AccessPlace, (asked: Asked) => Promise<Page<Access>>>> = {
  platform: async ({ id, query, signal }) => {
    const params = { path: { id }, query };
    const page = await answered(
      customerDataPlatform.GET('/api/customer-data-platform/profiles/{id}/access-log', { params, signal }),
    );
    return { ...page, items: page.items.map(({ traits, ...each }) => ({ ...each, what: traits ?? [] })) };
  },
  messages: async ({ id, query, signal }) => {
    const params = { path: { profileId: id }, query };
    const page = await answered(
      collaboration.GET('/api/collaboration/conversations/{profileId}/access-log', { params, signal }),
    );
    const shown = page.items.map(({ what, items, ...each }) => ({ ...each, what: [`${what} (${items})`] }));
    return { ...page, items: shown };
  },
  contacts: async ({ id, query, signal }) => {
    const params = { path: { profileId: id }, query };
    const page = await answered(crm.GET('/api/crm/profiles/{profileId}/access-log', { params, signal }));
    return { ...page, items: page.items.map(({ what, ...each }) => ({ ...each, what: [what] })) };
  },
  calls: async ({ id, query, signal }) => {
    const params = { path: { profileId: id }, query };
    const page = await answered(
      contactCentre.GET('/api/contact-centre/profiles/{profileId}/access-log', { params, signal }),
    );
    const shown = page.items.map(({ interactionId, ...each }) => ({
      ...each,
      purpose: '',
      what: [interactionId],
    }));
    return { ...page, items: shown };
  },
  orders: async ({ id, query, signal }) => {
    const params = { path: { profileId: id }, query };
    const page = await answered(
      operations.GET('/api/operations/profiles/{profileId}/access-log', { params, signal }),
    );
    return { ...page, items: page.items.map(({ orderId, ...each }) => ({ ...each, what: [orderId] })) };
  },
};
