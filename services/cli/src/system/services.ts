// Which services there are and how each is, as the console sees them.
import { z } from 'zod';
import type { Terminal } from '../terminal/terminal.js';
import { CommandFailure } from '../terminal/failure.js';
import type { RunningSystem } from './running-system.js';

export const serviceSchema = z.object({
  name: z.string(),
  title: z.string(),
  url: z.string(),
  state: z.enum(['ready', 'not-ready', 'unreachable']),
  failing: z.array(z.string()),
});

export type ServiceState = z.output<typeof serviceSchema>;

export function listServices(system: RunningSystem): Promise<ServiceState[]> {
  return system.gateway.ask('/status.json', z.array(serviceSchema));
}

export interface AnswerOf<T> {
  readonly service: string;
  readonly answer: T;
}

/**
 * Asks services for the same thing at once. One that can't answer is told beside the result, so that the others are still
 * shown; when none can, the first one's reason ends the command.
 */
export async function askEach<T>(
  terminal: Terminal,
  services: readonly string[],
  ask: (service: string) => Promise<T>,
): Promise<AnswerOf<T>[]> {
  const asked = await Promise.allSettled(services.map((service) => ask(service)));
  const answers: AnswerOf<T>[] = [];
  const failures: unknown[] = [];
  asked.forEach((outcome, index) => {
    const service = services[index] ?? '';
    if (outcome.status === 'fulfilled') answers.push({ service, answer: outcome.value });
    else {
      failures.push(outcome.reason);
      const reason = outcome.reason instanceof CommandFailure ? outcome.reason.message : 'it failed';
      if (services.length > 1) terminal.note(terminal.tone('waiting', `${service} can't say: ${reason}`));
    }
  });
  if (answers.length === 0 && failures.length > 0) throw failures[0];
  return answers;
}
