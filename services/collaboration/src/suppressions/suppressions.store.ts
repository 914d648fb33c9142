// Suppressed addresses in the database: only their keyed hashes, so that an opt-out can outlive an erasure.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import { widest, type SuppressionScope, type SuppressionSource } from './domain/suppression.js';

export interface Suppression {
  readonly id: string;
  readonly channel: string;
  readonly scope: SuppressionScope;
  readonly source: SuppressionSource;
  /** Stable code of why. */
  readonly reason: string;
  readonly addedBy: string;
  readonly addedAt: Date;
}

export type NewSuppression = Omit<Suppression, 'addedAt'>;

/** An entry with all hashes of its address, as `kind=value`, sorted. */
export interface KeyedSuppression {
  readonly entry: Suppression;
  readonly keys: readonly string[];
}

interface Row {
  id: string;
  channel: string;
  scope: SuppressionScope;
  source: SuppressionSource;
  reason: string;
  added_by: string;
  added_at: Date;
}

const columns = 's.id, s.channel, s.scope, s.source, s.reason, s.added_by, s.added_at';

@Injectable()
export class SuppressionsStore {
  /**
   * The entry of an address, by any of its hashes. Hashes of new key versions are added on the way, so that a rotation
   * of the keys forgets nobody who is looked at while both versions are in use.
   */
  async find(
    tx: Transaction,
    channel: string,
    keys: readonly string[],
    lock = false,
  ): Promise<KeyedSuppression | undefined> {
    const { rows } = await tx.client.query<Row & { known: readonly string[] }>(
      `select ${columns}, array(select key from suppression_key where suppression_id = s.id) as known
       from suppression s
       where s.channel = $1 and s.id in (select suppression_id from suppression_key where channel = $1 and key = any($2::text[]))
       order by s.scope limit 1 ${lock ? 'for update of s' : ''}`,
      [channel, keys],
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    const missing = keys.filter((key) => !row.known.includes(key));
    if (missing.length > 0) await this.addKeys(tx, row.id, channel, missing);
    return { entry: suppressionOf(row), keys: [...row.known, ...missing].sort() };
  }

  /** Adds an address, or widens what there is. Answers the entry as it is now, and whether it is news to be published. */
  async add(
    tx: Transaction,
    added: NewSuppression,
    keys: readonly string[],
  ): Promise<KeyedSuppression & { readonly isNews: boolean }> {
    // Two at once for one address: the second waits, and finds the first.
    await tx.client.query("select pg_advisory_xact_lock(hashtextextended('suppression ' || $1, 0))", [
      [...keys].sort()[0] ?? '',
    ]);
    // Locked, so that one who lifts it at this moment comes first: then there is none.
    const before = await this.find(tx, added.channel, keys, true);
    if (before !== undefined) {
      const entry = await this.widen(tx, before.entry, added);
      return { entry, keys: before.keys, isNews: entry.scope !== before.entry.scope };
    }
    const { rows } = await tx.client.query<Row>(
      `insert into suppression as s (id, channel, scope, source, reason, added_by, published_scope)
       values ($1, $2, $3, $4, $5, $6, $3) returning ${columns}`,
      [added.id, added.channel, added.scope, added.source, added.reason, added.addedBy],
    );
    await this.addKeys(tx, added.id, added.channel, keys);
    return { entry: suppressionOf(rows[0]!), keys: [...keys].sort(), isNews: true };
  }

  /** Removes an entry and answers it; undefined when there is none, or none of this source. */
  async remove(
    tx: Transaction,
    id: string,
    source?: SuppressionSource,
  ): Promise<KeyedSuppression | undefined> {
    const { rows } = await tx.client.query<Row & { known: string[] }>(
      `with s as (delete from suppression where id = $1 and ($2::text is null or source = $2) returning *)
       select ${columns}, array(select key from suppression_key where suppression_id = s.id) as known from s`,
      [id, source ?? null],
    );
    const [row] = rows;
    return row && { entry: suppressionOf(row), keys: row.known.sort() };
  }

  /**
   * Entries of which nobody has published what they are now: an older version wrote them. Each is taken by one caller
   * only, who has to publish it in the same transaction.
   */
  async takeUnpublished(tx: Transaction, limit: number): Promise<readonly KeyedSuppression[]> {
    const { rows } = await tx.client.query<Row & { known: string[] }>(
      `with due as (
         select id from suppression where published_scope is distinct from scope
         order by id limit $1 for update skip locked)
       update suppression s set published_scope = s.scope from due where s.id = due.id
       returning ${columns}, array(select key from suppression_key where suppression_id = s.id) as known`,
      [limit],
    );
    return rows.map((row) => ({ entry: suppressionOf(row), keys: row.known.sort() }));
  }

  /** Newest first. */
  async page(
    tx: Transaction,
    { after, limit }: { readonly after?: readonly [string, string]; readonly limit: number },
  ): Promise<readonly Suppression[]> {
    const { rows } = await tx.client.query<Row>(
      `select ${columns} from suppression s
       where $1::timestamptz is null or (s.added_at, s.id) < ($1, $2::uuid)
       order by s.added_at desc, s.id desc limit $3`,
      [after?.[0] ?? null, after?.[1] ?? null, limit],
    );
    return rows.map(suppressionOf);
  }

  private async widen(tx: Transaction, before: Suppression, added: NewSuppression): Promise<Suppression> {
    const scope = widest(before.scope, added.scope);
    if (scope === before.scope) return before;
    const { rows } = await tx.client.query<Row>(
      `update suppression s set scope = $2, source = $3, reason = $4, added_by = $5, published_scope = $2
       where id = $1 returning ${columns}`,
      [before.id, scope, added.source, added.reason, added.addedBy],
    );
    return suppressionOf(rows[0]!);
  }

  private async addKeys(
    tx: Transaction,
    id: string,
    channel: string,
    keys: readonly string[],
  ): Promise<void> {
    await tx.client.query(
      `insert into suppression_key (channel, key, suppression_id)
       select $1, key, $2 from unnest($3::text[]) as key on conflict do nothing`,
      [channel, id, keys],
    );
  }
}

function suppressionOf(row: Row): Suppression {
  const { id, channel, scope, source, reason } = row;
  return { id, channel, scope, source, reason, addedBy: row.added_by, addedAt: row.added_at };
}
