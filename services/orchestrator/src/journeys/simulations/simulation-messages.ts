// What is said between the service and the thread that simulates: only what can be copied from one to the other.
import type { KafkaOptions } from '@continuo/messaging';
import { Fault, type FaultOptions } from '@continuo/kernel';
import type { LogLevel } from '@continuo/telemetry';
import type { Window } from './simulation-baseline.store.js';
import type { SimulatedCustomer, SimulationReport } from './simulation-report.js';

/** Where the thread reads: it has connections of its own. */
export interface SimulationSources {
  readonly service: string;
  readonly databaseUrl: string;
  readonly kafka: Omit<KafkaOptions, 'clientId' | 'log'>;
  readonly schemaRegistry: { readonly url: string; readonly username?: string; readonly password?: string };
  /** journey.schema.json and guardrails.schema.json. */
  readonly schemaFile: string;
  readonly guardrailsSchemaFile: string;
  readonly logLevel: LogLevel;
}

/** A simulation as it is asked for; the thread compiles the definition by itself. */
export interface SimulationTask {
  /** YAML, known to be without errors. */
  readonly definition: string;
  readonly version: number;
  readonly window: Window;
  readonly profiles: readonly string[] | null;
  readonly sample: number;
  readonly keep: number;
  readonly inMemory: number;
}

/** To the thread. `close` ends it when nothing runs. */
export type SimulationOrder =
  | { readonly order: 'run'; readonly task: SimulationTask }
  | { readonly order: 'cancel' }
  | { readonly order: 'close' };

/** From the thread. */
export type SimulationNews =
  | { readonly news: 'progress'; readonly read: number; readonly all: number }
  | { readonly news: 'customers'; readonly customers: readonly SimulatedCustomer[] }
  | { readonly news: 'done'; readonly report: SimulationReport }
  | { readonly news: 'failed'; readonly error: TravellingError };

/** An error without what does not travel: of a fault its code, of every other one its name. */
export interface TravellingError {
  readonly name: string;
  readonly message: string;
  readonly fault: Pick<FaultOptions, 'code' | 'retriable'> | null;
}

export function packed(thrown: unknown): TravellingError {
  if (thrown instanceof Fault) {
    const { name, message, code, retriable } = thrown;
    return { name, message, fault: { code, retriable } };
  }
  const { name, message } = thrown instanceof Error ? thrown : new Error('not an error');
  return { name, message, fault: null };
}

export function unpacked({ name, message, fault }: TravellingError): Error {
  if (fault !== null) return new Fault(message, fault);
  const error = new Error(message);
  error.name = name;
  return error;
}
