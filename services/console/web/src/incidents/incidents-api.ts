// What the incidents' pages ask of the orchestrator, and the two things that they have done.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Answer } from '../api/answer.js';
import { answered, orchestrator } from '../api/client.js';
import type { paths } from '../api/generated/orchestrator.js';

export const ACTIONS = ['retry', 'skip', 'cancel'] as const;
export type ActionName = (typeof ACTIONS)[number];

export type Incident = Answer<paths, '/api/orchestrator/incidents'>['items'][number];
export type IncidentKind = Answer<paths, '/api/orchestrator/incidents/kinds'>['items'][number];
export type IncidentDetail = Answer<paths, '/api/orchestrator/instances/{id}/incidents/{incidentId}'>;
export type Foreseen = NonNullable<IncidentDetail['actions']>[ActionName];
export type BulkAction = Answer<paths, '/api/orchestrator/bulk-actions/{id}'>;
export type BulkAsked = Answer<paths, '/api/orchestrator/bulk-actions'>['items'][number];
export type BulkResult = Answer<paths, '/api/orchestrator/bulk-actions/{id}/results'>['items'][number];
export type StuckRow = Answer<paths, '/api/orchestrator/stuck'>['items'][number];

/** As the services take it; what is not set does not restrict. */
export interface IncidentFilter {
  readonly journey?: string | undefined;
  readonly version?: number | undefined;
  readonly step?: string | undefined;
  readonly code?: string | undefined;
  readonly of?: 'step' | 'undo' | undefined;
  /** Raised before this time (ISO 8601). */
  readonly before?: string | undefined;
}

const PAGE = 50;
/** Between two looks at what is under way. */
const LOOK_MS = 2_000;

export function useIncidents(filter: IncidentFilter, cursor: string | undefined) {
  return useQuery({
    queryKey: ['incidents', 'list', filter, cursor],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/incidents', {
          params: { query: { ...filter, cursor, limit: PAGE } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useIncidentKinds(filter: IncidentFilter) {
  return useQuery({
    queryKey: ['incidents', 'kinds', filter],
    queryFn: ({ signal }) =>
      answered(orchestrator.GET('/api/orchestrator/incidents/kinds', { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useIncident(instanceId: string, incidentId: string) {
  return useQuery({
    queryKey: ['incidents', 'one', instanceId, incidentId],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/instances/{id}/incidents/{incidentId}', {
          params: { path: { id: instanceId, incidentId } },
          signal,
        }),
      ),
  });
}

/** Asks for an action on one incident. The same key again is the same action, done once. */
export function askFor(
  about: { readonly instanceId: string; readonly incidentId: string; readonly action: ActionName },
  key: string,
) {
  const { instanceId, incidentId, action } = about;
  return answered(
    orchestrator.POST('/api/orchestrator/instances/{id}/actions', {
      params: { path: { id: instanceId }, query: { wait: 1_000 }, header: { 'Idempotency-Key': key } },
      body: { action, incidentId },
    }),
  );
}

/** What became of a request: looked at until it is known. */
export function useRequest(requestId: string | undefined) {
  return useQuery({
    queryKey: ['incidents', 'request', requestId],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/requests/{requestId}', {
          params: { path: { requestId: requestId ?? '' } },
          signal,
        }),
      ),
    enabled: requestId !== undefined,
    staleTime: 0,
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.outcome === 'pending' ? LOOK_MS : false,
  });
}

/** Writes down what an action would be about; nothing is done. */
export function previewMany(action: ActionName, filter: IncidentFilter) {
  const all = Object.values(filter).some((value) => value !== undefined)
    ? filter
    : { before: new Date().toISOString() };
  return answered(
    orchestrator.POST('/api/orchestrator/incidents:bulk', { body: { filter: all, action, dryRun: true } }),
  );
}

/** Begins what was previewed. Begun twice it goes on once. */
export function beginMany(token: string, ifChanged: 'refuse' | 'previewed', perSecond: number) {
  return answered(
    orchestrator.POST('/api/orchestrator/incidents:bulk', { body: { token, ifChanged, perSecond } }),
  );
}

export function useBulkActions(cursor: string | undefined) {
  return useQuery({
    queryKey: ['bulk-actions', 'list', cursor],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/bulk-actions', {
          params: { query: { cursor, limit: PAGE } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** Followed while it runs. */
export function useBulkAction(id: string) {
  return useQuery({
    queryKey: ['bulk-actions', 'one', id],
    queryFn: ({ signal }) =>
      answered(orchestrator.GET('/api/orchestrator/bulk-actions/{id}', { params: { path: { id } }, signal })),
    staleTime: LOOK_MS,
    refetchInterval: ({ state: { data } }) => (isUnderWay(data?.status) ? LOOK_MS : false),
  });
}

export function isUnderWay(status: BulkAction['status'] | undefined): boolean {
  return status === 'running' || status === 'asked';
}

/** One by one; followed as long as the action is, and looked at once more when it is over. */
export function useBulkResults(id: string, cursor: string | undefined, underWay: boolean) {
  return useQuery({
    queryKey: ['bulk-actions', 'results', id, cursor, underWay],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/bulk-actions/{id}/results', {
          params: { path: { id }, query: { cursor, limit: PAGE } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: underWay ? 5_000 : false,
  });
}

export function stopBulk(id: string) {
  return answered(
    orchestrator.POST('/api/orchestrator/bulk-actions/{id}:stop', { params: { path: { id } } }),
  );
}

export function useStuck(
  filter: { readonly definition?: string | undefined; readonly step?: string | undefined },
  cursor: string | undefined,
) {
  return useQuery({
    queryKey: ['stuck', filter, cursor],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/stuck', {
          params: { query: { ...filter, cursor, limit: PAGE } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}
