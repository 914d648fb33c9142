// Agents in the database: who they are, what they say of themselves, and the numbering of their streams.
import type { Transaction } from '@continuo/persistence';
import { Injectable } from '@nestjs/common';
import type { Agent } from './agent.js';
import type { Engagement, Presence } from './domain/presence.js';

interface AgentColumns {
  agent_id: string;
  display_name: string;
  skills: readonly string[];
  version: string;
  presence: Presence;
  engagement: Engagement;
  free_since: Date;
  seen_at: Date;
  now: Date;
  stream_seq: string;
}

/** Of each agent's stream; who was away for longer begins anew with what stands. */
const KEPT_CHANGES = 500;

const looked = `
  select agent.*, clock_timestamp() as now,
    case live.state when 'open' then 'offered' when 'accepted' then 'talking' else 'none' end as engagement
  from agent left join offer live on live.agent_id = agent.agent_id and live.state in ('open', 'accepted')`;

@Injectable()
export class AgentsStore {
  async find(tx: Transaction, agentId: string): Promise<Agent | undefined> {
    const { rows } = await tx.client.query<AgentColumns>(`${looked} where agent.agent_id = $1`, [agentId]);
    return rows.map(agentOf)[0];
  }

  /** By id, after one. */
  async list(tx: Transaction, after: string, limit: number): Promise<readonly Agent[]> {
    const { rows } = await tx.client.query<AgentColumns>(
      `${looked} where agent.agent_id > $1 order by agent.agent_id limit $2`,
      [after, limit],
    );
    return rows.map(agentOf);
  }

  /** Available, heard of lately and not taken up by anybody. */
  async free(tx: Transaction, presenceMs: number): Promise<readonly Agent[]> {
    const { rows } = await tx.client.query<AgentColumns>(
      `${looked} where agent.presence = 'available' and live.offer_id is null
         and agent.seen_at >= clock_timestamp() - $1 * interval '1 millisecond'`,
      [presenceMs],
    );
    return rows.map(agentOf);
  }

  /** False when it exists already. */
  async insert(tx: Transaction, agent: Pick<Agent, 'agentId' | 'displayName' | 'skills'>): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `insert into agent (agent_id, display_name, skills) values ($1, $2, $3) on conflict do nothing`,
      [agent.agentId, agent.displayName, agent.skills],
    );
    return rowCount === 1;
  }

  /** False when the version has moved. */
  async update(
    tx: Transaction,
    agent: Pick<Agent, 'agentId' | 'displayName' | 'skills' | 'version'>,
  ): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `update agent set display_name = $2, skills = $3, version = version + 1 where agent_id = $1 and version = $4`,
      [agent.agentId, agent.displayName, agent.skills, agent.version],
    );
    return rowCount === 1;
  }

  /** A presence said is a sign of life; who becomes available waits from now on. False when there is no such agent. */
  async say(tx: Transaction, agentId: string, presence: Presence): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `update agent set seen_at = clock_timestamp(), presence = $2,
         free_since = case when presence <> $2 and $2 = 'available' then clock_timestamp() else free_since end
       where agent_id = $1`,
      [agentId, presence],
    );
    return rowCount === 1;
  }

  /** A sign of life that says nothing else. */
  async seen(tx: Transaction, agentIds: readonly string[]): Promise<void> {
    await tx.client.query(
      `update agent set seen_at = clock_timestamp() where agent_id in
         (select agent_id from agent where agent_id = any($1::text[]) order by agent_id for update skip locked)`,
      [agentIds],
    );
  }

  /** Locks an agent who is still there; false when they are not, or said something else meanwhile. */
  async lockAvailable(tx: Transaction, agentId: string, presenceMs: number): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `select 1 from agent where agent_id = $1 and presence = 'available'
         and seen_at >= clock_timestamp() - $2 * interval '1 millisecond' for no key update`,
      [agentId, presenceMs],
    );
    return rowCount === 1;
  }

  /** After an offer or a conversation: they wait from now on, as what they are now or, if available, as `then`. */
  async freed(tx: Transaction, agentId: string, then: Presence = 'available'): Promise<void> {
    await tx.client.query(
      `update agent set free_since = clock_timestamp(),
         presence = case when presence = 'available' then $2 else presence end
       where agent_id = $1`,
      [agentId, then],
    );
  }

  /** Who was not heard of for too long is offline. Rows that somebody changes now are left for the next time. */
  async lapse(tx: Transaction, presenceMs: number): Promise<number> {
    const { rowCount } = await tx.client.query(
      `update agent set presence = 'offline' where agent_id in (
         select agent_id from agent where presence <> 'offline'
           and seen_at < clock_timestamp() - $1 * interval '1 millisecond'
         order by agent_id for update skip locked)`,
      [presenceMs],
    );
    return rowCount ?? 0;
  }

  /**
   * Notes for the agent's stream that an offer changed or ended, and forgets what no stream continues from any more.
   * Locks the agent's row.
   */
  async note(tx: Transaction, agentId: string, offerId: string): Promise<void> {
    const { rows } = await tx.client.query<{ seq: string }>(
      `with numbered as (
         update agent set stream_seq = stream_seq + 1 where agent_id = $1 returning stream_seq)
       insert into offer_change (agent_id, seq, offer_id) select $1, stream_seq, $2 from numbered
       returning seq`,
      [agentId, offerId],
    );
    await tx.client.query('delete from offer_change where agent_id = $1 and seq <= $2', [
      agentId,
      Number(rows[0]?.seq ?? 0) - KEPT_CHANGES,
    ]);
  }

  /** How far the streams of these agents have got. */
  async streamSeqs(tx: Transaction, agentIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const { rows } = await tx.client.query<{ agent_id: string; stream_seq: string }>(
      'select agent_id, stream_seq from agent where agent_id = any($1::text[])',
      [agentIds],
    );
    return new Map(rows.map((row) => [row.agent_id, Number(row.stream_seq)]));
  }

  /** What an agent's stream has to tell after a number, in order. */
  async changesAfter(
    tx: Transaction,
    agentId: string,
    seq: number,
    limit: number,
  ): Promise<readonly { readonly seq: number; readonly offerId: string }[]> {
    const { rows } = await tx.client.query<{ seq: string; offer_id: string }>(
      'select seq, offer_id from offer_change where agent_id = $1 and seq > $2 order by seq limit $3',
      [agentId, seq, limit],
    );
    return rows.map((row) => ({ seq: Number(row.seq), offerId: row.offer_id }));
  }
}

function agentOf(row: AgentColumns): Agent {
  return {
    agentId: row.agent_id,
    displayName: row.display_name,
    skills: row.skills,
    version: Number(row.version),
    presence: row.presence,
    engagement: row.engagement,
    freeSince: row.free_since,
    seenAt: row.seen_at,
    now: row.now,
    streamSeq: Number(row.stream_seq),
  };
}
