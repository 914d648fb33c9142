// Publishing definitions and looking at them.
import { refuse, type Result } from '@continuo/kernel';
import type { Outbox } from '@continuo/messaging';
import type { Database, Transaction } from '@continuo/persistence';
import {
  linesOfPaths,
  type DefinitionReader,
  type Lines,
  type ReadDefinition,
  type SourceProblem,
} from './definition-source.js';
import { findDefinition, newestForUpdate, versionsOf } from './definitions.store.js';
import type { StoredDefinition } from './definition-view.js';
import { mayPublish, type ApprovalRefusal } from '../domain/lifecycle/lifecycle.js';
import { edgesOf } from '../domain/language/graph.js';
import type { BranchRef, Plan } from '../domain/language/plan.js';
import { placedSteps } from '../domain/language/step-tree.js';
import type { DefinitionSource } from '../domain/language/definition.js';
import { asksForApproval, publishVersion, takeDraft, type Published } from './publishing.js';

export type PublishRefusal =
  'definition-invalid' | 'version-changed' | 'journey-name-differs' | ApprovalRefusal;

export interface PublishOptions {
  readonly expected?: string;
  /** Makes a version of the very same text too, so that its messages use the content of now. */
  readonly renew?: boolean;
  /** The draft that is published, as it was seen. */
  readonly draft?: { readonly journey: string; readonly hash: string };
  /** Told of the publication in its transaction. */
  complete?(tx: Transaction, published: Published): Promise<void> | undefined;
}

/** Takes back what a refused publication has done. */
class NotApproved extends Error {
  constructor(readonly refused: Result<never, ApprovalRefusal>) {
    super('not approved');
  }
}

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
    /** Its lines in the definition's text, from 1, both inclusive. */
    readonly lines: Lines;
  }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly on: string }[];
}

export class Definitions {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly reader: DefinitionReader,
    /** Whether every version is published by somebody who did not write it. */
    private readonly secondPerson = false,
  ) {}

  /** What is wrong with a definition; empty when nothing is. */
  validate(text: string, file = 'definition.yaml'): readonly SourceProblem[] {
    const read = this.reader.read(text, file, 1);
    return read.ok ? [] : read.problems;
  }

  /**
   * Publishes a definition as its journey's next version. `expected` is the hash of the version that the caller has seen
   * (If-Match); the same text again changes nothing, unless it is renewed. With a draft it is the draft's text, and the
   * draft is gone then.
   */
  async publish(
    text: string,
    publishedBy: string,
    { expected, renew, draft, complete }: PublishOptions = {},
  ): Promise<Result<Published, PublishRefusal> & { readonly problems?: readonly SourceProblem[] }> {
    const read = this.reader.read(text, 'definition.yaml', 1);
    if (!read.ok) {
      return { ...refuse('definition-invalid', 'the definition has errors'), problems: read.problems };
    }
    const { source } = read;
    if (draft !== undefined && source.journey !== draft.journey)
      return refuse('journey-name-differs', `the draft of ${draft.journey} says it is ${source.journey}`);
    return this.outbox
      .transact<Result<Published, PublishRefusal>>(async (tx) => {
        const newest = await newestForUpdate(tx, source.journey);
        if (expected !== undefined && newest?.hash !== expected) {
          return {
            result: refuse('version-changed', 'another version was published meanwhile'),
            outgoing: [],
          };
        }
        const authors = draft === undefined ? null : await takeDraft(tx, draft);
        if (authors === undefined)
          return { result: refuse('version-changed', 'the draft was changed meanwhile'), outgoing: [] };
        const needed =
          this.secondPerson || asksForApproval(source) || asksForApproval(this.#sourceOf(newest));
        const may = mayPublish({ needed, authors, publisher: publishedBy });
        // The draft that was taken has to stay: the refusal leaves the transaction by an error that is caught below.
        if (!may.ok) throw new NotApproved(may);
        const done = await publishVersion(tx, { source, text, publishedBy, newest, renew });
        await complete?.(tx, done.result.value);
        return done;
      })
      .catch((thrown: unknown) => {
        if (thrown instanceof NotApproved) return thrown.refused;
        throw thrown;
      });
  }

  #sourceOf(stored: StoredDefinition | undefined): DefinitionSource | null {
    if (stored === undefined) return null;
    const read = this.#readStored(stored);
    return read.ok ? read.source : null;
  }

  #readStored({ source, journey, version, publishedAt }: StoredDefinition): ReadDefinition {
    return this.reader.readPublished(source, `${journey}@${version}`, version, publishedAt);
  }

  find(journey: string, version?: number): Promise<StoredDefinition | undefined> {
    return findDefinition(this.database, journey, version);
  }

  versions(journey: string): Promise<readonly number[]> {
    return versionsOf(this.database, journey);
  }

  /** The definition as steps and edges. */
  graph(stored: StoredDefinition): Graph {
    const { journey, version, source } = stored;
    const read = this.#readStored(stored);
    if (!read.ok) throw new Error(`${journey} ${version} does not compile any more`);
    return { journey, version, ...graphOf(source, read.source, read.plan) };
  }
}

function graphOf(text: string, source: DefinitionSource, plan: Plan): Pick<Graph, 'steps' | 'edges'> {
  const placed = placedSteps(source);
  const steps = [...plan.steps.values()];
  const lines = linesOfPaths(
    text,
    steps.map(({ name }) => placed.get(name)?.path ?? []),
  );
  return {
    steps: steps.map(({ name, kind, office, branch }, at) => ({
      name,
      kind,
      office,
      branch,
      lines: lines[at] ?? { from: 1, to: 1 },
    })),
    edges: [...placed.values()].flatMap((step) =>
      edgesOf(step).map(({ from, to, on }) => ({ from, to, on })),
    ),
  };
}
