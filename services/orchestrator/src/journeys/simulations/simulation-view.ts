// Simulations as they are shown: their states, options and reports.
import type { SimulationReport } from './simulation-report.js';

export const SIMULATION_STATES = ['running', 'done', 'cancelled', 'failed', 'interrupted'] as const;
export type SimulationState = (typeof SIMULATION_STATES)[number];

export interface SimulationOptions {
  readonly profiles: readonly string[] | null;
  readonly sample: number;
}

export interface NewSimulation {
  readonly id: string;
  readonly journey: string;
  readonly version: number;
  readonly definition: string;
  readonly from: Date;
  readonly to: Date;
  readonly options: SimulationOptions;
  readonly askedBy: string;
}

export interface StoredSimulation extends Omit<NewSimulation, 'definition'> {
  readonly state: SimulationState;
  readonly read: number;
  readonly all: number;
  readonly report: SimulationReport | null;
  readonly problem: string | null;
  readonly askedAt: Date;
  readonly endedAt: Date | null;
}
