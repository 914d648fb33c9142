// The relay's statements: ownership by epoch and lease, the batches in flight, and the rows of the outbox.
import { Fault } from '@continuo/kernel';
import { column, together, type Database } from '@continuo/persistence';
import type { PoolClient, QueryResultRow } from 'pg';
import { parseSnapshot, type Snapshot } from './late-rows.js';

/** A row as it is read to be sent. */
export interface StoredRow {
  readonly topic: string;
  readonly id: number;
  readonly partition: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: string;
  readonly size: number;
}

/** A batch in flight as it is stored: what is sent again, exactly so, until it is acknowledged. */
export interface StoredBatch {
  readonly topic: string;
  readonly publisher: string;
  /** The `publisher-sequence` of the first id; the others follow in the order of `ids`. */
  readonly firstSequence: number;
  readonly ids: readonly number[];
  readonly partitions: readonly number[];
}

export interface Ownership {
  readonly epoch: number;
  readonly lowWater: number;
}

/** A topic, and the id above which its rows are wanted. */
export interface Wanted {
  readonly topic: string;
  readonly from: number;
}

/** Another relay has raised the epoch: what this one still has in memory counts for nothing. */
export class OwnershipLost extends Fault {
  constructor() {
    super('another relay owns the outbox', { code: 'relay-ownership-lost', retriable: true });
  }
}

export class RelayStore {
  constructor(
    private readonly database: Database,
    private readonly leaseMs: number,
  ) {}

  /** Takes the outbox if nobody holds a lease on it, by the database's clock. */
  async acquire(publisher: string): Promise<Ownership | undefined> {
    const [row] = await this.database.query<{ epoch: string; low_water: string }>(
      `update messaging.relay
          set epoch = epoch + 1, publisher = $1, lease_until = clock_timestamp() + $2 * interval '1 millisecond'
        where lease_until < clock_timestamp()
        returning epoch, low_water`,
      [publisher, this.leaseMs],
    );
    return row && { epoch: Number(row.epoch), lowWater: Number(row.low_water) };
  }

  /** Runs a turn in a transaction that first locks the owner's row; throws OwnershipLost when the epoch has passed. */
  async turn<T>(epoch: number, lowWater: number, work: (client: PoolClient) => Promise<T>): Promise<T> {
    return this.database.transaction(async ({ client }) => {
      await this.lock(client, epoch, lowWater);
      return work(client);
    });
  }

  /** Lets another relay take over at once. */
  async release(epoch: number): Promise<void> {
    await this.database.query(`update messaging.relay set lease_until = '-infinity' where epoch = $1`, [
      epoch,
    ]);
  }

  /** The batches that were stored and not yet acknowledged, with their rows in the order in which they were sent. */
  async inFlight(
    client: PoolClient,
  ): Promise<{ readonly batch: StoredBatch; readonly rows: readonly StoredRow[] }[]> {
    const stored = await client.query<BatchRecord>(
      'select topic, publisher, first_sequence, ids, partitions from messaging.relay_batch order by topic',
    );
    const batches = [];
    for (const record of stored.rows) {
      const batch = toBatch(record);
      batches.push({ batch, rows: await this.rowsById(client, batch) });
    }
    return batches;
  }

  /** Every topic that ever had a row. */
  async topics(client?: PoolClient): Promise<string[]> {
    const rows = await this.rows<{ topic: string }>(
      client,
      'select topic from messaging.outbox_topic order by topic',
    );
    return rows.map(({ topic }) => topic);
  }

  async snapshot(client?: PoolClient): Promise<Snapshot> {
    const [row] = await this.rows<{ snapshot: string }>(
      client,
      'select pg_current_snapshot()::text as snapshot',
    );
    return parseSnapshot(row?.snapshot ?? '');
  }

  /** Whether any of these topics has a row above its id. */
  async anyRow(wanted: readonly Wanted[]): Promise<boolean> {
    const [row] = await this.database.query<{ found: boolean }>(anyRow, columnsOf(wanted));
    return row?.found === true;
  }

  /** Rows of each topic above an id, in id order, no more than fit into a batch. */
  async read(
    client: PoolClient,
    wanted: readonly Wanted[],
    limits: { readonly rows: number; readonly bytes: number },
  ): Promise<ReadonlyMap<string, readonly StoredRow[]>> {
    const answer = await client.query<RowRecord>({
      name: 'relay-read',
      text: readRows,
      values: [...columnsOf(wanted), limits.rows, limits.bytes],
    });
    return byTopic(answer.rows.map(toRow));
  }

