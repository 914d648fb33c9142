// Agents: set up by supervisors, present by their own word.
import { ok, refuse, type Result } from '@continuo/kernel';
import { Database, type Transaction } from '@continuo/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { RoutingSignal } from '../queues/routing-signal.js';
import { ROUTING_RULES, type RoutingRules } from '../settings/settings.tokens.js';
import type { Agent } from './agent.js';
import { AgentsStore } from './agents.store.js';
import { presenceAt, type Presence } from './domain/presence.js';

type Found = Result<Agent, 'agent-unknown'>;

@Injectable()
export class AgentsService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AgentsStore) private readonly store: AgentsStore,
    @Inject(RoutingSignal) private readonly signal: RoutingSignal,
    @Inject(ROUTING_RULES) private readonly rules: RoutingRules,
  ) {}

  /** The agent with the presence that counts now. */
  async find(agentId: string): Promise<Found> {
    return this.database.transaction((tx) => this.#found(tx, agentId));
  }

  async list(after: string, limit: number): Promise<readonly Agent[]> {
    const agents = await this.database.transaction((tx) => this.store.list(tx, after, limit));
    return agents.map((agent) => this.#counting(agent));
  }

  /** Makes an agent, or changes one whose version the caller has seen (`undefined` for a new one). */
  async put(
    agent: Pick<Agent, 'agentId' | 'displayName' | 'skills'>,
    version: number | undefined,
  ): Promise<Result<Agent, 'version-moved' | 'agent-unknown'>> {
    return this.database.transaction(async (tx) => {
      const done =
        version === undefined
          ? await this.store.insert(tx, agent)
          : await this.store.update(tx, { ...agent, version });
      if (!done) return refuse('version-moved', 'somebody changed it after you read it; read it again');
      this.signal.ringAfter(tx);
      return this.#found(tx, agent.agentId);
    });
  }

  /** Takes an agent's word for where they are. */
  async say(agentId: string, presence: Presence): Promise<Found> {
    return this.database.transaction(async (tx) => {
      await this.store.say(tx, agentId, presence);
      this.signal.ringAfter(tx);
      return this.#found(tx, agentId);
    });
  }

  /** Signs of life of agents whose streams are open. */
  async seen(agentIds: readonly string[]): Promise<void> {
    await this.database.transaction((tx) => this.store.seen(tx, agentIds));
  }

  async #found(tx: Transaction, agentId: string): Promise<Found> {
    const agent = await this.store.find(tx, agentId);
    return agent === undefined ? refuse('agent-unknown', 'no agent has this id') : ok(this.#counting(agent));
  }

  #counting(agent: Agent): Agent {
    const sign = { presence: agent.presence, seenAt: agent.seenAt.getTime() };
    return { ...agent, presence: presenceAt(sign, agent.now.getTime(), this.rules.presenceMs) };
  }
}
