// Shows what a query answered, or in its place why not: loading, no permission, not found, failed.
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/problem.js';
import type { Role } from '../session/roles.js';
import { Failed } from './failed.js';
import { Loading } from './loading.js';
import { NoPermission } from './no-permission.js';
import { NotFound } from './not-found.js';

type Query<T> = Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>;

export interface AnsweredProps<T> {
  readonly query: Query<T>;
  /** What is asked for, for who hears the page. */
  readonly what?: string;
  /** Named where the service refuses: those that may. */
  readonly roles?: readonly Role[];
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}

export function Answered<T>({ query, what, roles = [], lines, children }: AnsweredProps<T>) {
  const { data, error, refetch } = query;
  if (isRefused(error)) return <Refused error={error} roles={roles} onRetry={() => void refetch()} />;
  // What was answered before stays to be seen; what keeps it from being newer is said by the page's own badge of age.
  if (data !== undefined) return children(data);
  if (error === null) return <Loading what={what} lines={lines} />;
  return <Refused error={error} roles={roles} onRetry={() => void refetch()} />;
}

/** Also what was seen before is not to be seen any more. */
export function isRefused(error: unknown): boolean {
  return error !== null && [401, 403].includes(ApiProblem.from(error).status ?? 0);
}

export interface RefusedProps {
  readonly error: unknown;
  readonly roles?: readonly Role[];
  readonly onRetry?: () => void;
}

/** The state that fits what a call failed with. */
export function Refused({ error, roles = [], onRetry }: RefusedProps) {
  const { status } = ApiProblem.from(error);
  if (status === 403) return <NoPermission roles={roles} inside />;
  if (status === 404) return <NotFound inside />;
  return <Failed error={error} onRetry={onRetry} order={2} />;
}
