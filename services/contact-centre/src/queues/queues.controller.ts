// Queues over HTTP: how they stand now.
import { Answers, Roles } from '@continuo/service-kit';
import { Controller, Get, Inject } from '@nestjs/common';
import { z } from 'zod';
import { QueuesService } from './queues.service.js';

const queueSchema = z.object({
  queue: z.string(),
  title: z.string(),
  numbers: z.array(z.string()),
  skills: z.array(z.string()),
  /** Callers whom nobody is asked for now. */
  waiting: z.int(),
  /** Callers who are offered to somebody. */
  offered: z.int(),
  talking: z.int(),
  /** Of those who wait or are offered. */
  longestWaitSeconds: z.int(),
  /** Agents who have all the skills, are available, and have neither an offer nor a conversation. */
  agentsAvailable: z.int(),
});

@Controller('queues')
export class QueuesController {
  constructor(@Inject(QueuesService) private readonly queues: QueuesService) {}

  /** All queues. */
  @Get()
  @Roles('agent', 'supervisor')
  @Answers(200, z.object({ items: z.array(queueSchema) }).meta({ title: 'Queues' }))
  async list() {
    const states = await this.queues.state();
    const items = states.map(({ queue, ...state }) => ({
      queue: queue.name,
      title: queue.title,
      numbers: [...queue.numbers],
      skills: [...queue.skills],
      ...state,
    }));
    return { items };
  }
}
