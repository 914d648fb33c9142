// Erasures in the database: what was asked for, how far it is, and the proof.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { ServiceProgress, ServiceState, StoreCount } from './domain/progress.js';

export interface StoredErasure {
  readonly id: string;
  /** As asked for; all of the family once it is erased. */
  readonly profileIds: readonly string[];
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly settledAt: Date | null;
  readonly erasedAt: Date | null;
  readonly publishedAt: Date | null;
  readonly doneAt: Date | null;
}

export interface StoredService {
  readonly service: string;
  readonly state: ServiceState;
  readonly problem: string | null;
  readonly checkedAt: Date;
}

export interface StoredRows {
  readonly service: string;
  readonly store: string;
  readonly rowsBefore: number | null;
  readonly rowsErased: number | null;
  readonly rowsNow: number | null;
  readonly erasedAt: Date | null;
}

const columns = `id, profile_ids as "profileIds", requested_at as "requestedAt", requested_by as "requestedBy",
  settled_at as "settledAt", erased_at as "erasedAt", published_at as "publishedAt", done_at as "doneAt"`;

@Injectable()
export class ErasuresStore {
  async request(
    tx: Transaction,
    erasure: { readonly id: string; readonly profileIds: readonly string[]; readonly requestedBy: string },
  ): Promise<void> {
    await tx.client.query('insert into erasure (id, profile_ids, requested_by) values ($1, $2, $3)', [
      erasure.id,
      erasure.profileIds,
      erasure.requestedBy,
    ]);
  }

  async find(tx: Transaction, id: string): Promise<StoredErasure | undefined> {
    const { rows } = await tx.client.query<StoredErasure>(`select ${columns} from erasure where id = $1`, [
      id,
    ]);
    return rows[0];
  }

  /** The same, so that nobody else goes on with it. */
  async lock(tx: Transaction, id: string): Promise<StoredErasure | undefined> {
    const { rows } = await tx.client.query<StoredErasure>(
      `select ${columns} from erasure where id = $1 for update`,
      [id],
    );
    return rows[0];
  }

  /** The newest first; those before a place of an earlier page. */
  async list(
    tx: Transaction,
    { limit, before, running }: { limit: number; before?: { at: Date; id: string }; running?: boolean },
  ): Promise<readonly StoredErasure[]> {
    const { rows } = await tx.client.query<StoredErasure>(
      `select ${columns} from erasure
       where ($1::timestamptz is null or (requested_at, id) < ($1, $2::uuid))
         and ($3::boolean is null or (done_at is null) = $3)
       order by requested_at desc, id desc limit $4`,
      [before?.at ?? null, before?.id ?? null, running ?? null, limit],
    );
    return rows;
  }

  /** From now on only the timeline is waited for, up to this moment. */
  async settle(tx: Transaction, id: string): Promise<void> {
    await tx.client.query(
      'update erasure set settled_at = clock_timestamp() where id = $1 and settled_at is null',
      [id],
    );
  }

  async erased(tx: Transaction, id: string, members: readonly string[]): Promise<void> {
    await tx.client.query(
      `update erasure set profile_ids = $2, erased_at = clock_timestamp(), published_at = clock_timestamp()
       where id = $1`,
      [id, members],
    );
  }

  async publishedAgain(tx: Transaction, id: string): Promise<void> {
    await tx.client.query('update erasure set published_at = clock_timestamp() where id = $1', [id]);
  }

  async done(tx: Transaction, id: string): Promise<void> {
    await tx.client.query(
      'update erasure set done_at = clock_timestamp() where id = $1 and done_at is null',
      [id],
    );
  }

  /** What a service had before. */
  async before(tx: Transaction, id: string, service: string, stores: readonly StoreCount[]): Promise<void> {
    await tx.client.query(
      `insert into erasure_store (erasure_id, service, store, rows_before)
       select $1, $2, store, rows from unnest($3::text[], $4::int[]) as new (store, rows)
       on conflict (erasure_id, service, store) do update set rows_before = excluded.rows_before`,
      [id, service, stores.map(({ store }) => store), stores.map(({ rows }) => rows)],
    );
  }

  async service(
    tx: Transaction,
    id: string,
    { service, state, problem }: Omit<StoredService, 'checkedAt'>,
  ): Promise<void> {
    await tx.client.query(
      `insert into erasure_service (erasure_id, service, state, problem) values ($1, $2, $3, $4)
       on conflict (erasure_id, service)
       do update set state = excluded.state, problem = excluded.problem, checked_at = clock_timestamp()`,
      [id, service, state, problem],
    );
  }

  /** What a service has confirmed, and what it counts now. */
  async progress(tx: Transaction, id: string, service: string, progress: ServiceProgress): Promise<void> {
    const { stores, state, problem } = progress;
    await this.service(tx, id, { service, state, problem });
    await tx.client.query(
      `insert into erasure_store (erasure_id, service, store, rows_erased, rows_now, erased_at)
       select $1, $2, store, erased, now, at
       from unnest($3::text[], $4::int[], $5::int[], $6::timestamptz[]) as new (store, erased, now, at)
       on conflict (erasure_id, service, store)
       do update set rows_erased = excluded.rows_erased, rows_now = excluded.rows_now, erased_at = excluded.erased_at`,
      [
        id,
        service,
        stores.map(({ store }) => store),
        stores.map(({ rowsErased }) => rowsErased),
        stores.map(({ rowsNow }) => rowsNow),
        stores.map(({ erasedAt }) => erasedAt),
      ],
    );
  }

  async proof(
    tx: Transaction,
    id: string,
  ): Promise<{ readonly services: readonly StoredService[]; readonly rows: readonly StoredRows[] }> {
    const services = await tx.client.query<StoredService>(
      `select service, state, problem, checked_at as "checkedAt" from erasure_service
       where erasure_id = $1 order by service`,
      [id],
    );
    const stores = await tx.client.query<StoredRows>(
      `select service, store, rows_before as "rowsBefore", rows_erased as "rowsErased", rows_now as "rowsNow",
         erased_at as "erasedAt"
       from erasure_store where erasure_id = $1 order by service, store`,
      [id],
    );
    return { services: services.rows, rows: stores.rows };
  }
}
