// Where other tools are, as the deployment says it: for links to traces and dashboards.
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../session/session.js';
import { ApiProblem } from './problem.js';

export interface Addresses {
  readonly publicUrl?: string;
  readonly issuer?: string;
  readonly kafka?: string;
  readonly schemaRegistry?: string;
  readonly jaeger?: string;
  readonly grafana?: string;
}

/** Empty until they are known, and for who is not signed in. */
export function useAddresses(): Addresses {
  const { signedIn } = useSession();
  const { data } = useQuery({
    queryKey: ['addresses'],
    enabled: signedIn,
    staleTime: Infinity,
    queryFn: async ({ signal }): Promise<Addresses> => {
      const answer = await fetch('/console/addresses', { signal });
      if (!answer.ok) throw await ApiProblem.of(answer);
      return (await answer.json()) as Addresses;
    },
  });
  return data ?? {};
}
