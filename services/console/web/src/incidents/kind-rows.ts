// Counts of parked records, which services tell by state, as one row per service, group, topic and code.
import type { OfService, ParkedKind } from './parked-api.js';

export interface KindRow {
  readonly service: string;
  readonly group: string;
  readonly topic: string;
  readonly code: string;
  readonly parked: number;
  readonly held: number;
  readonly redrive: number;
  readonly oldest: string;
}

/** Most first. */
export function kindRows(answers: readonly OfService<readonly ParkedKind[]>[]): readonly KindRow[] {
  const rows = new Map<string, KindRow>();
  for (const { service, said = [] } of answers) {
    for (const { group, topic, code, state, count, oldest } of said) {
      const key = JSON.stringify([service, group, topic, code]);
      const none = { service, group, topic, code, parked: 0, held: 0, redrive: 0, oldest };
      const row = rows.get(key) ?? none;
      rows.set(key, {
        ...row,
        [state]: row[state] + count,
        oldest: oldest < row.oldest ? oldest : row.oldest,
      });
    }
  }
  const all = ({ parked, held, redrive }: KindRow): number => parked + held + redrive;
  return [...rows.values()].sort((a, b) => all(b) - all(a) || a.service.localeCompare(b.service));
}

/** How many there are in a state. */
export function countIn(said: readonly ParkedKind[], state: ParkedKind['state']): number {
  return said.reduce((sum, kind) => sum + (kind.state === state ? kind.count : 0), 0);
}
