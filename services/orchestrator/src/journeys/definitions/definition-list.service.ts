// The list of journeys, with live counts where they are asked for; many who look at it at once cost one answer.
import type { Database } from '@continuo/persistence';
import {
  listJourneys,
  type CountRow,
  type DefinitionFilter,
  type DefinitionList,
  type ListedDefinition,
} from './definition-list.store.js';
import {
  addOpen,
  byCount,
  NONE_OPEN,
  type CountWindow,
  type OpenCounts,
  type OutcomeCount,
} from './live-counts.js';
import { ShortMemory } from './short-memory.js';

export interface DefinitionCounts {
  readonly open: OpenCounts;
  readonly started: number;
  readonly ended: readonly OutcomeCount[];
  readonly versions: readonly { readonly version: number; readonly open: OpenCounts }[];
}

export interface CountedDefinition extends ListedDefinition {
  /** Left out where nobody asked. */
  readonly counts?: DefinitionCounts;
}

export interface DefinitionPage {
  readonly items: readonly CountedDefinition[];
  readonly asOf: string;
  readonly window: CountWindow | null;
}

export interface DefinitionQuery extends DefinitionFilter {
  readonly after: string;
  readonly limit: number;
  /** The window of the counts; null without counts. */
  readonly days: number | null;
}

export class DefinitionLists {
  readonly #memory: ShortMemory;

  constructor(
    private readonly database: Database,
    keepMs?: number,
  ) {
    this.#memory = new ShortMemory(keepMs);
  }

  /** With counts it is at most two seconds old. */
  async list({ after, limit, days, search, state }: DefinitionQuery): Promise<DefinitionPage> {
    const look = () => listJourneys(this.database, { search, state }, after, limit, days);
    const key = JSON.stringify([after, limit, days, search ?? null, state ?? null]);
    const found = days === null ? await look() : await this.#memory.of(key, look);
    return pageOf(found, days !== null);
  }
}

function pageOf({ definitions, counts, asOf, window }: DefinitionList, counted: boolean): DefinitionPage {
  if (!counted) return { items: definitions, asOf, window };
  const rows = new Map<string, CountRow[]>();
  for (const row of counts) rows.set(row.journey, [...(rows.get(row.journey) ?? []), row]);
  const items = definitions.map((each) => ({ ...each, counts: countsOf(rows.get(each.journey) ?? []) }));
  return { items, asOf, window };
}

function countsOf(rows: readonly CountRow[]): DefinitionCounts {
  const versions = new Map<number, OpenCounts>();
  const all = new Map<'all', OpenCounts>();
  const ended: OutcomeCount[] = [];
  let started = 0;
  for (const { kind, version, detail, count } of rows) {
    if (kind === 'started') started = count;
    else if (kind === 'ended') ended.push({ outcome: detail ?? '', count });
    else {
      addOpen(versions, version ?? 0, detail ?? '', count);
      addOpen(all, 'all', detail ?? '', count);
    }
  }
  return {
    open: all.get('all') ?? NONE_OPEN,
    started,
    ended: byCount(ended),
    versions: [...versions].sort(([a], [b]) => b - a).map(([version, open]) => ({ version, open })),
  };
}
