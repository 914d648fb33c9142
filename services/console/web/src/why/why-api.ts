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

export function useStandings(profileId: string) {
  return useQuery({
    queryKey: ['why', profileId, 'standings'],
    queryFn: async ({ signal }) =>
      (
        await answered(
          orchestrator.GET('/api/orchestrator/profiles/{profileId}/why', {
            params: { path: { profileId } },
            signal,
          }),
        )
      ).journeys,
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
