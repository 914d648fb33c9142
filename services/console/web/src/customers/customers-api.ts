// What the pages of a customer ask of the customer data platform and the orchestrator.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { answered, customerDataPlatform, orchestrator } from '../api/client.js';
import type { Merge } from './merge-tree.js';

export interface ActivityEntry {
  readonly eventId: string;
  readonly type: string;
  readonly source: string;
  /** When it came on the timeline. */
  readonly at: string;
  readonly happenedAt: string | null;
  /** Under which of the person's ids it came. */
  readonly profileId: string;
  readonly correlationId: string | null;
  readonly commandId: string | null;
  readonly traceId: string | null;
  readonly subject: string | null;
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
}

export interface ActivityPage {
  readonly profileId: string;
  readonly items: readonly ActivityEntry[];
  readonly nextCursor?: string;
}

export interface ActivityFilter {
  readonly type?: string;
  readonly after?: string;
  readonly before?: string;
}

export interface Touch {
  readonly what: TouchKind;
  readonly at: string;
  readonly journey: string;
  readonly version: number;
  readonly instanceId: string | null;
  readonly step: string | null;
  readonly detail: string | null;
}
export type TouchKind =
  | 'entered'
  | 'satisfied'
  | 'restarted'
  | 'answered'
  | 'late'
  | 'kept'
  | 'dropped'
  | 'goal'
  | 'exited'
  | 'ended'
  | 'touched'
  | 'declined';

export interface Consent {
  readonly id: string;
  readonly purpose: string;
  readonly channel: string;
  readonly granted: boolean;
  readonly version: string;
  readonly source: string;
  readonly saidAt: string;
  readonly receivedAt: string;
}

export interface Merges {
  readonly merges: readonly (Merge & {
    readonly record: { readonly topic: string; readonly partition: number; readonly offset: string };
  })[];
  readonly refused: readonly {
    readonly otherId: string | null;
    readonly limitedKind: string;
    readonly linkedBy: string;
    readonly firstAt: string;
    readonly lastAt: string;
    readonly count: number;
  }[];
}

export interface Instance {
  readonly id: string;
  readonly journey: string;
  readonly version: number;
  readonly state: 'running' | 'stalled' | 'undoing' | 'ended';
  readonly step: string;
  readonly outcome: string | null;
  readonly startedAt: string;
  readonly changedAt: string;
}

/** An identifier as it was typed, as one of the kinds it could be. */
export interface Asked {
  readonly kind: string;
  readonly value: string;
}

const PAGE = 50;
const PLATFORM = '/api/customer-data-platform';

/** Everybody who is known by each of these. It is personal what is asked: in the body, and kept nowhere. */
export async function lookUp(customers: readonly Asked[]): Promise<readonly (readonly string[])[]> {
  const body = { customers: [...customers] };
  const { matches } = (await answered(
    customerDataPlatform.POST(`${PLATFORM}/profiles:lookup`, { body }),
  )) as { matches: string[][] };
  return matches;
}

async function activityOf(
  id: string,
  query: ActivityFilter & { readonly limit: number; readonly cursor?: string },
  signal: AbortSignal,
): Promise<ActivityPage> {
  const params = { path: { id }, query };
  return (await answered(
    customerDataPlatform.GET(`${PLATFORM}/profiles/{id}/activity`, { params, signal }),
  )) as ActivityPage;
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
  });
}

/** Between two looks whether something new came. */
const LOOK_MS = 10_000;

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

/** What each of these events did in the customer's journeys, by event. */
export function useTouches(profileId: string, page: ActivityPage) {
  const eventIds = page.items.map(({ eventId }) => eventId).filter((eventId) => UUID.test(eventId));
  return useQuery({
    queryKey: ['customer', profileId, 'touches', eventIds],
    queryFn: async ({ signal }): Promise<ReadonlyMap<string, readonly Touch[]>> => {
      const { events } = (await answered(
        orchestrator.POST('/api/orchestrator/profiles/{profileId}/touches', {
          params: { path: { profileId } },
          body: { eventIds },
          signal,
        }),
      )) as { events: { eventId: string; touches: Touch[] }[] };
      return new Map(events.map(({ eventId, touches }) => [eventId, touches]));
    },
    enabled: eventIds.length > 0,
    staleTime: 30_000,
  });
}

export function useConsents(id: string, at: string | undefined) {
  return useQuery({
    queryKey: ['customer', id, 'consents', at],
    queryFn: async ({ signal }) =>
      (await answered(
        customerDataPlatform.GET(`${PLATFORM}/profiles/{id}/consents`, {
          params: { path: { id }, query: at === undefined ? {} : { at, knownAt: at } },
          signal,
        }),
      )) as { readonly state: readonly Consent[]; readonly history: readonly Consent[] },
    placeholderData: keepPreviousData,
  });
}

export function useMerges(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ['customer', id, 'merges'],
    queryFn: async ({ signal }) =>
      (await answered(
        customerDataPlatform.GET(`${PLATFORM}/profiles/{id}/merges`, { params: { path: { id } }, signal }),
      )) as Merges,
    enabled,
  });
}

export function useJourneysOf(customer: string, state: Instance['state'] | '', cursor: string | undefined) {
  return useQuery({
    queryKey: ['customer', customer, 'journeys', state, cursor],
    queryFn: async ({ signal }) =>
      (await answered(
        orchestrator.GET('/api/orchestrator/instances', {
          params: { query: { customer, limit: PAGE, cursor, ...(state !== '' && { state }) } },
          signal,
        }),
      )) as { readonly items: readonly Instance[]; readonly nextCursor?: string },
    placeholderData: keepPreviousData,
  });
}
