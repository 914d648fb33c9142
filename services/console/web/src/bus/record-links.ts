// Where a record leads to: the instance of a journey that it speaks of.
import type { BusRecord } from './bus-api.js';

/** Undefined when its value names none. */
export function instanceOf({ value }: Pick<BusRecord, 'value'>): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { instanceId } = value as { readonly instanceId?: unknown };
  return typeof instanceId === 'string' && /^[0-9a-f-]{36}$/i.test(instanceId) ? instanceId : undefined;
}
