// What the pages of why ask of the orchestrator.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answered, orchestrator } from '../api/client.js';

export const WHY_KINDS = [
  'entered',
  'declined',
  'held-out',
  'arbitration',
  'experiment',
  'decision',
  'sent',
  'held',
  'skipped',
  'answered',
  'exited',
  'goal',
  'incident',
  'operator',
  'moved',
  'ended',
] as const;
export type WhyKind = (typeof WHY_KINDS)[number];

/** One thing that mattered, as the journal keeps it. */
export interface WhyRecord {
  readonly kind: WhyKind;
  readonly at: string;
  readonly journey: string;
  readonly version: number;
  readonly instanceId: string | null;
  readonly step: string | null;
  readonly commandId: string | null;
  readonly cause: { readonly kind: string; readonly type: string | null; readonly id: string | null };
  readonly rule: string | null;
  readonly ruleVersion: string | null;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** In plain English words, as the service tells it. */
  readonly text: string;
}

export type MessageState = 'sent' | 'waiting' | 'held' | 'skipped' | 'failed' | 'left';

export interface WhyMessage {
  readonly commandId: string;
  readonly instanceId: string;
  readonly journey: string;
  readonly version: number;
  readonly step: string;
  readonly state: MessageState;
  readonly text: string;
  readonly chain: readonly WhyRecord[];
}

export interface WhyStanding {
  readonly instanceId: string;
  readonly journey: string;
  readonly summary: string;
  readonly waitsFor: readonly string[];
  readonly until: string | null;
}

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
    queryFn: async ({ signal }) =>
      (await answered(
        orchestrator.GET('/api/orchestrator/customers/{profileId}/why', {
          params: {
            path: { profileId },
            query: { ...filter, limit: PAGE, cursor, ...(kinds.length > 0 && { kind: kinds.join(',') }) },
          },
          signal,
        }),
      )) as { readonly items: readonly WhyRecord[]; readonly nextCursor?: string },
    placeholderData: keepPreviousData,
  });
}

export function useStandings(profileId: string) {
  return useQuery({
    queryKey: ['why', profileId, 'standings'],
    queryFn: async ({ signal }) =>
      (
        (await answered(
          orchestrator.GET('/api/orchestrator/profiles/{profileId}/why', {
            params: { path: { profileId } },
            signal,
          }),
        )) as { readonly journeys: readonly WhyStanding[] }
      ).journeys,
  });
}

/** @param customer needed where the message is named by the event that answered it */
export function useWhyMessage(id: string, customer: string | undefined) {
  return useQuery({
    queryKey: ['why', 'message', id, customer],
    queryFn: async ({ signal }) =>
      (await answered(
        orchestrator.GET('/api/orchestrator/messages/{id}/why', {
          params: { path: { id }, query: { customer } },
          signal,
        }),
      )) as WhyMessage,
  });
}
