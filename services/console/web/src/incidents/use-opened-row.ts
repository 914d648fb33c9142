// Which row of a list is opened, in the address: two ids, as in `?open=<instance>.<incident>`.
import { useQueryState } from '../design/use-query-state.js';

export interface OpenedRow {
  /** Both ids of the opened one; undefined when none is, or when what stands in the address is nobody's. */
  readonly ids: readonly [string, string] | undefined;
  readonly isOpen: (first: string, second: string) => boolean;
  readonly toggle: (first: string, second: string) => void;
  readonly close: () => void;
}

export function useOpenedRow(): OpenedRow {
  const [open, setOpen] = useQueryState('open');
  const [first = '', second = '', ...rest] = open.split('.');
  const isOpen = (one: string, two: string) => open === `${one}.${two}`;
  return {
    ids: first !== '' && second !== '' && rest.length === 0 ? [first, second] : undefined,
    isOpen,
    toggle: (one, two) => setOpen(isOpen(one, two) ? undefined : `${one}.${two}`),
    close: () => setOpen(undefined),
  };
}
