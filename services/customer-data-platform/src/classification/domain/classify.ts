// Decides which properties of a call may travel on the bus. When in doubt they stay in the store.
import { findingByName, findingByValue, looksLikeProse, type Finding } from '@continuo/kernel';
import { plannedAs, type TrackingPlan } from './tracking-plan.js';

export type Scalar = null | boolean | number | string;

/** Why a property stays: the plan says so, a detector found something, or nobody vouches for a text. */
export type Reason = Finding | 'planned' | 'unplanned-text' | 'not-finite';

export interface Classified {
  /** What may travel; a withheld property is there by its name, as null. */
  readonly properties: Readonly<Record<string, Scalar>>;
  /** Which properties were withheld, and why. */
  readonly withheld: ReadonlyMap<string, Reason>;
  /** Properties beyond the limits: not on the bus at all. */
  readonly dropped: number;
}

/** A flat map larger than this is a document, not an event's properties. */
export const mostProperties = 200;
const longestPath = 128;

/** Sorts the scalars of an event's properties into what may travel and what stays. */
export function classify(
  plan: TrackingPlan,
  event: string,
  leaves: readonly { readonly path: string; readonly value: Scalar }[],
): Classified {
  const properties: Record<string, Scalar> = {};
  const withheld = new Map<string, Reason>();
  let dropped = 0;
  let count = 0;
  for (const { path, value } of leaves) {
    // A name can be personal itself: `{ "jane@example.com": true }`.
    if (count >= mostProperties || path.length > longestPath || isTelling(path)) {
      dropped += 1;
      withheld.set(path, 'unplanned-text');
      continue;
    }
    count += 1;
    const reason = reasonToWithhold(plan, event, path, value);
    if (reason === undefined) properties[path] = typeof value === 'string' ? value.toWellFormed() : value;
    else {
      properties[path] = null;
      withheld.set(path, reason);
    }
  }
  return { properties, withheld, dropped };
}

/** The name of an event, as it may travel; `(withheld)` when it holds personal data. */
export function classifyName(name: string): { readonly name: string; readonly withheld?: Reason } {
  const finding = name.length > longestPath ? 'free-text' : findingByValue(name);
  return finding === undefined ? { name: name.toWellFormed() } : { name: '(withheld)', withheld: finding };
}

function reasonToWithhold(
  plan: TrackingPlan,
  event: string,
  path: string,
  value: Scalar,
): Reason | undefined {
  if (value === null || value === '') return undefined;
  const planned = plannedAs(plan, event, path);
  if (planned === 'trusted') return undefined;
  if (planned === 'personal') return 'planned';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'not-finite';
  const byValue = typeof value === 'boolean' ? undefined : findingByValue(value);
  if (byValue !== undefined) return byValue;
  if (planned === 'public' || typeof value === 'boolean') return undefined;
  const byName = findingByName(path);
  if (byName !== undefined) return byName;
  if (typeof value === 'number') return undefined;
  return plan.unplanned === 'withhold' || looksLikeProse(value) ? 'unplanned-text' : undefined;
}

function isTelling(path: string): boolean {
  return findingByValue(path) !== undefined || !/^[\p{L}\p{N}_$ .:/@#*-]+$/u.test(path);
}
