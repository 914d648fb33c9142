// What the simulation's page asks of the orchestrator.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Answer } from '../api/answer.js';
import { answered, orchestrator } from '../api/client.js';
import type { paths } from '../api/generated/orchestrator.js';

export type Simulation = Answer<paths, '/api/orchestrator/simulations/{id}'>;
export type SimulationSummary = Answer<paths, '/api/orchestrator/simulations'>['items'][number];
export type SimulationReport = NonNullable<Simulation['report']>;
export type SimulatedCustomer = Answer<
  paths,
  '/api/orchestrator/simulations/{id}/customers'
>['items'][number];
export type Contact = SimulatedCustomer['gained'][number];

export const DIFFERENCES = ['gained', 'lost', 'moved', 'outcome', 'entry'] as const;
export type Difference = (typeof DIFFERENCES)[number];

/** As the service takes it. */
export const MOST_CHARACTERS = 262_144;

const PAGE = 25;
const LOOK_MS = 2_000;

/** Something wrong in a text, where a person finds it. */
export interface TextProblem {
  readonly line: number;
  readonly column: number;
  readonly step: string | null;
  readonly rule: string;
  readonly message: string;
}

export async function validate(definition: string): Promise<readonly TextProblem[]> {
  const { problems } = await answered(
    orchestrator.POST('/api/orchestrator/definitions/validate', { body: { definition } }),
  );
  return problems;
}

/** Asks for a simulation; the same key again is the same one. */
export function simulate(definition: string, days: number, key: string): Promise<Simulation> {
  return answered(
    orchestrator.POST('/api/orchestrator/simulations', {
      params: { header: { 'Idempotency-Key': key } },
      body: { definition, days, sample: 1 },
    }),
  );
}

export function cancelSimulation(id: string): Promise<Simulation> {
  return answered(
    orchestrator.POST('/api/orchestrator/simulations/{id}/cancel', { params: { path: { id } } }),
  );
}

/** Followed while it runs. */
export function useSimulation(id: string) {
  return useQuery({
    queryKey: ['simulations', 'one', id],
    queryFn: ({ signal }) =>
      answered(orchestrator.GET('/api/orchestrator/simulations/{id}', { params: { path: { id } }, signal })),
    staleTime: LOOK_MS,
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? LOOK_MS : false),
  });
}

export function useSimulations(cursor: string | undefined) {
  return useQuery({
    queryKey: ['simulations', 'list', cursor],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/simulations', {
          params: { query: { cursor, limit: 10 } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function useSimulatedCustomers(
  id: string,
  difference: Difference | undefined,
  cursor: string | undefined,
) {
  return useQuery({
    queryKey: ['simulations', 'customers', id, difference, cursor],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/simulations/{id}/customers', {
          params: { path: { id }, query: { difference, cursor, limit: PAGE } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** The names of journeys to start from. */
export function useJourneyNames() {
  return useQuery({
    queryKey: ['simulations', 'journeys'],
    queryFn: ({ signal }) =>
      answered(
        orchestrator.GET('/api/orchestrator/definitions', { params: { query: { limit: 200 } }, signal }),
      ),
    staleTime: 60_000,
  });
}
