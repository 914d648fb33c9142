// Who takes part in the load: customers with their addresses, what they have in hand, and who may call what.
import type { SystemContext } from '@continuo/local-stack';
import type { Role } from '@continuo/service-kit';
import type { Draws } from '../seeded.js';
import type { Client } from './client.js';
import type { Model } from './model.js';

export const STORE = 'zurich-hb';
export const PLENTIFUL = 'espresso-one';
/** Fewer than are asked for. */
export const SCARCE = 'grinder-nine';

export interface Customer {
  readonly userId: string;
  readonly phone: string;
  readonly device: string;
}

export interface OpenOrder {
  readonly orderId: string;
  readonly pickupCode: string;
}

export interface World {
  readonly client: Client;
  readonly model: Model;
  readonly draws: Draws;
  readonly context: SystemContext;
  readonly tokens: Readonly<Record<Role, string>>;
  readonly customers: readonly Customer[];
  readonly openOrders: OpenOrder[];
  /** Calls that nobody has hung up yet, oldest first, with the caller. */
  readonly openCalls: { readonly callSid: string; readonly from: string; readonly at: number }[];
  readonly contacts: string[];
  readonly openCases: string[];
  /** A number that no other act of this run has. */
  next(): number;
}

const CUSTOMERS = 300;

export function customersOf(seed: number): Customer[] {
  const series = String(seed % 100_000).padStart(5, '0');
  return Array.from({ length: CUSTOMERS }, (_, number) => ({
    userId: `u-${seed}-${number}`,
    phone: `+417${series}${String(number).padStart(3, '0')}`,
    device: `d-${seed}-${number}`,
  }));
}

/** Headers of a JSON call by somebody with a role. */
export function as({ tokens }: World, role: Role, key?: string): Record<string, string> {
  return {
    authorization: tokens[role],
    'content-type': 'application/json',
    ...(key !== undefined && { 'idempotency-key': key }),
  };
}

export function writeKeyOf({ context }: World): Record<string, string> {
  const basic = Buffer.from(`${context.secrets.writeKey}:`).toString('base64');
  return { authorization: `Basic ${basic}`, 'content-type': 'application/json' };
}
