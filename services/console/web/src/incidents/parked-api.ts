// What the page of parked records asks of every service's transport: all of them answer the same under their own address.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Answer } from '../api/answer.js';
import { answered, orchestrator } from '../api/client.js';
import type { paths } from '../api/generated/orchestrator.js';
import { mergedPage } from './parked-pages.js';

// What every service answers there; the orchestrator's document speaks for all.

export type ParkedRecord = Answer<paths, '/api/orchestrator/messaging/parked'>['items'][number];
export type ParkedDetail = Answer<paths, '/api/orchestrator/messaging/parked/{id}'>;
export type ParkedKind = Answer<paths, '/api/orchestrator/messaging/parked/kinds'>['items'][number];
export type RedrivePlan = Answer<paths, '/api/orchestrator/messaging/parked/redrive', 'post'>;

export interface ParkedFilter {
  readonly topic?: string | undefined;
  readonly code?: string | undefined;
  readonly key?: string | undefined;
  /** Parked before this time (ISO 8601). */
  readonly before?: string | undefined;
}

/** Of one service or of several: what was asked of each, or why it did not answer. */
export interface OfService<Said> {
  readonly service: string;
  readonly said?: Said;
  readonly error?: unknown;
}

/** Those with a database: each may park. */
export const SERVICES = [
  'customer-data-platform',
  'orchestrator',
  'collaboration',
  'contact-centre',
  'crm',
  'operations',
] as const;

const PAGE = 50;

/** The part of a service's interface that the kit gives to all of them, under the orchestrator's types. */
const at = <Path extends string>(service: string, path: Path): `/api/orchestrator/messaging/${Path}` =>
  `/api/${service}/messaging/${path}` as `/api/orchestrator/messaging/${Path}`;

export function useParked(
  services: readonly string[],
  filter: ParkedFilter & { readonly held: boolean },
  cursor: string | undefined,
) {
  return useQuery({
    queryKey: ['parked', 'list', services, filter, cursor],
    queryFn: ({ signal }) =>
      mergedPage<ParkedRecord>(services, cursor, PAGE, (service, after, limit) => {
        const { held, ...query } = filter;
        // What a switch says is a word in a query.
        const params = {
          query: { ...query, held: held ? 'true' : undefined, cursor: after, limit } as object,
        };
        return answered(orchestrator.GET(at(service, 'parked'), { params, signal }));
      }),
    placeholderData: keepPreviousData,
  });
}

/** By kind, of each service; a filter's ids keep it to them. */
export async function kindsOf(
  services: readonly string[],
  filter: ParkedFilter & { readonly ids?: string | undefined },
  signal?: AbortSignal,
): Promise<readonly OfService<readonly ParkedKind[]>[]> {
  return askEach(services, async (service) => {
    const params = { query: filter as object };
    return (await answered(orchestrator.GET(at(service, 'parked/kinds'), { params, signal: signal ?? null })))
      .items;
  });
}

export function useParkedKinds(services: readonly string[], filter: ParkedFilter) {
  return useQuery({
    queryKey: ['parked', 'kinds', services, filter],
    queryFn: ({ signal }) => kindsOf(services, filter, signal),
    placeholderData: keepPreviousData,
  });
}

export function useParkedRecord(service: string, id: string) {
  return useQuery({
    queryKey: ['parked', 'one', service, id],
    queryFn: ({ signal }) =>
      answered(orchestrator.GET(at(service, 'parked/{id}'), { params: { path: { id } }, signal })),
  });
}

/** What is to be redriven of one service. */
export interface RedriveOf {
  readonly service: string;
  readonly filter: ParkedFilter & { readonly ids?: readonly string[] };
}

/** A dry run only says what would be. */
export function redriveEach(
  those: readonly RedriveOf[],
  options: { readonly dryRun: boolean; readonly ratePerSecond: number },
): Promise<readonly OfService<RedrivePlan>[]> {
  const filters = new Map(those.map(({ service, filter }) => [service, filter]));
  return askEach([...filters.keys()], (service) => {
    const { ids, ...filter } = filters.get(service) ?? {};
    const body = { filter: { ...filter, ...(ids !== undefined && { ids: [...ids] }) }, ...options };
    return answered(orchestrator.POST(at(service, 'parked/redrive'), { body }));
  });
}

async function askEach<Said>(
  services: readonly string[],
  ask: (service: string) => Promise<Said>,
): Promise<readonly OfService<Said>[]> {
  return Promise.all(
    services.map((service) =>
      ask(service).then(
        (said): OfService<Said> => ({ service, said }),
        (error: unknown): OfService<Said> => ({ service, error }),
      ),
    ),
  );
}
