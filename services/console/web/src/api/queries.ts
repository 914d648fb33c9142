// How answers are kept and asked for again: five seconds as they are, and again only after what may pass by itself.
import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.js';

/** No visible query asks more often than this by itself. */
export const FRESH_FOR_MS = 5_000;
const TRIES = 2;

export function queryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_FOR_MS,
        retry: (failures, error) => failures < TRIES && ApiProblem.from(error).mayPass,
        retryDelay: (failures) => 1_000 * 2 ** failures,
      },
      // Whether a change may be made twice is for its page to say.
      mutations: { retry: false },
    },
  });
}
