// What the pages about the bus ask the console for, and how often.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Answer } from '../api/answer.js';
import { answered, console_ } from '../api/client.js';
import type { paths } from '../api/generated/console.js';

type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Asked } } }
  ? NonNullable<Asked>
  : never;

export type TopicRow = Answer<paths, '/console/topics'>['items'][number];
export type TopicDetail = Answer<paths, '/console/topics/{topic}'>;
export type Subject = Answer<paths, '/console/topics/{topic}/schemas'>['items'][number];
export type BusRecord = Answer<paths, '/console/records/{topic}/{partition}/{offset}'>;
export type RecordPage = Answer<paths, '/console/records'>;
export type TopicsAsked = Query<'/console/topics'>;
export type RecordsAsked = Query<'/console/records'>;

/** Figures that move are asked for again this often while they are seen. */
const AGAIN_AFTER_MS = 5_000;

export function useTopics(query: TopicsAsked) {
  return useQuery({
    queryKey: ['bus', 'topics', query],
    queryFn: ({ signal }) => answered(console_.GET('/console/topics', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_AFTER_MS,
  });
}

export function useTopic(topic: string) {
  return useQuery({
    queryKey: ['bus', 'topic', topic],
    queryFn: ({ signal }) =>
      answered(console_.GET('/console/topics/{topic}', { params: { path: { topic } }, signal })),
    refetchInterval: AGAIN_AFTER_MS,
  });
}

export function useSchemas(topic: string) {
  return useQuery({
    queryKey: ['bus', 'schemas', topic],
    queryFn: ({ signal }) =>
      answered(console_.GET('/console/topics/{topic}/schemas', { params: { path: { topic } }, signal })),
    staleTime: 60_000,
  });
}

/** Asked once for a question: a page of records does not move under who reads it. */
export function useRecords(query: RecordsAsked) {
  return useQuery({
    queryKey: ['bus', 'records', query],
    queryFn: ({ signal }) => answered(console_.GET('/console/records', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
}

export function useRecord(topic: string, place: { partition: number; offset: string } | undefined) {
  return useQuery({
    queryKey: ['bus', 'record', topic, place],
    enabled: place !== undefined,
    queryFn: ({ signal }) => {
      const { partition = 0, offset = '0' } = place ?? {};
      return answered(
        console_.GET('/console/records/{topic}/{partition}/{offset}', {
          params: { path: { topic, partition, offset } },
          signal,
        }),
      );
    },
    staleTime: Infinity,
  });
}
