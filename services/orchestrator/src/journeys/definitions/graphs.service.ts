// Definitions as pictures: steps and ways, with who is where now and which ways were gone.
import type { Database } from '@continuo/persistence';
import type { Definitions } from './definitions.service.js';
import { factsOfVersion } from './graphs.store.js';
import { liveGraph, type LiveGraph } from './live-graph.js';
import { ShortMemory } from './short-memory.js';

export class Graphs {
  readonly #memory: ShortMemory;

  constructor(
    private readonly database: Database,
    private readonly definitions: Definitions,
    keepMs?: number,
  ) {
    this.#memory = new ShortMemory(keepMs);
  }

  /** The newest version when none is named; undefined when there is none. At most two seconds old. */
  live(journey: string, version: number | undefined, days: number): Promise<LiveGraph | undefined> {
    return this.#memory.of(`${journey}/${version ?? ''}/${days}`, async () => {
      const found = await this.definitions.find(journey, version);
      if (found === undefined) return undefined;
      const graph = this.definitions.graph(found);
      return liveGraph(graph, await factsOfVersion(this.database, journey, graph.version, days), days);
    });
  }
}
