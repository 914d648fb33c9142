// What a worker of the pipeline is asked to do; it comes by the environment, where no process list shows it.
import { Fault } from '@continuo/kernel';
import type { SeamFault } from './fault-plan.js';

export interface PipelineAddresses {
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
  readonly schemaRegistryUrl: string;
  readonly topicPrefix: string;
}

/** Relay and both consumers. */
export interface ServiceOrder {
  readonly addresses: PipelineAddresses;
  readonly sessionTimeoutMs: number;
  readonly leaseMs: number;
  readonly batchSize: number;
  readonly faults: readonly SeamFault[];
  /** Which part of the sends is reported as failed after it succeeded, so that it is published again. */
  readonly repeatedSends: number;
  readonly seed: number;
  /** Where it writes down its troubles, for whoever looks into a failed case. */
  readonly logFile: string;
}

/** Changes of items, several at once, on few items. */
export interface ProducerOrder {
  readonly addresses: PipelineAddresses;
  readonly faults: readonly SeamFault[];
  readonly seed: number;
  readonly operations: number;
  readonly lanes: number;
  /** Longest pause of a lane between two operations, in milliseconds. */
  readonly pauseMs: number;
  /** Where what was asked and what was answered is written down. */
  readonly historyFile: string;
}

export const ORDER_VARIABLE = 'CONTINUO_VERIFY_ORDER';

export function readOrder<T>(): T {
  const text = process.env[ORDER_VARIABLE];
  if (text === undefined) throw new Fault('started without an order', { code: 'no-order', retriable: false });
  return JSON.parse(text) as T;
}

/** A worker must not outlive whoever started it. */
export function endWithParent(): void {
  process.on('disconnect', () => process.exit(1));
}
