// What runs and what does not, as the gateway says it to everybody; asked again every five seconds while it is looked at.
import { useQuery } from '@tanstack/react-query';
import { ApiProblem } from '../api/problem.js';
import { FRESH_FOR_MS } from '../api/queries.js';
import type { Tone } from '../design/tones.js';

export type ServiceState = 'ready' | 'not-ready' | 'unreachable';

export interface ServiceStatus {
  readonly name: string;
  readonly title: string;
  readonly decides: string;
  /** Where it answers inside; not told in production. */
  readonly url?: string;
  readonly state: ServiceState;
  /** Which of its checks fail. */
  readonly failing: readonly string[];
}

export const STATE_TONES: Readonly<Record<ServiceState, Tone>> = {
  ready: 'good',
  'not-ready': 'warning',
  unreachable: 'bad',
};

export function useSystemStatus() {
  return useQuery({
    queryKey: ['status'],
    refetchInterval: FRESH_FOR_MS,
    refetchOnWindowFocus: 'always',
    retry: false,
    queryFn: async ({ signal }): Promise<readonly ServiceStatus[]> => {
      const answer = await fetch('/status.json', { signal });
      if (!answer.ok) throw await ApiProblem.of(answer);
      return (await answer.json()) as readonly ServiceStatus[];
    },
  });
}

/** The worst of all states decides how the whole stands. */
export function worstOf(services: readonly ServiceStatus[]): ServiceState {
  if (services.some(({ state }) => state === 'unreachable')) return 'unreachable';
  return services.some(({ state }) => state === 'not-ready') ? 'not-ready' : 'ready';
}