  async storeBatch(client: PoolClient, batch: StoredBatch): Promise<void> {
    await client.query({
      name: 'relay-store-batch',
      text: `insert into messaging.relay_batch (topic, publisher, first_sequence, ids, partitions)
             values ($1, $2, $3, $4::bigint[], $5::integer[])`,
      values: [
        batch.topic,
        batch.publisher,
        batch.firstSequence,
        column('int8', batch.ids),
        column('int4', batch.partitions),
      ],
    });
  }

  /** Forgets an acknowledged batch: its rows and the note of it. */
  async deleteBatch(client: PoolClient, batch: StoredBatch): Promise<void> {
    await together([
      client.query({
        name: 'relay-delete-rows',
        text: 'delete from messaging.outbox where topic = $1 and id = any($2::bigint[])',
        values: [batch.topic, column('int8', batch.ids)],
      }),
      client.query({
        name: 'relay-delete-batch',
        text: 'delete from messaging.relay_batch where topic = $1',
        values: [batch.topic],
      }),
    ]);
  }

  private async rows<Row extends QueryResultRow>(
    client: PoolClient | undefined,
    sql: string,
  ): Promise<Row[]> {
    return client === undefined ? this.database.query<Row>(sql) : (await client.query<Row>(sql)).rows;
  }

  private async lock(client: PoolClient, epoch: number, lowWater: number): Promise<void> {
    const locked = await client.query({
      name: 'relay-lock',
      text: `update messaging.relay
                set lease_until = clock_timestamp() + $2 * interval '1 millisecond', low_water = greatest(low_water, $3)
              where epoch = $1`,
      values: [epoch, this.leaseMs, lowWater],
    });
    if (locked.rowCount === 0) throw new OwnershipLost();
  }

  private async rowsById(client: PoolClient, batch: StoredBatch): Promise<StoredRow[]> {
    const answer = await client.query<RowRecord>(
      `select topic, id, partition, key, value, headers, size from messaging.outbox
        where topic = $1 and id = any($2::bigint[]) order by id`,
      [batch.topic, column('int8', batch.ids)],
    );
    return answer.rows.map(toRow);
  }
}

/** A running sum of sizes ends each topic's rows, so that no read brings more than a batch can take. */
const readRows = `
  select found.*
  from unnest($1::text[], $2::bigint[]) as wanted (topic, above)
  cross join lateral (
    select topic, id, partition, key, value, headers, size, sum(size) over (order by id) as reached
    from (
      select * from messaging.outbox o
      where o.topic = wanted.topic and o.id > wanted.above
      order by o.id
      limit $3
    ) nearest
  ) found
  where found.reached - found.size < $4
  order by found.topic, found.id`;

const anyRow = `
  select exists (
    select 1 from unnest($1::text[], $2::bigint[]) as wanted (topic, above)
    cross join lateral (
      select 1 from messaging.outbox o where o.topic = wanted.topic and o.id > wanted.above limit 1
    ) found
  ) as found`;

function columnsOf(wanted: readonly Wanted[]): [string[], number[]] {
  return [wanted.map(({ topic }) => topic), wanted.map(({ from }) => from)];
}

function byTopic(rows: readonly StoredRow[]): ReadonlyMap<string, readonly StoredRow[]> {
  const groups = new Map<string, StoredRow[]>();
  for (const row of rows) {
    const group = groups.get(row.topic);
    if (group === undefined) groups.set(row.topic, [row]);
    else group.push(row);
  }
  return groups;
}

interface BatchRecord {
  readonly topic: string;
  readonly publisher: string;
  readonly first_sequence: string;
  readonly ids: readonly string[];
  readonly partitions: readonly number[];
}

interface RowRecord extends Omit<StoredRow, 'id'> {
  readonly id: string;
}

function toBatch(record: BatchRecord): StoredBatch {
  const { topic, publisher, first_sequence: first, ids, partitions } = record;
  return { topic, publisher, firstSequence: Number(first), ids: ids.map(Number), partitions };
}

function toRow(record: RowRecord): StoredRow {
  const { topic, id, partition, key, value, headers, size } = record;
  return { topic, id: Number(id), partition, key, value, headers, size };
}
