// Publications: numbered changes of what is current, and of whether it sends. Partitions take them up by number.
import type { Database, Transaction } from '@continuo/persistence';
import type { JourneyState } from '../domain/lifecycle/lifecycle.js';
import type { Standing } from './definition-view.js';

const COLUMNS = `journey, version, state, number::int as publication, changed_by as "changedBy",
  published_at as "changedAt"`;
const NEWEST = `select ${COLUMNS} from publication where journey = $1 order by number desc limit 1`;

/** How a journey stands; lock it first (`newestForUpdate`) when it is to be changed. */
export async function standingOf(
  from: Transaction | Database,
  journey: string,
): Promise<Standing | undefined> {
  if ('client' in from) return (await from.client.query<Standing>(NEWEST, [journey])).rows[0];
  return (await from.query<Standing & Record<string, unknown>>(NEWEST, [journey]))[0];
}

/** How all journeys stand, by name. */
export function standings(database: Database): Promise<readonly Standing[]> {
  return database.query<Standing & Record<string, unknown>>(
    `select distinct on (journey) ${COLUMNS} from publication order by journey, number desc`,
  );
}

/** Makes a version current in a state. Numbers are drawn under one lock: a lower one is never seen after a higher one. */
export async function insertPublication(
  tx: Transaction,
  publication: {
    readonly journey: string;
    readonly version: number;
    readonly state: JourneyState;
    readonly changedBy: string;
  },
): Promise<Standing> {
  const { journey, version, state, changedBy } = publication;
  await tx.client.query(`select pg_advisory_xact_lock(hashtextextended('publication', 0))`);
  const { rows } = await tx.client.query<Standing>(
    `insert into publication (journey, version, state, changed_by) values ($1, $2, $3, $4) returning ${COLUMNS}`,
    [journey, version, state, changedBy],
  );
  await tx.client.query('insert into concurrency (journey) values ($1) on conflict do nothing', [journey]);
  const [standing] = rows;
  if (standing === undefined) throw new Error('a publication that was inserted and is not there');
  return standing;
}
