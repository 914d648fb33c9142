// Which services there are and how each is, as the console sees them.
import { z } from 'zod';
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
