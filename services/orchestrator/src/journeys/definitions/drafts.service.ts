// Drafts: written, replaced, thrown away, looked at before they are published.
import { ok, refuse, type Result } from '@continuo/kernel';
import type { Database } from '@continuo/persistence';
import type { DefinitionReader, SourceProblem } from './definition-source.js';
import type { Draft } from './definition-view.js';
import { deleteDraft, findDraft, writeDraft } from './drafts.store.js';
import { hashOf } from './publishing.js';

/** A draft with everything that is wrong with it: it may be kept with mistakes, not published. */
export interface CheckedDraft {
  readonly draft: Draft;
  readonly problems: readonly SourceProblem[];
}

export class Drafts {
  constructor(
    private readonly database: Database,
    private readonly reader: DefinitionReader,
  ) {}

  async find(journey: string): Promise<CheckedDraft | undefined> {
    const draft = await findDraft(this.database, journey);
    return draft && { draft, problems: this.#problemsOf(draft.source) };
  }

  /** Begins a draft, or replaces the one that was seen. */
  async write(
    journey: string,
    source: string,
    { author, seen }: { readonly author: string; readonly seen: string | undefined },
  ): Promise<Result<CheckedDraft, 'version-moved'>> {
    const problems = this.#problemsOf(source);
    const written = { journey, source, hash: hashOf(source), author, problems: problems.length, seen };
    const draft = await this.database.transaction((tx) => writeDraft(tx, written));
    return draft === undefined ? moved() : ok({ draft, problems });
  }

  async discard(journey: string, seen: string): Promise<Result<undefined, 'version-moved'>> {
    const done = await this.database.transaction((tx) => deleteDraft(tx, journey, seen));
    return done ? ok(undefined) : moved();
  }

  #problemsOf(source: string): readonly SourceProblem[] {
    const read = this.reader.read(source, 'definition.yaml', 1);
    return read.ok ? [] : read.problems;
  }
}

function moved() {
  return refuse('version-moved', 'somebody changed it after you read it; read it again', {
    field: 'If-Match',
    rule: 'current-version',
  });
}
