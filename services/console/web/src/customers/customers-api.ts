// What the pages of a customer ask of the customer data platform and the orchestrator.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Answer } from '../api/answer.js';
import { answered, customerDataPlatform, orchestrator } from '../api/client.js';
import type { paths as Platform } from '../api/generated/customer-data-platform.js';
import type { paths as Orchestrator } from '../api/generated/orchestrator.js';

type OfPlatform<Path extends keyof Platform> = Answer<Platform, Path>;

/** Events as the index of the timeline has them. `at` is when one came on the timeline, `profileId` under which id. */
export type ActivityPage = OfPlatform<'/api/customer-data-platform/profiles/{id}/activity'>;
export type ActivityEntry = ActivityPage['items'][number];
/** What an event did in a journey. */
export type Touch = Answer<
  Orchestrator,
  '/api/orchestrator/profiles/{profileId}/touches',
  'post'
>['events'][number]['touches'][number];
export type TouchKind = Touch['what'];
export type Consent = OfPlatform<'/api/customer-data-platform/profiles/{id}/consents'>['state'][number];
export type Merges = OfPlatform<'/api/customer-data-platform/profiles/{id}/merges'>;
export type Instance = Answer<Orchestrator, '/api/orchestrator/instances'>['items'][number];

export interface ActivityFilter {
  readonly type?: string;
  readonly after?: string;
  readonly before?: string;
}

/** An identifier as it was typed, as one of the kinds it could be. */
export interface Asked {
  readonly kind: string;
  readonly value: string;
}

const PAGE = 50;
/** Between two looks whether something new came. */
const LOOK_MS = 10_000;
const PLATFORM = '/api/customer-data-platform';

/**
 * Everybody who is known by each of these. It is personal what is asked: it goes in the body, and of an address
 * the platform keeps who asked for whom, with the address masked.
 */
export async function lookUp(customers: readonly Asked[]): Promise<readonly (readonly string[])[]> {
  const body = { customers: [...customers] };
  const { matches } = await answered(customerDataPlatform.POST(`${PLATFORM}/profiles:lookup`, { body }));
  return matches;
}

function activityOf(
  id: string,
  query: ActivityFilter & { readonly limit: number; readonly cursor?: string },
  signal: AbortSignal,
): Promise<ActivityPage> {
  const params = { path: { id }, query };
  return answered(customerDataPlatform.GET(`${PLATFORM}/profiles/{id}/activity`, { params, signal }));
}

export function useActivity(id: string, filter: ActivityFilter) {
  return useInfiniteQuery({
    queryKey: ['customer', id, 'activity', filter],
    queryFn: ({ signal, pageParam }) =>
      activityOf(id, { ...filter, limit: PAGE, ...(pageParam !== '' && { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // What is seen stays where it is: new events are offered, not pushed in under the eyes.
    staleTime: Infinity,
    // Where nothing is seen nothing can be pushed away.
    refetchInterval: ({ state: { data } }) =>
      filter.before === undefined && data?.pages.every(({ items }) => items.length === 0) === true && LOOK_MS,
  });
}

/** How many events are newer than the newest one that is shown; a page of them at most. */
export function useNewer(
  id: string,
  filter: ActivityFilter,
  newest: ActivityEntry | undefined,
  shown: ReadonlySet<string>,
) {
  const { data } = useQuery({
    queryKey: ['customer', id, 'newer', filter, newest?.eventId],
    // Of the same millisecond some may be shown and some not.
    queryFn: ({ signal }) =>
      activityOf(id, { ...filter, limit: PAGE, ...(newest && { after: newest.at }) }, signal),
    enabled: newest !== undefined && filter.before === undefined,
    refetchInterval: LOOK_MS,
  });
  const found = data?.items.filter(({ eventId }) => !shown.has(eventId)).length ?? 0;
  return { count: found, more: data?.nextCursor !== undefined };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface Touches {
  readonly byEvent: ReadonlyMap<string, readonly Touch[]>;
  /** False where not all of the customer's journeys were looked at: older ones may have been touched too. */
  readonly isComplete: boolean;
}

/** What each of these events did in the customer's journeys. */
export function useTouches(profileId: string, page: ActivityPage) {
  const eventIds = page.items.map(({ eventId }) => eventId).filter((eventId) => UUID.test(eventId));
  return useQuery({
    queryKey: ['customer', profileId, 'touches', eventIds],
    queryFn: async ({ signal }): Promise<Touches> => {
      const { events, isComplete } = await answered(
        orchestrator.POST('/api/orchestrator/profiles/{profileId}/touches', {
          params: { path: { profileId } },
          body: { eventIds },
          signal,
        }),
      );
      return { byEvent: new Map(events.map(({ eventId, touches }) => [eventId, touches])), isComplete };
    },
    enabled: eventIds.length > 0,
    staleTime: 30_000,
  });
}

export function useConsents(id: string, at: string | undefined) {
  return useQuery({
    queryKey: ['customer', id, 'consents', at],
    queryFn: ({ signal }) =>
      answered(
        customerDataPlatform.GET(`${PLATFORM}/profiles/{id}/consents`, {
          params: { path: { id }, query: at === undefined ? {} : { at, knownAt: at } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useMerges(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['customer', id, 'merges'],
    queryFn: ({ signal }) =>
      answered(
        customerDataPlatform.GET(`${PLATFORM}/profiles/{id}/merges`, { params: { path: { id } }, signal }),
      ),
    enabled,
  });
}

export function useJourneysOf(customer: string, state: Instance['state'] | '', cursor: string | undefined) {
  return useQuery({
    queryKey: ['customer', customer, 'journeys', state, cursor],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/instances', {
          params: { query: { customer, limit: PAGE, cursor, ...(state !== '' && { state }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}
