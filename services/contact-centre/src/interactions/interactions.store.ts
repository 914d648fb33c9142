// Interactions in the database: their place in the queue, their state, and what is personal of them.
import { PersonalData, personalRows, type PersonalStore } from '@continuo/service-kit';
import type { Transaction } from '@continuo/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { EndReason, InteractionState } from './domain/call-status.js';
import type { After, Filter, Interaction, NewInteraction } from './interaction.js';

const columns = `
  interaction.interaction_id as "interactionId", call_sid as "callSid", channel, direction, queue, skills,
  number, anonymous_id as "anonymousId", state, queued_at as "queuedAt", attempts, agent_id as "agentId",
  accepted_at as "acceptedAt", connection, connection_code as "connectionCode", ended_at as "endedAt",
  end_reason as "endReason", disposition, note, known.profile_id as "profileId"`;
const joined = `interaction left join interaction_profile known using (interaction_id)`;

/** Somebody was shown a number or a note. */
export interface FoundAccess {
  /** Its place in the list. */
  readonly place: string;
  readonly at: Date;
  readonly subject: string;
  readonly client: string | null;
  readonly interactionId: string;
}

@Injectable()
export class InteractionsStore implements PersonalStore {
  readonly name = 'contact-centre.interaction';

  constructor(@Inject(PersonalData) personalData: PersonalData) {
    // Who read it is found through the interaction's profile, and so goes before that.
    const ofInteractions =
      'interaction_id in (select interaction_id from interaction_profile where profile_id = any($1::uuid[]))';
    personalData.add(personalRows('contact-centre.interaction_access', 'interaction_access', ofInteractions));
    personalData.add(this);
  }

  /** One at a time for a call: a repetition, or its end, may come while its start is still being written. */
  async lockCall(tx: Transaction, callSid: string): Promise<void> {
    await tx.client.query(`select pg_advisory_xact_lock(hashtextextended('call ' || $1, 0))`, [callSid]);
  }

  /** Database time: of this statement, not of the transaction's start. */
  async now(tx: Transaction): Promise<Date> {
    const { rows } = await tx.client.query<{ now: Date }>('select clock_timestamp() as now');
    if (rows[0] === undefined) throw new Error('the database has no time');
    return rows[0].now;
  }

  /** What a call was answered before. */
  async answerOf(tx: Transaction, callSid: string): Promise<string | undefined> {
    const { rows } = await tx.client.query<{ answer: string }>(
      'select answer from interaction where call_sid = $1',
      [callSid],
    );
    return rows[0]?.answer;
  }

  async idOfCall(tx: Transaction, callSid: string): Promise<string | undefined> {
    const { rows } = await tx.client.query<{ id: string }>(
      'select interaction_id as id from interaction where call_sid = $1',
      [callSid],
    );
    return rows[0]?.id;
  }

  /** Remembers that a call ended which was not known yet. */
  async finishUnknown(tx: Transaction, callSid: string): Promise<void> {
    await tx.client.query('insert into finished_call (call_sid) values ($1) on conflict do nothing', [
      callSid,
    ]);
    await tx.client.query(
      `delete from finished_call where call_sid in
         (select call_sid from finished_call where at < now() - interval '1 day' limit 10)`,
    );
  }

  async isFinished(tx: Transaction, callSid: string): Promise<boolean> {
    const { rowCount } = await tx.client.query('select 1 from finished_call where call_sid = $1', [callSid]);
    return rowCount === 1;
  }

