// What templates said and when: each message gets the words of its moment.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Database, type Transaction } from '@continuo/persistence';
import { revisionFor } from './domain/revision.js';
import type { Template } from './domain/template.js';
import { TemplatesStore, type StoredRevision } from './templates.store.js';

export type { StoredRevision } from './templates.store.js';

/** A template as a message uses it. */
export interface TemplateInUse {
  readonly revision: number;
  readonly since: Date;
  readonly template: Template;
}

type WordOnRevision = Result<
  { readonly revision: StoredRevision; readonly inUse: number | null },
  'revision-unknown'
>;

@Injectable()
export class TemplatesService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(TemplatesStore) private readonly store: TemplatesStore,
  ) {}

  /**
   * A template for a message whose content is that of a moment; null is now. Undefined when there is no such template,
   * `withdrawn` when nothing of it may be sent.
   */
  async inForce(
    tx: Transaction,
    name: string,
    asOf: Date | null,
  ): Promise<TemplateInUse | 'withdrawn' | undefined> {
    const histories = await this.store.histories(tx, [name]);
    const found = revisionFor(histories.get(name) ?? [], asOf?.getTime() ?? null);
    if (typeof found !== 'object') return found;
    const stored = await this.store.find(tx, name, found.revision);
    return stored?.template
      ? { revision: stored.revision, since: stored.since, template: stored.template }
      : undefined;
  }

  /** What is used now by name. */
  list(): Promise<readonly TemplateInUse[]> {
    return this.database.transaction(async (tx) => {
      const found: TemplateInUse[] = [];
      for (const name of await this.store.names(tx)) {
        const inUse = await this.inForce(tx, name, null);
        if (typeof inUse === 'object') found.push(inUse);
      }
      return found;
    });
  }

  find(name: string): Promise<Result<TemplateInUse, 'template-unknown'>> {
    return this.database.transaction(async (tx) => {
      const found = await this.inForce(tx, name, null);
      return typeof found === 'object' ? ok(found) : unknownTemplate();
    });
  }

  /** The newest first. */
  revisions(
    name: string,
    page: { readonly before?: number; readonly limit: number },
  ): Promise<Result<readonly StoredRevision[], 'template-unknown'>> {
    return this.database.transaction(async (tx) => {
      const found = await this.store.page(tx, name, page);
      return found.length === 0 && page.before === undefined ? unknownTemplate() : ok(found);
    });
  }

  /**
   * Withdraws a revision, or takes that back; said again it changes nothing. Answers which revision messages that would
   * have used this one use instead, null when there is none left.
   */
  withdraw(
    of: { readonly name: string; readonly revision: number },
    word: { readonly withdrawn: boolean; readonly reason: string; readonly by: string },
  ): Promise<WordOnRevision> {
    return this.database.transaction(async (tx): Promise<WordOnRevision> => {
      await this.store.lock(tx);
      const before = await this.store.find(tx, of.name, of.revision);
      if (before === undefined || before.template === null)
        return refuse('revision-unknown', 'this template has no such revision', { field: 'revision' });
      if (before.isWithdrawn !== word.withdrawn) await this.store.act(tx, of, word);
      const revision = (await this.store.find(tx, of.name, of.revision)) ?? before;
      const inForce = await this.inForce(tx, of.name, revision.since);
      return ok({ revision, inUse: typeof inForce === 'object' ? inForce.revision : null });
    });
  }
}

function unknownTemplate() {
  return refuse('template-unknown', 'no template has this name', { field: 'name' });
}
