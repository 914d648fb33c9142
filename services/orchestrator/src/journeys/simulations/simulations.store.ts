// Simulations as they are asked for, followed and read; they and their customers are kept for a month.
import type { Database } from '@continuo/persistence';
import { notesOf, type SimulatedCustomer, type SimulationReport } from './simulation-report.js';
import type {
  NewSimulation,
  SimulationOptions,
  SimulationState,
  StoredSimulation,
} from './simulation-view.js';

/** Who was not seen for so long is gone. */
const ALIVE = `interval '60 seconds'`;
const COLUMNS = `id, journey, version, window_from as "from", window_to as "to", options, asked_by as "askedBy",
  case when state = 'running' and seen_at < now() - ${ALIVE} then 'interrupted' else state end as state,
  records_read::float8 as read, records_in_all::float8 as "all", problem, asked_at as "askedAt", ended_at as "endedAt"`;

type Row = Omit<StoredSimulation, 'options' | 'report'> & {
  readonly options: string;
  readonly report?: string | null;
} & Record<string, unknown>;

export async function insertSimulation(database: Database, asked: NewSimulation): Promise<void> {
  await database.query(
    `insert into simulation (id, journey, version, definition, window_from, window_to, options, state, asked_by)
     values ($1, $2, $3, $4, $5, $6, $7, 'running', $8)`,
    [
      asked.id,
      asked.journey,
      asked.version,
      asked.definition,
      asked.from,
      asked.to,
      JSON.stringify(asked.options),
      asked.askedBy,
    ],
  );
}

/** How far it is; a sign of life too. */
export async function noteProgress(database: Database, id: string, read: number, all: number): Promise<void> {
  await database.query(
    `update simulation set records_read = $2, records_in_all = $3, seen_at = now() where id = $1 and state = 'running'`,
    [id, read, all],
  );
}

export async function endSimulation(
  database: Database,
  id: string,
  state: Exclude<SimulationState, 'running'>,
  outcome: { readonly report?: SimulationReport; readonly problem?: string },
): Promise<void> {
  await database.query(
    `update simulation set state = $2, report = $3, problem = $4, ended_at = now() where id = $1 and state = 'running'`,
    [
      id,
      state,
      outcome.report === undefined ? null : JSON.stringify(outcome.report),
      outcome.problem ?? null,
    ],
  );
}

/** Simulations whose process has gone: they say so from now on. */
export async function interruptLost(database: Database): Promise<void> {
  await database.query(
    `update simulation set state = 'interrupted', ended_at = now() where state = 'running' and seen_at < now() - ${ALIVE}`,
  );
}

export async function keepCustomers(
  database: Database,
  id: string,
  first: number,
  customers: readonly SimulatedCustomer[],
): Promise<void> {
  await database.query(
    `insert into simulation_customer (simulation_id, place, profile_id, differences, body)
     select $1, place, profile_id, string_to_array(differences, ','), body
     from unnest($2::int[], $3::uuid[], $4::text[], $5::text[]) as n(place, profile_id, differences, body)
     where not exists (select from service_kit.erasure e where e.profile_id = n.profile_id)`,
    [
      id,
      customers.map((_, at) => first + at),
      customers.map(({ profileId }) => profileId),
      customers.map(({ differences }) => differences.join(',')),
      customers.map((customer) => JSON.stringify(customer)),
    ],
  );
}

export async function findSimulation(database: Database, id: string): Promise<StoredSimulation | undefined> {
  const rows = await database.query<Row>(`select ${COLUMNS}, report from simulation where id = $1`, [id]);
  return rows.map(storedOf)[0];
}

/** Newest first, without reports. */
export async function listSimulations(
  database: Database,
  after: readonly [askedAt: string, id: string] | undefined,
  limit: number,
): Promise<readonly StoredSimulation[]> {
  const rows = await database.query<Row>(
    `select ${COLUMNS} from simulation
     where $1::timestamptz is null or (date_trunc('milliseconds', asked_at), id) < ($1::timestamptz, $2::uuid)
     order by date_trunc('milliseconds', asked_at) desc, id desc limit $3`,
    [after?.[0] ?? null, after?.[1] ?? null, limit],
  );
  return rows.map(storedOf);
}

/** Customers that would be different, in the order in which they were found. */
export async function listSimulatedCustomers(
  database: Database,
  id: string,
  filter: { readonly difference: string | null; readonly after: number; readonly limit: number },
): Promise<readonly (SimulatedCustomer & { readonly place: number })[]> {
  const rows = await database.query<{ place: number; body: string }>(
    `select place, body from simulation_customer
     where simulation_id = $1 and place > $2 and ($3::text is null or $3 = any(differences))
     order by place limit $4`,
    [id, filter.after, filter.difference, filter.limit],
  );
  return rows.map(({ place, body }) => ({ ...(JSON.parse(body) as SimulatedCustomer), place }));
}

function storedOf({ options, report, ...row }: Row): StoredSimulation {
  return {
    ...(row as unknown as StoredSimulation),
    options: JSON.parse(options) as SimulationOptions,
    report: report === null || report === undefined ? null : reportOf(report),
  };
}

function reportOf(text: string): SimulationReport {
  const report = JSON.parse(text) as SimulationReport;
  return { ...report, notes: notesOf(report.notes) };
}