  async insert(tx: Transaction, given: NewInteraction): Promise<void> {
    await tx.client.query(
      `insert into interaction
         (interaction_id, call_sid, channel, direction, queue, skills, answer, number, anonymous_id, queued_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        given.interactionId,
        given.callSid,
        given.channel,
        given.direction,
        given.queue,
        given.skills,
        given.answer,
        given.number,
        given.anonymousId,
        given.queuedAt,
      ],
    );
  }

  /** Says whose it is, as the timeline told. */
  async known(tx: Transaction, interactionId: string, profileId: string): Promise<void> {
    await tx.client.query(
      'insert into interaction_profile (interaction_id, profile_id) values ($1, $2) on conflict do nothing',
      [interactionId, profileId],
    );
  }

  async find(tx: Transaction, interactionId: string): Promise<Interaction | undefined> {
    const { rows } = await tx.client.query<Interaction>(
      `select ${columns} from ${joined} where interaction.interaction_id = $1`,
      [interactionId],
    );
    return rows[0];
  }

  /** The same, locked: what was read before the lock may be over. */
  async lock(tx: Transaction, interactionId: string): Promise<Interaction | undefined> {
    await tx.client.query('select 1 from interaction where interaction_id = $1 for no key update', [
      interactionId,
    ]);
    return this.find(tx, interactionId);
  }

  /** Those that nobody has been found for, in order. */
  async waiting(tx: Transaction): Promise<readonly Interaction[]> {
    const { rows } = await tx.client.query<Interaction>(
      `select ${columns} from ${joined} where state = 'waiting' order by queued_at, interaction.interaction_id`,
    );
    return rows;
  }

  async setState(tx: Transaction, interactionId: string, state: 'waiting' | 'offered'): Promise<void> {
    await tx.client.query(
      `update interaction set state = $2, attempts = attempts + case $2 when 'offered' then 1 else 0 end
       where interaction_id = $1`,
      [interactionId, state],
    );
  }

  async accepted(tx: Transaction, interactionId: string, agentId: string, at: Date): Promise<void> {
    await tx.client.query(
      `update interaction set state = 'talking', agent_id = $2, accepted_at = $3, connection = 'pending'
       where interaction_id = $1`,
      [interactionId, agentId, at],
    );
  }

  async connection(
    tx: Transaction,
    interactionId: string,
    connection: Interaction['connection'],
    code: string | null,
  ): Promise<void> {
    await tx.client.query(
      'update interaction set connection = $2, connection_code = $3 where interaction_id = $1',
      [interactionId, connection, code],
    );
  }

  async ended(tx: Transaction, interactionId: string, reason: EndReason, at: Date): Promise<void> {
    await tx.client.query(
      `update interaction set state = 'ended', end_reason = $2, ended_at = $3 where interaction_id = $1`,
      [interactionId, reason, at],
    );
  }

  /** What the agent says came of it; not in words when the customer was erased. */
  async wrapUp(
    tx: Transaction,
    interactionId: string,
    disposition: string,
    note: string | null,
  ): Promise<void> {
    await tx.client.query(
      `update interaction set disposition = $2, note = case when erased_at is null then $3 end
       where interaction_id = $1`,
      [interactionId, disposition, note],
    );
  }

  /** Newest first. */
  async list(
    tx: Transaction,
    filter: Filter,
    after: After | undefined,
    limit: number,
  ): Promise<readonly Interaction[]> {
    const { rows } = await tx.client.query<Interaction>(
      `select ${columns} from ${joined}
       where ($1::text is null or state = $1) and ($2::text is null or queue = $2)
         and ($3::text is null or agent_id = $3)
         and ($4::timestamptz is null or (queued_at, interaction.interaction_id) < ($4, $5::uuid))
         and ($6::uuid[] is null or known.profile_id = any($6))
       order by queued_at desc, interaction.interaction_id desc limit $7`,
      [
        filter.state ?? null,
        filter.queue ?? null,
        filter.agentId ?? null,
        after?.queuedAt ?? null,
        after?.interactionId ?? null,
        filter.profileIds ?? null,
        limit,
      ],
    );
    return rows;
  }

  /** By queue and state: how many, and since when the oldest waits. */
  async live(tx: Transaction): Promise<
    readonly {
      readonly queue: string;
      readonly state: InteractionState;
      readonly n: number;
      readonly waitedMs: number;
    }[]
  > {
    const { rows } = await tx.client.query<{
      queue: string;
      state: InteractionState;
      n: number;
      waitedMs: number;
    }>(
      `select queue, state, count(*)::int as n,
         extract(epoch from clock_timestamp() - min(queued_at))::float8 * 1000 as "waitedMs"
       from interaction where state <> 'ended' group by queue, state`,
    );
    return rows;
  }

  async recordAccess(
    tx: Transaction,
    access: {
      readonly subject: string;
      readonly client?: string | undefined;
      readonly interactionId: string;
    },
  ): Promise<void> {
    await tx.client.query(
      'insert into interaction_access (subject, client, interaction_id) values ($1, $2, $3)',
      [access.subject, access.client ?? null, access.interactionId],
    );
  }

  /** Who was shown a number or a note of these profiles, the newest first. */
  async accessesOf(
    tx: Transaction,
    profileIds: readonly string[],
    before: string | undefined,
    limit: number,
  ): Promise<readonly FoundAccess[]> {
    const { rows } = await tx.client.query<FoundAccess>(
      `select id::text as place, at, subject, client, interaction_id as "interactionId" from interaction_access
       where interaction_id in (select interaction_id from interaction_profile where profile_id = any($1::uuid[]))
         and ($2::bigint is null or id < $2) order by interaction_access.id desc limit $3`,
      [profileIds, before ?? null, limit],
    );
    return rows;
  }

  async count(tx: Transaction, profileIds: readonly string[]): Promise<number> {
    const { rows } = await tx.client.query<{ n: number }>(
      'select count(*)::int as n from interaction_profile where profile_id = any($1::uuid[])',
      [profileIds],
    );
    return rows[0]?.n ?? 0;
  }

  /** The call stays, so that a repeated webhook finds it; number, note and whose it was go, and it names nobody. */
  async erase(tx: Transaction, profileIds: readonly string[]): Promise<number> {
    await tx.client.query(
      `update interaction set number = null, note = null, anonymous_id = gen_random_uuid(), erased_at = now()
       where interaction_id in (
         select interaction_id from interaction join interaction_profile known using (interaction_id)
         where known.profile_id = any($1::uuid[]) order by interaction_id for no key update of interaction)`,
      [profileIds],
    );
    const { rowCount } = await tx.client.query(
      'delete from interaction_profile where profile_id = any($1::uuid[])',
      [profileIds],
    );
    return rowCount ?? 0;
  }
}
