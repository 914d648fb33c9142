// Matters of a customer that are not settled: cases and orders that cannot go on, as the timeline tells of them.
import type { Input } from './input.js';
import { forget, remember, type Memory, type OpenMatter } from './memory.js';

interface Tells {
  readonly of: OpenMatter['of'];
  /** The field of the event that names the matter. */
  readonly id: string;
  readonly opens: boolean;
}

const TELLS: ReadonlyMap<string, Tells> = new Map([
  ['continuo.crm.CaseOpened.v1', { of: 'case', id: 'caseId', opens: true }],
  ['continuo.crm.CaseReopened.v1', { of: 'case', id: 'caseId', opens: true }],
  ['continuo.crm.CaseClosed.v1', { of: 'case', id: 'caseId', opens: false }],
  ['continuo.operations.OrderFalloutRaised.v1', { of: 'fallout', id: 'orderId', opens: true }],
  ['continuo.operations.OrderFalloutResolved.v1', { of: 'fallout', id: 'orderId', opens: false }],
]);

/** Whether an event of this type opens or settles a matter: it is read although no journey may listen. */
export function tellsOfMatter(type: string): boolean {
  return TELLS.has(type);
}

/** Whether an event of this type may let go what is held because of a matter. */
export function settlesMatter(type: string): boolean {
  return TELLS.get(type)?.opens === false;
}

/** The memory after this input; the same object for almost all of them. */
export function recallMatters(memory: Memory, input: Input): Memory {
  if (input.kind !== 'event') return memory;
  const tells = TELLS.get(input.type);
  if (tells === undefined) return memory;
  const id = input.value[tells.id];
  if (typeof id !== 'string') return memory;
  const { of } = tells;
  if (!tells.opens)
    return forget(memory, (item) => item.kind === 'matter' && item.of === of && item.id === id);
  return remember(memory, { kind: 'matter', of, id, customer: input.customer, at: input.at });
}
