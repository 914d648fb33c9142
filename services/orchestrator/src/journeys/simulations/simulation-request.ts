// What a simulation is given: where it reads, and what it is asked.
import type { Contract } from '@continuo/contracts';
import type { ConsumerContract, KafkaClient } from '@continuo/messaging';
import type { Plan } from '../domain/language/plan.js';
import type { Window } from './simulation-baseline.store.js';
import type { EditionSources } from './simulation-editions.js';

export interface SimulationParts extends EditionSources {
  readonly kafka: KafkaClient;
  readonly contract: Contract;
  readonly records: ConsumerContract;
  /** From 0 up to 1: spreads retries. @default 0.5 always, so that the same simulation gives the same report. */
  random?(): number;
}

/** Parts that are read while one is told. Each of them is in memory as a whole, and copied by the collector while it waits. */
export const AHEAD = 1;
/** What a service has in memory of each part: with it the thread stays within its limit. */
export const IN_MEMORY = 3_300;

export interface SimulationRequest {
  readonly candidate: Plan;
  readonly window: Window;
  /** Only these; everybody when null. */
  readonly profiles: ReadonlySet<string> | null;
  /** The share of customers, above 0 up to 1. */
  readonly sample: number;
  /** Customers whose differences are kept. */
  readonly keep: number;
  /** Customers in memory at a time, and records that wait for them; a partition with more customers is read in slices. */
  readonly inMemory: number;
}
