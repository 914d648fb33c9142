// Publishing definitions and looking at them.
import { createHash } from 'node:crypto';
import { ok, refuse, type Result } from '@continuo/kernel';
import type { Outbox } from '@continuo/messaging';
import type { Database } from '@continuo/persistence';
import type { DefinitionReader, SourceProblem } from './definition-source.js';
import {
  findDefinition,
  insertDefinition,
  listDefinitions,
  newestForUpdate,
  versionsOf,
} from './definitions.store.js';
import type { StoredDefinition } from './definition-view.js';
import { ENGINE_REVISION } from './domain/engine/instance.js';
import { edgesOf } from './domain/language/graph.js';
import type { BranchRef, Plan } from './domain/language/plan.js';
import { placedSteps } from './domain/language/step-tree.js';
import type { DefinitionSource } from './domain/language/definition.js';

export interface Published {
  readonly journey: string;
  readonly version: number;
  readonly hash: string;
  /** False when the newest version has this very text: nothing was published again. */
  readonly isNew: boolean;
}

export type PublishRefusal = 'definition-invalid' | 'version-changed';

/** A definition as a picture: its steps and what leads from one to another. */
export interface Graph {
  readonly journey: string;
  readonly version: number;
  readonly steps: readonly {
    readonly name: string;
    readonly kind: string;
    readonly office: string | null;
    /** The branch of a parallel that it belongs to. */
    readonly branch: BranchRef | null;
  }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly on: string }[];
}

export class Definitions {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly reader: DefinitionReader,
  ) {}

  /** What is wrong with a definition; empty when nothing is. */
  validate(text: string, file = 'definition.yaml'): readonly SourceProblem[] {
    const read = this.reader.read(text, file, 1);
    return read.ok ? [] : read.problems;
  }

  /**
   * Publishes a definition as its journey's next version. `expected` is the hash of the version that the caller has seen
   * (If-Match); the same text again changes nothing.
   */
  async publish(
    text: string,
    publishedBy: string,
    expected?: string,
  ): Promise<Result<Published, PublishRefusal> & { readonly problems?: readonly SourceProblem[] }> {
    const read = this.reader.read(text, 'definition.yaml', 1);
    if (!read.ok) {
      return { ...refuse('definition-invalid', 'the definition has errors'), problems: read.problems };
    }
    const { journey, owner, title } = read.source;
    const hash = createHash('sha256').update(text).digest('hex');
    return this.outbox.transact<Result<Published, PublishRefusal>>(async (tx) => {
      const newest = await newestForUpdate(tx, journey);
      if (expected !== undefined && newest?.hash !== expected) {
        return { result: refuse('version-changed', 'another version was published meanwhile'), outgoing: [] };
      }
      if (newest?.hash === hash) {
        return { result: ok({ journey, version: newest.version, hash, isNew: false }), outgoing: [] };
      }
      const version = (newest?.version ?? 0) + 1;
      await insertDefinition(tx, { journey, version, source: text, hash, owner, title, publishedBy });
      const value = {
        journey,
        journeyVersion: version,
        owner,
        definitionHash: hash,
        engineRevision: ENGINE_REVISION,
        publishedAt: Date.now(),
      };
      return {
        result: ok({ journey, version, hash, isNew: true }),
        outgoing: [{ type: 'continuo.orchestrator.JourneyPublished.v1', key: journey, value }],
      };
    });
  }

  list(after: string, limit: number): Promise<readonly StoredDefinition[]> {
    return listDefinitions(this.database, after, limit);
  }

  find(journey: string, version?: number): Promise<StoredDefinition | undefined> {
    return findDefinition(this.database, journey, version);
  }

  versions(journey: string): Promise<readonly number[]> {
    return versionsOf(this.database, journey);
  }

  /** The definition as steps and edges. */
  graph({ journey, version, source }: StoredDefinition): Graph {
    const read = this.reader.readPublished(source, `${journey}@${version}`, version);
    if (!read.ok) throw new Error(`${journey} ${version} does not compile any more`);
    return { journey, version, ...graphOf(read.source, read.plan) };
  }
}

function graphOf(source: DefinitionSource, plan: Plan): Pick<Graph, 'steps' | 'edges'> {
  return {
    steps: [...plan.steps.values()].map(({ name, kind, office, branch }) => ({ name, kind, office, branch })),
    edges: [...placedSteps(source).values()].flatMap((step) =>
      edgesOf(step).map(({ from, to, on }) => ({ from, to, on })),
    ),
  };
}
