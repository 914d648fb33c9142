// Everything that the services' databases hold, as text: what a dump of them would show to whoever finds it.
import pg from 'pg';
import type { RunningSystem } from '@continuo/testing/running-system';

/** The text of every table, by `database.schema.table`. Tables without rows are left out. */
export async function dumpDatabases(running: RunningSystem): Promise<ReadonlyMap<string, string>> {
  const dump = new Map<string, string>();
  for (const { name, database } of running.parts) {
    if (database === undefined) continue;
    const url = new URL(running.context.servers.databaseUrl);
    url.pathname = `/${database}`;
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      for (const table of await tablesOf(client)) {
        const text = await textOf(client, table);
        if (text !== '') dump.set(`${name}: ${table}`, text);
      }
    } finally {
      await client.end();
    }
  }
  return dump;
}

/** A partitioned table is read as a whole. */
async function tablesOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition
       and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'
     order by name`,
  );
  return rows.map(({ name }) => name);
}

async function textOf(client: pg.Client, table: string): Promise<string> {
  const { rows } = await client.query<{ row: string }>(`select t::text as row from ${table} t`);
  return rows.map(({ row }) => `${row}\n${bytesIn(row)}`).join('\n');
}

/** Columns of bytes are dumped in hex; what they say is added as it is. */
function bytesIn(row: string): string {
  const found = row.matchAll(/\\x((?:[0-9a-f]{2}){4,})/g);
  return [...found].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1')).join('\n');
}
