// What the orchestrator keeps about a person, table by table, and what an erasure leaves: ids and rules in the journal.
import { canonicalJson } from '@continuo/kernel';
import type { Transaction } from '@continuo/persistence';
import { PersonalData, type PersonalStore } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { strippedEntry } from '../domain/engine/journal.js';
import type { JournalEntry } from '../domain/engine/output.js';
import { storedJson } from '../instances/stored-json.js';

/** Vars, mailbox and key are in the state; the engine has emptied it when the row is not counted any more. */
const instances: PersonalStore = {
  name: 'instance',
  count: (tx, profileIds) =>
    countOf(
      tx,
      `select count(*)::int as count from instance
       where profile_id = any($1::uuid[]) and ${storedJson('state')} ->> 'ending' is distinct from 'erased'`,
      profileIds,
    ),
  async erase(tx, profileIds) {
    const { rowCount } = await tx.client.query(
      `update instance set key = '', customer = profile_id::text
       where profile_id = any($1::uuid[]) and (key <> '' or customer <> profile_id::text)`,
      [profileIds],
    );
    return rowCount ?? 0;
  },
};

/** A table of which an erasure keeps nothing. */
function rowsOf(table: string): PersonalStore {
  return {
    name: table,
    count: (tx, profileIds) =>
      countOf(
        tx,
        `select count(*)::int as count from ${table} where profile_id = any($1::uuid[])`,
        profileIds,
      ),
    async erase(tx, profileIds) {
      const { rowCount } = await tx.client.query(`delete from ${table} where profile_id = any($1::uuid[])`, [
        profileIds,
      ]);
      return rowCount ?? 0;
    },
  };
}

interface JournalRow {
  readonly instance_id: string;
  readonly seq: number;
  readonly entry: string;
  readonly stripped: string;
}

const journal: PersonalStore = {
  name: 'journal',
  count: async (tx, profileIds) => (await unstripped(tx, profileIds)).length,
  async erase(tx, profileIds) {
    const rows = await unstripped(tx, profileIds);
    await tx.client.query(
      `update journal j set bytes = null, entry = n.entry
       from unnest($1::uuid[], $2::int[], $3::text[]) as n(instance_id, seq, entry)
       where j.instance_id = n.instance_id and j.seq = n.seq`,
      [rows.map((row) => row.instance_id), rows.map((row) => row.seq), rows.map((row) => row.stripped)],
    );
    return rows.length;
  },
};

/** Entries that hold more than ids and rules. */
async function unstripped(tx: Transaction, profileIds: readonly string[]): Promise<readonly JournalRow[]> {
  const { rows } = await tx.client.query<Omit<JournalRow, 'stripped'> & { has_bytes: boolean }>(
    `select j.instance_id, j.seq, j.entry, j.bytes is not null as has_bytes
     from journal j join instance i on i.id = j.instance_id
     where i.profile_id = any($1::uuid[])`,
    [profileIds],
  );
  return rows
    .map((row) => ({ ...row, stripped: canonicalJson(strippedEntry(JSON.parse(row.entry) as JournalEntry)) }))
    .filter(({ has_bytes: hasBytes, stripped, entry }) => hasBytes || stripped !== entry);
}

async function countOf(tx: Transaction, statement: string, profileIds: readonly string[]): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(statement, [profileIds]);
  return rows[0]?.count ?? 0;
}

/** Registers them; the transport's own come with the kit. */
@Injectable()
export class JourneyStores {
  constructor(@Inject(PersonalData) personalData: PersonalData) {
    const emptied = ['decision', 'profile_facts', 'profile_memory', 'simulation_customer'].map(rowsOf);
    for (const store of [instances, journal, ...emptied]) personalData.add(store);
  }
}
