// Why somebody did not enter a journey: written with one statement per batch, kept for thirteen months.
import type { Database, Transaction } from '@continuo/persistence';
import type { MergeMarker } from '../domain/engine/merge.js';
import type { Declined, DecliningRule } from '../domain/engine/work.js';

export interface Decision extends Declined {
  readonly profileId: string;
}

export async function writeDecisions(tx: Transaction, decisions: readonly Decision[]): Promise<void> {
  await tx.client.query({
    name: 'write-decisions',
    text: `
      insert into decision (profile_id, customer, journey, version, at, rule, inputs)
      select profile_id, customer, journey, version, to_timestamp(at / 1000.0), rule, inputs
      from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::float8[], $6::text[], $7::text[])
        as n(profile_id, customer, journey, version, at, rule, inputs)`,
    values: [
      decisions.map((each) => each.profileId),
      decisions.map((each) => each.customer),
      decisions.map((each) => each.journey),
      decisions.map((each) => each.version),
      decisions.map((each) => each.at),
      decisions.map((each) => each.rule),
      decisions.map(({ inputs, winner, entryId }) =>
        JSON.stringify({ ...inputs, entry: entryId, ...(winner === undefined ? {} : { winner }) }),
      ),
    ],
  });
}

/** They follow their customer, and go back when the merge is undone. */
export async function moveDecisions(
  tx: Transaction,
  { kind, loserId }: MergeMarker,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  await tx.client.query(
    `update decision set profile_id = $2 where profile_id = $1 and ($3::text is null or customer = $3)`,
    [from, to, kind === 'merged' ? null : loserId],
  );
}

/** A decision as it is shown. */
export interface ShownDecision {
  readonly id: string;
  readonly profileId: string;
  readonly journey: string;
  readonly version: number;
  readonly at: Date;
  readonly rule: string;
  readonly ruleVersion: string | null;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export interface DecisionFilter {
  readonly profileId?: string;
  readonly journey?: string;
  readonly rule?: DecliningRule;
}

/** Newest first, before an id. */
export function listDecisions(
  database: Database,
  { profileId, journey, rule }: DecisionFilter,
  before: string | undefined,
  limit: number,
): Promise<readonly ShownDecision[]> {
  return database.query<ShownDecision & Record<string, unknown>>(
    `select id::text as id, profile_id as "profileId", journey, version, at, rule, rule_version as "ruleVersion",
       inputs::json as inputs
     from decision where ($1::uuid is null or profile_id = $1) and ($2::text is null or journey = $2)
       and ($3::text is null or rule = $3) and ($4::bigint is null or id < $4) order by id desc limit $5`,
    [profileId ?? null, journey ?? null, rule ?? null, before ?? null, limit],
  );
}
