// What the journeys' pages ask of the orchestrator.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Answer } from '../api/answer.js';
import { answered, orchestrator } from '../api/client.js';
import type { paths } from '../api/generated/orchestrator.js';

export type ListedJourney = Answer<paths, '/api/orchestrator/definitions'>['items'][number];
export type JourneyGraph = Answer<paths, '/api/orchestrator/definitions/{journey}/graph'>;
export type GraphStep = JourneyGraph['steps'][number];
export type GraphEdge = JourneyGraph['edges'][number];
export type Definition = Answer<paths, '/api/orchestrator/definitions/{journey}'>;
export type Instance = Answer<paths, '/api/orchestrator/instances'>['items'][number];
export type InstanceDetail = Answer<paths, '/api/orchestrator/instances/{id}'>;
export type JournalRow = InstanceDetail['journal'][number];
export type OpenCounts = GraphStep['inState'];
export type OutcomeCount = GraphStep['ended'][number];

export const JOURNEY_STATES = ['published', 'paused', 'retired'] as const;
export const OPEN_STATES = ['running', 'stalled', 'undoing'] as const;
export const INSTANCE_STATES = [...OPEN_STATES, 'ended'] as const;
export type InstanceState = (typeof INSTANCE_STATES)[number];

const PAGE = 50;
/** Between two looks at what is live. */
const LIVE_MS = 5_000;

export interface JourneyFilter {
  readonly search?: string | undefined;
  readonly state?: (typeof JOURNEY_STATES)[number] | undefined;
}

/** Journeys by name with who is in them; counted anew while somebody looks. */
export function useJourneys(filter: JourneyFilter, days: number, cursor: string | undefined) {
  return useQuery({
    queryKey: ['journeys', 'list', filter, days, cursor],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/definitions', {
          params: { query: { ...filter, days, cursor, include: 'counts', limit: PAGE } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  });
}

/** A version's text, and which versions there are; the newest where none is named. */
export function useDefinition(journey: string, version: number | undefined, enabled = true) {
  return useQuery({
    queryKey: ['journeys', 'definition', journey, version],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/definitions/{journey}', {
          params: { path: { journey }, query: { version } },
          signal,
        }),
      ),
    enabled,
  });
}

/** Published, paused or retired. */
export function useStanding(journey: string) {
  return useQuery({
    queryKey: ['journeys', 'state', journey],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/definitions/{journey}/state', {
          params: { path: { journey } },
          signal,
        }),
      ),
  });
}

export function useGraph(journey: string, version: number | undefined, days: number) {
  return useQuery({
    queryKey: ['journeys', 'graph', journey, version, days],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/definitions/{journey}/graph', {
          params: { path: { journey }, query: { version, days } },
          signal,
        }),
      ),
    placeholderData: (before) => (before?.journey === journey ? before : undefined),
    refetchInterval: LIVE_MS,
  });
}

/** The same as a Mermaid flowchart. */
export function useMermaid(journey: string, version: number | undefined, days: number) {
  return useQuery({
    queryKey: ['journeys', 'mermaid', journey, version, days],
    queryFn: async ({ signal }): Promise<string> =>
      String(
        await answered<unknown>(
          orchestrator.GET('/api/orchestrator/definitions/{journey}/graph', {
            params: { path: { journey }, query: { version, days, format: 'mermaid' } },
            parseAs: 'text',
            signal,
          }),
        ),
      ),
  });
}

/** As the service takes it; what is not set does not restrict. */
export interface InstanceFilter {
  readonly definition?: string | undefined;
  readonly version?: number | undefined;
  readonly step?: string | undefined;
  readonly state?: InstanceState | 'open' | undefined;
  readonly outcome?: string | undefined;
  readonly endedIn?: string | undefined;
  readonly endedAfter?: string | undefined;
  readonly startedAfter?: string | undefined;
  readonly customer?: string | undefined;
  readonly incident?: string | undefined;
}

export function useInstances(filter: InstanceFilter, cursor: string | undefined, limit = PAGE) {
  return useQuery({
    queryKey: ['journeys', 'instances', filter, cursor, limit],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/instances', {
          params: { query: { ...filter, cursor, limit } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** How many the same filter finds. */
export function useInstanceCount(filter: InstanceFilter) {
  return useQuery({
    queryKey: ['journeys', 'count', filter],
    queryFn: ({ signal }) =>
      answered(orchestrator.GET('/api/orchestrator/instances/count', { params: { query: filter }, signal })),
    placeholderData: keepPreviousData,
  });
}

export function useInstance(id: string, after: number) {
  return useQuery({
    queryKey: ['journeys', 'instance', id, after],
    queryFn: async ({ signal }): Promise<InstanceDetail> => {
      const found = await answered(
        orchestrator.GET('/api/orchestrator/instances/{id}', {
          params: { path: { id }, query: { after } },
          signal,
        }),
      );
      // While an upgrade rolls, the version before answers without them.
      return { ...found, incidents: (found as Partial<InstanceDetail>).incidents ?? [] };
    },
    placeholderData: (before) => (before?.id === id ? before : undefined),
  });
}
