// Which records of a page are chosen. A choice does not outlive its record: what was applied is not chosen any more.
import { useMemo, useState } from 'react';
import type { RedriveOf } from './parked-api.js';

interface Selectable {
  readonly service: string;
  readonly id: string;
}

export interface Selection {
  readonly count: number;
  readonly isAll: boolean;
  readonly isSome: boolean;
  readonly has: (record: Selectable) => boolean;
  readonly toggle: (record: Selectable) => void;
  readonly toggleAll: () => void;
  readonly clear: () => void;
  readonly byService: () => readonly RedriveOf[];
}

const nameOf = ({ service, id }: Selectable): string => `${service}.${id}`;

/** @param records those of the page that can be chosen */
export function useSelection(records: readonly Selectable[]): Selection {
  const [names, setNames] = useState<ReadonlySet<string>>(new Set());
  return useMemo(() => {
    const chosen = records.filter((record) => names.has(nameOf(record)));
    const isAll = records.length > 0 && chosen.length === records.length;
    return {
      count: chosen.length,
      isAll,
      isSome: chosen.length > 0 && !isAll,
      has: (record) => names.has(nameOf(record)),
      toggle: (record) => setNames((now) => toggled(now, nameOf(record))),
      toggleAll: () => setNames(new Set(isAll ? [] : records.map(nameOf))),
      clear: () => setNames(new Set()),
      byService: () => grouped(chosen),
    };
  }, [records, names]);
}

function toggled(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(names);
  if (!next.delete(name)) next.add(name);
  return next;
}

function grouped(records: readonly Selectable[]): readonly RedriveOf[] {
  const ids = new Map<string, string[]>();
  for (const { service, id } of records) ids.set(service, [...(ids.get(service) ?? []), id]);
  return [...ids].map(([service, some]) => ({ service, filter: { ids: some } }));
}
