// What the pages of why ask of the orchestrator.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Answer } from '../api/answer.js';
import { answered, orchestrator } from '../api/client.js';
import type { paths } from '../api/generated/orchestrator.js';

/** One thing that mattered, as the journal keeps it. Its `text` is in plain English words, as the service tells it. */
export type WhyRecord = Answer<paths, '/api/orchestrator/customers/{profileId}/why'>['items'][number];
export type WhyKind = WhyRecord['kind'];
export type WhyMessage = Answer<paths, '/api/orchestrator/messages/{id}/why'>;

export interface WhyFilter {
  readonly kinds: readonly WhyKind[];
  readonly journey?: string;
  readonly from?: string;
  readonly to?: string;
}

/** One journey of a customer; `instance` is missing when it began between the two questions. */
export interface Standing {
  readonly why: Answer<paths, '/api/orchestrator/profiles/{profileId}/why'>['journeys'][number];
  readonly instance: Answer<paths, '/api/orchestrator/instances'>['items'][number] | undefined;
}

const PAGE = 50;

export function useWhyRecords(
  profileId: string,
  { kinds, ...filter }: WhyFilter,
  cursor: string | undefined,
) {
  return useQuery({
    queryKey: ['why', profileId, kinds, filter, cursor],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/customers/{profileId}/why', {
          params: {
            path: { profileId },
            query: { ...filter, limit: PAGE, cursor, ...(kinds.length > 0 && { kind: kinds.join(',') }) },
          },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useInstanceRecords(id: string) {
  return useQuery({
    queryKey: ['why', 'instance', id],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/instances/{id}/why/records', {
          params: { path: { id }, query: { limit: PAGE } },
          signal,
        }),
      ),
  });
}

/** So many of a customer's journeys the service explains. */
const NEWEST = 20;

/** A customer's newest journeys: how each is, and what it waits for at its places. */
export function useStandings(profileId: string) {
  return useQuery({
    queryKey: ['why', profileId, 'standings'],
    queryFn: async ({ signal }): Promise<readonly Standing[]> => {
      const [{ journeys }, { items }] = await Promise.all([
        answered(
          orchestrator.GET('/api/orchestrator/profiles/{profileId}/why', {
            params: { path: { profileId } },
            signal,
          }),
        ),
        answered(
          orchestrator.GET('/api/orchestrator/instances', {
            params: { query: { customer: profileId, limit: NEWEST } },
            signal,
          }),
        ),
      ]);
      return journeys.map((why) => ({ why, instance: items.find(({ id }) => id === why.instanceId) }));
    },
  });
}

/** @param customer needed where the message is named by the event that answered it */
export function useWhyMessage(id: string, customer: string | undefined) {
  return useQuery({
    queryKey: ['why', 'message', id, customer],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/messages/{id}/why', {
          params: { path: { id }, query: { customer } },
          signal,
        }),
      ),
  });
}
