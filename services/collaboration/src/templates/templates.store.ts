// Revisions of templates in the database: added and never changed; of a withdrawal every word is kept.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { Revision } from './domain/revision.js';
import type { Template } from './domain/template.js';

/** Somebody withdrew a revision, or took that back. */
export interface WithdrawalAct {
  readonly withdrawn: boolean;
  readonly reason: string;
  readonly by: string;
  readonly at: Date;
}

/** A revision with its words and everything that was done with it, the oldest act first. */
export interface StoredRevision {
  readonly name: string;
  readonly revision: number;
  readonly since: Date;
  /** Null where the template was taken away. */
  readonly template: Template | null;
  readonly isWithdrawn: boolean;
  readonly acts: readonly WithdrawalAct[];
}

interface Row {
  name: string;
  revision: number;
  since: Date;
  template: Template | null;
  acts: readonly { withdrawn: boolean; reason: string; by: string; at: string }[];
}

const isWithdrawn = `coalesce((select w.withdrawn from template_withdrawal w
  where w.name = r.name and w.revision = r.revision order by w.id desc limit 1), false)`;
const columns = `r.name, r.revision, r.since, r.content as template,
  (select coalesce(json_agg(json_build_object('withdrawn', w.withdrawn, 'reason', w.reason, 'by', w.changed_by,
    'at', w.changed_at) order by w.id), '[]') from template_withdrawal w
   where w.name = r.name and w.revision = r.revision) as acts`;

@Injectable()
export class TemplatesStore {
  /** Of several processes that look at once one adds, the others then find it. */
  async lock(tx: Transaction): Promise<void> {
    await tx.client.query("select pg_advisory_xact_lock(hashtextextended('collaboration/templates', 0))");
  }

  /** A process starts: later than all before it. Answers its id. */
  async start(tx: Transaction): Promise<string> {
    const { rows } = await tx.client.query<{ id: string }>(
      'insert into template_process default values returning id',
    );
    return rows[0]?.id ?? '';
  }

  /** A process lives. Answers which one started last of those that do; who was away for a day is forgotten. */
  async seen(tx: Transaction, id: string): Promise<string | undefined> {
    await tx.client.query(
      `insert into template_process (id) values ($1) on conflict (id) do update set seen = clock_timestamp()`,
      [id],
    );
    await tx.client.query(`delete from template_process where seen < clock_timestamp() - interval '1 day'`);
    const { rows } = await tx.client.query<{ id: string }>(
      `select id from template_process where seen > clock_timestamp() - interval '1 minute'
       order by id desc limit 1`,
    );
    return rows[0]?.id;
  }

  async end(tx: Transaction, id: string): Promise<void> {
    await tx.client.query('delete from template_process where id = $1', [id]);
  }

  /** The newest revision of each template, its words as they were written. */
  async newest(
    tx: Transaction,
  ): Promise<ReadonlyMap<string, { readonly revision: number; readonly content: string | null }>> {
    const { rows } = await tx.client.query<{ name: string; revision: number; content: string | null }>(
      `select distinct on (name) name, revision, content::text as content from template_revision
       order by name, revision desc`,
    );
    return new Map(rows.map(({ name, ...rest }) => [name, rest]));
  }

  async add(
    tx: Transaction,
    added: readonly { readonly name: string; readonly revision: number; readonly content: string | null }[],
  ): Promise<void> {
    await tx.client.query(
      `insert into template_revision (name, revision, content)
       select * from unnest($1::text[], $2::int[], $3::text[]::json[])`,
      [
        added.map(({ name }) => name),
        added.map(({ revision }) => revision),
        added.map(({ content }) => content),
      ],
    );
  }

  /** The names of all that ever was there, in order, after one. */
  async names(tx: Transaction): Promise<readonly string[]> {
    const { rows } = await tx.client.query<{ name: string }>(
      'select distinct name from template_revision order by name',
    );
    return rows.map(({ name }) => name);
  }

  /** All revisions of these templates without their words, by name, the oldest first. */
  async histories(
    tx: Transaction,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, readonly Revision[]>> {
    const { rows } = await tx.client.query<Omit<Revision, 'since'> & { name: string; since: Date }>(
      `select r.name, r.revision, r.since, r.content is null as "isRemoval", ${isWithdrawn} as "isWithdrawn"
       from template_revision r where r.name = any($1) order by r.name, r.revision`,
      [names],
    );
    const found = new Map<string, Revision[]>(names.map((name) => [name, []]));
    for (const { name, since, ...rest } of rows) found.get(name)?.push({ ...rest, since: since.getTime() });
    return found;
  }

  async find(tx: Transaction, name: string, revision: number): Promise<StoredRevision | undefined> {
    const { rows } = await tx.client.query<Row>(
      `select ${columns} from template_revision r where r.name = $1 and r.revision = $2`,
      [name, revision],
    );
    return rows[0] && revisionOf(rows[0]);
  }

  /** Of one template, the newest first. */
  async page(
    tx: Transaction,
    name: string,
    { before, limit }: { readonly before?: number; readonly limit: number },
  ): Promise<readonly StoredRevision[]> {
    const { rows } = await tx.client.query<Row>(
      `select ${columns} from template_revision r
       where r.name = $1 and ($2::int is null or r.revision < $2) order by r.revision desc limit $3`,
      [name, before ?? null, limit],
    );
    return rows.map(revisionOf);
  }

  async act(
    tx: Transaction,
    { name, revision }: { readonly name: string; readonly revision: number },
    { withdrawn, reason, by }: Omit<WithdrawalAct, 'at'>,
  ): Promise<void> {
    await tx.client.query(
      `insert into template_withdrawal (name, revision, withdrawn, reason, changed_by) values ($1, $2, $3, $4, $5)`,
      [name, revision, withdrawn, reason, by],
    );
  }
}

function revisionOf({ acts, ...row }: Row): StoredRevision {
  const done = acts.map(({ at, ...act }) => ({ ...act, at: new Date(at) }));
  return { ...row, isWithdrawn: done.at(-1)?.withdrawn ?? false, acts: done };
}
