// A customer's profile: facts and identifiers, nothing that was said. Asked by every page that is about one customer.
import { useQuery } from '@tanstack/react-query';
import { answered, customerDataPlatform } from './client.js';

export interface ConsentFact {
  readonly purpose: string;
  readonly channel: string;
  readonly granted: boolean;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

export interface Profile {
  readonly id: string;
  readonly createdAt: string;
  readonly mergedIds: readonly string[];
  readonly version: number;
  readonly facts: {
    readonly segments: readonly string[];
    readonly consents: readonly ConsentFact[];
    readonly language: string | null;
    readonly timeZone: string | null;
    readonly reachability: Readonly<Record<string, boolean>>;
    readonly scores: Readonly<Record<string, number>>;
    readonly valueTier: string | null;
  };
  readonly identifiers: readonly { readonly key: string; readonly firstSeen: string }[];
}

export async function profileOf(id: string, signal?: AbortSignal): Promise<Profile> {
  const params = { path: { id } };
  return (await answered(
    customerDataPlatform.GET('/api/customer-data-platform/profiles/{id}', { params, signal: signal ?? null }),
  )) as Profile;
}

export function useProfile(id: string) {
  return useQuery({
    queryKey: ['customer', id, 'profile'],
    queryFn: ({ signal }) => profileOf(id, signal),
  });
}
