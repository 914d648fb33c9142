// Where a list is: the cursor of its page stands in the address, the ones before it in the history's state.
import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';

export interface CursorPaging {
  /** For the query's parameters; undefined on the first page. */
  readonly cursor: string | undefined;
  readonly isFirst: boolean;
  /** False where somebody came by a link to a later page: then the way back leads to the first one. */
  readonly knowsPrevious: boolean;
  next(cursor: string): void;
  previous(): void;
}

interface State {
  readonly cursorsBefore?: readonly (string | null)[];
}

/** @param name of the parameter; two lists on one page take two. Filters that change must drop it (`Filters` does). */
export function useCursorPaging(name = 'after'): CursorPaging {
  const { search, state } = useLocation() as { search: string; state: State | null };
  const navigate = useNavigate();
  const cursor = new URLSearchParams(search).get(name) ?? undefined;
  const before = useMemo(() => state?.cursorsBefore ?? [], [state]);
  const go = useCallback(
    (to: string | null, cursorsBefore: State['cursorsBefore']) => {
      const parameters = new URLSearchParams(search);
      if (to === null) parameters.delete(name);
      else parameters.set(name, to);
      void navigate(
        { search: parameters.toString() },
        { state: { cursorsBefore }, preventScrollReset: true },
      );
    },
    [name, navigate, search],
  );
  return {
    cursor,
    isFirst: cursor === undefined,
    knowsPrevious: cursor === undefined || before.length > 0,
    next: (to) => go(to, [...before, cursor ?? null]),
    previous: () => go(before.at(-1) ?? null, before.slice(0, -1)),
  };
}
