// Definitions as pictures: steps and ways, with who is where now and which ways were gone.
import type { Database } from '@continuo/persistence';
import type { Definitions, Graph } from './definitions.service.js';
import { peopleBySteps } from './graphs.store.js';
import { passesOfVersion } from '../stuck/stays.store.js';

export interface LiveGraph extends Omit<Graph, 'steps' | 'edges'> {
  readonly steps: readonly (Graph['steps'][number] & { readonly here: number })[];
  /** `passes` of the window; where several ways lead from one step to the same other, it is of all of them. */
  readonly edges: readonly (Graph['edges'][number] & { readonly passes: number | null })[];
}

export class Graphs {
  constructor(
    private readonly database: Database,
    private readonly definitions: Definitions,
  ) {}

  /** The newest version when none is named; undefined when there is none. */
  async live(journey: string, version: number | undefined, days: number): Promise<LiveGraph | undefined> {
    const found = await this.definitions.find(journey, version);
    if (found === undefined) return undefined;
    const graph = this.definitions.graph(found);
    const hasBranches = graph.steps.some(({ branch }) => branch !== null);
    const [people, passes] = await Promise.all([
      peopleBySteps(this.database, journey, graph.version, hasBranches),
      passesOfVersion(this.database, journey, graph.version, days),
    ]);
    const gone = new Map(passes.map(({ step, next, count }) => [`${step}/${next}`, count]));
    return {
      ...graph,
      steps: graph.steps.map((step) => ({ ...step, here: people.get(step.name) ?? 0 })),
      edges: graph.edges.map((edge) => ({ ...edge, passes: gone.get(`${edge.from}/${edge.to}`) ?? 0 })),
    };
  }
}
