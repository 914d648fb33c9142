// What a page shows, kept in its address: a filter, the selected tab, the opened row. Nothing personal belongs here.
import { useCallback } from 'react';
import { useSearchParams } from 'react-router';

/**
 * One parameter of the address. Setting `undefined` or the default takes it out.
 * @param replace keeps the browser's back from stopping at every keystroke; by default each change is a step back
 */
export function useQueryState(
  name: string,
  byDefault = '',
  { replace = false }: { readonly replace?: boolean } = {},
): [string, (value: string | undefined) => void] {
  const [parameters, setParameters] = useSearchParams();
  const set = useCallback(
    (value: string | undefined) =>
      setParameters(
        (now) => {
          if (value === undefined || value === byDefault) now.delete(name);
          else now.set(name, value);
          return now;
        },
        { replace, preventScrollReset: true },
      ),
    [byDefault, name, replace, setParameters],
  );
  return [parameters.get(name) ?? byDefault, set];
}

/** As `useQueryState`, of a known set of words: anything else in the address counts as the default. */
export function useQueryChoice<Word extends string>(
  name: string,
  words: readonly Word[],
  byDefault: NoInfer<Word>,
): [Word, (word: Word) => void] {
  const [text, set] = useQueryState(name, byDefault);
  return [words.find((word) => word === text) ?? byDefault, set];
}
