// Simulations of recorded history, as the orchestrator runs and reports them.
import { z } from 'zod';
import type { RunningSystem } from './running-system.js';

const countSchema = z.object({ before: z.number(), after: z.number() });
const reportSchema = z.object({
  totals: z.object({
    customers: z.object({ all: z.number(), different: z.number() }),
    entries: countSchema,
    outcomes: z.record(z.string(), countSchema),
    outcomeChanges: z.record(z.string(), z.number()),
    steps: z.record(z.string(), countSchema),
    contacts: countSchema.extend({
      gained: z.number(),
      lost: z.number(),
      moved: z.number(),
      kept: z.number(),
    }),
    messages: z.record(z.string(), countSchema),
    rules: z.record(z.string(), countSchema),
  }),
  leftOut: z.record(z.string(), z.number()),
  assumedAnswers: z.array(
    z.object({
      act: z.string(),
      times: z.number(),
      type: z.string().nullable(),
      delayMs: z.number(),
      samples: z.number(),
    }),
  ),
  notes: z.array(z.object({ code: z.string(), text: z.string() })),
  records: z.number(),
  inputs: z.number(),
  seconds: z.number(),
});
const simulationSchema = z.object({
  id: z.string(),
  journey: z.string(),
  version: z.number(),
  state: z.enum(['running', 'done', 'cancelled', 'failed', 'interrupted']),
  from: z.string(),
  to: z.string(),
  progress: z.object({ read: z.number(), all: z.number() }),
  problem: z.string().nullable(),
  report: reportSchema.nullable(),
});

export type Count = z.output<typeof countSchema>;
export type Simulation = z.output<typeof simulationSchema>;
export type SimulationReport = z.output<typeof reportSchema>;

const SIMULATIONS = '/api/orchestrator/simulations';

export interface SimulationAsked {
  readonly definition: string;
  readonly days: number;
  readonly sample?: number;
}

export function askSimulation(system: RunningSystem, body: SimulationAsked): Promise<Simulation> {
  return system.gateway.ask(SIMULATIONS, simulationSchema, { method: 'POST', role: 'designer', body });
}

export function readSimulation(system: RunningSystem, id: string): Promise<Simulation> {
  return system.gateway.ask(`${SIMULATIONS}/${encodeURIComponent(id)}`, simulationSchema, {
    role: 'designer',
  });
}

export async function cancelSimulation(system: RunningSystem, id: string): Promise<void> {
  const path = `${SIMULATIONS}/${encodeURIComponent(id)}/cancel`;
  await system.gateway.ask(path, simulationSchema, { method: 'POST', role: 'designer', body: {} });
}
