// How the queues stand: who waits, how long, and who could take them.
import { Database } from '@continuo/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { AgentsStore } from '../agents/agents.store.js';
import { InteractionsStore } from '../interactions/interactions.store.js';
import { QUEUES, ROUTING_RULES, type RoutingRules } from '../settings/settings.tokens.js';
import type { Queue, Queues } from './queues-file.js';

export interface QueueState {
  readonly queue: Queue;
  readonly waiting: number;
  readonly offered: number;
  readonly talking: number;
  readonly longestWaitSeconds: number;
  readonly agentsAvailable: number;
}

@Injectable()
export class QueuesService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(InteractionsStore) private readonly interactions: InteractionsStore,
    @Inject(AgentsStore) private readonly agents: AgentsStore,
    @Inject(ROUTING_RULES) private readonly rules: RoutingRules,
  ) {}

  async state(): Promise<readonly QueueState[]> {
    return this.database.transaction(async (tx) => {
      const live = await this.interactions.live(tx);
      const free = await this.agents.free(tx, this.rules.presenceMs);
      return this.queues.all.map((queue) => {
        const mine = live.filter((each) => each.queue === queue.name);
        const count = (state: string) => mine.find((each) => each.state === state)?.n ?? 0;
        const waits = mine.flatMap((each) => (each.state === 'talking' ? [] : [each.waitedMs]));
        return {
          queue,
          waiting: count('waiting'),
          offered: count('offered'),
          talking: count('talking'),
          longestWaitSeconds: Math.max(0, Math.floor(Math.max(0, ...waits) / 1_000)),
          agentsAvailable: free.filter(({ skills }) => queue.skills.every((skill) => skills.includes(skill)))
            .length,
        };
      });
    });
  }
}
