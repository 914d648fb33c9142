// Finds contacts: exactly by what reaches or identifies them, nearly by name.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { StoredContact } from './contact-view.js';
import { contactColumns, contactOf, type ContactRow } from './contacts.store.js';
import { beginningOf } from './domain/search-name.js';

/** What is searched for, in normal form. */
export type ContactCriterion =
  | { readonly by: 'email' | 'phone' | 'loyaltyNumber'; readonly value: string }
  | { readonly by: 'name'; readonly words: readonly string[] };

/** Where a page begins: behind this contact. Only names have a score. */
export interface SearchPage {
  readonly after?: { readonly score: string; readonly id: string };
  readonly limit: number;
}

export interface FoundContact extends StoredContact {
  /** How near the name is, as a decimal; 0 where only equal values are found. */
  readonly score: string;
}

const conditions = {
  email: 'emails @> array[$1::text]',
  phone: 'phones @> array[$1::text]',
  loyaltyNumber: 'loyalty_number = $1',
} as const;

/**
 * How near is near enough, of the whole name and of its nearest part: on FEBRL's misspelt names nineteen of twenty are
 * found. A search that finds too much shows the nearest first.
 */
const nearEnough = { whole: '0.3', part: '0.4' };

@Injectable()
export class ContactSearchStore {
  /** One page: nearest first, then oldest first. */
  async search(
    tx: Transaction,
    criterion: ContactCriterion,
    page: SearchPage,
  ): Promise<readonly FoundContact[]> {
    return criterion.by === 'name'
      ? this.byName(tx, criterion.words, page)
      : this.exactly(tx, conditions[criterion.by], criterion.value, page);
  }

  private async exactly(
    tx: Transaction,
    condition: string,
    value: string,
    { after, limit }: SearchPage,
  ): Promise<readonly FoundContact[]> {
    const { rows } = await tx.client.query<ContactRow>(
      `select ${contactColumns} from contact
       where ${condition} and ($2::uuid is null or id > $2) order by id limit $3`,
      [value, after?.id ?? null, limit],
    );
    return rows.map((row) => ({ ...contactOf(row), score: '0' }));
  }

  /**
   * A name whose words begin with all that was typed comes before one that only looks like it. The score is a decimal
   * so that it survives the way to the caller and back as it is.
   */
  private async byName(
    tx: Transaction,
    words: readonly string[],
    { after, limit }: SearchPage,
  ): Promise<readonly FoundContact[]> {
    await tx.client.query(
      `select set_config('pg_trgm.word_similarity_threshold', $1, true),
         set_config('pg_trgm.similarity_threshold', $2, true)`,
      [nearEnough.part, nearEnough.whole],
    );
    // One condition for each word, not `like all`: only so can the index be used.
    const begins = words.map((_, at) => `search_name like $${at + 5}`).join(' and ');
    const { rows } = await tx.client.query<ContactRow & { score: string }>(
      `select ${contactColumns}, score::text from (
         select *, round(((case when ${begins} then 1 else 0 end)
           + greatest(similarity(search_name, $1), word_similarity($1, search_name)))::numeric, 4) as score
         from contact where (${begins}) or search_name % $1 or $1 <% search_name) as found
       where $2::numeric is null or score < $2 or (score = $2 and id > $3)
       order by score desc, id limit $4`,
      [words.join(' '), after?.score ?? null, after?.id ?? null, limit, ...words.map(beginningOf)],
    );
    return rows.map((row) => ({ ...contactOf(row), score: row.score }));
  }
}
