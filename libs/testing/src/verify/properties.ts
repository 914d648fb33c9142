// The properties of the protocol's pure parts, with more cases than the quick suite has time for.
import { runSpecs } from './run-specs.js';

/** Batch cut, late rows, last sequence, epoch, clock, record by record; merges of identities. */
const specs = [
  'libs/messaging/src/consumer/protocol.spec.ts',
  'libs/messaging/src/parking/holding.spec.ts',
  'libs/messaging/src/relay/batch-cut.spec.ts',
  'libs/messaging/src/relay/late-rows.spec.ts',
  'services/customer-data-platform/src/identity/domain/identity-resolution.spec.ts',
];

export interface PropertyResult {
  readonly cases: number;
  readonly passed: number;
  readonly failed: readonly string[];
  readonly seconds: number;
}

export interface PropertyOptions {
  readonly root: string;
  readonly seed: number;
  readonly cases: number;
  readonly cancelled: AbortSignal;
}

/** Runs the specs of the quick suite as they are; how many cases they try comes from the environment. */
export async function runProperties(options: PropertyOptions): Promise<PropertyResult> {
  const { root, seed, cases, cancelled } = options;
  const env = { VERIFY_CASES: String(cases), VERIFY_SEED: String(seed) };
  const { passed, failed, seconds } = await runSpecs({ root, specs, env, cancelled });
  return { cases, passed, failed, seconds };
}
