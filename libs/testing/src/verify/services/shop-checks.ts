// Orders and stock: what was answered is what stands, and the ledger's sums are the stock.
import { groupBy, ruleCheck, type Check } from './check.js';
import type { KnownOrder } from './model.js';

export interface StandingOrder {
  readonly orderId: string;
  readonly state: string;
}

export interface LedgerRow {
  readonly productId: string;
  readonly orderId: string | null;
  readonly onHandChange: number;
  readonly reservedChange: number;
}

export interface StockLevel {
  readonly productId: string;
  readonly onHand: number;
  readonly reserved: number;
}

/** Each order stands where those who asked were told that it does. */
export function ordersStand(
  known: ReadonlyMap<string, KnownOrder>,
  standing: readonly StandingOrder[],
): Check {
  const faults: string[] = [];
  for (const { orderId: id, state } of standing) {
    const order = known.get(id);
    if (order === undefined) continue; // told by the check that every order was asked for
    const fault = standsWrong(order, state);
    if (fault !== undefined) faults.push(`${id} is ${state}: ${fault}`);
  }
  return ruleCheck('states of orders', standing.length, faults);
}

function standsWrong({ done, unsure }: KnownOrder, state: string): string | undefined {
  if (done.has('collect') && done.has('cancel'))
    return 'both its collection and its cancellation were confirmed';
  if (done.has('collect')) return state === 'collected' ? undefined : 'its collection was confirmed';
  if (done.has('cancel')) return state === 'cancelled' ? undefined : 'its cancellation was confirmed';
  if (state === 'collected' && !unsure.has('collect')) return 'nobody collected it';
  if (state === 'cancelled' && !unsure.has('cancel')) return 'nobody cancelled it';
  if (state === 'ready' && !done.has('ready') && !unsure.has('ready')) return 'nobody made it ready';
  return undefined;
}

/** What each order has put aside, by the ledger: all of it or nothing, never twice. */
export function reservedOnce(
  known: ReadonlyMap<string, KnownOrder>,
  standing: readonly StandingOrder[],
  ledger: readonly LedgerRow[],
): Check {
  const faults: string[] = [];
  let doubled = 0;
  const states = new Map(standing.map(({ orderId, state }) => [orderId, state]));
  const byOrder = groupBy(ledger, ({ orderId }) => orderId ?? undefined);
  for (const [orderId, rows] of byOrder) {
    const quantity = known.get(orderId)?.quantity ?? 0;
    let aside = 0;
    let most = 0;
    for (const { reservedChange } of rows) {
      aside += reservedChange;
      most = Math.max(most, aside);
      if (aside < 0) faults.push(`${orderId} gave back what it did not have`);
    }
    if (most > quantity) {
      doubled += 1;
      faults.push(`${orderId} for ${quantity} had ${most} put aside`);
    }
    const state = states.get(orderId) ?? 'gone';
    const wanted = state === 'reserved' || state === 'ready' ? quantity : 0;
    if (aside !== wanted) faults.push(`${orderId} is ${state} with ${aside} of ${quantity} put aside`);
    const left = rows.reduce((sum, { onHandChange }) => sum + onHandChange, 0);
    if (left !== (state === 'collected' ? -quantity : 0))
      faults.push(`${orderId} is ${state}, ${-left} left the shop`);
  }
  return { what: 'reservations', wanted: byOrder.size, found: byOrder.size, doubled, faults };
}

/** What lies in the shop is what the ledger says, and what was there less what was collected. */
export function stockAddsUp(
  initial: ReadonlyMap<string, number>,
  known: ReadonlyMap<string, KnownOrder>,
  standing: readonly StandingOrder[],
  levels: readonly StockLevel[],
  ledger: readonly LedgerRow[],
): Check {
  const faults: string[] = [];
  for (const [productId, atFirst] of initial) {
    const level = levels.find((one) => one.productId === productId);
    const rows = ledger.filter((row) => row.productId === productId);
    const sum = (of: (row: LedgerRow) => number): number => rows.reduce((all, row) => all + of(row), 0);
    const mine = standing.filter(({ orderId }) => known.get(orderId)?.productId === productId);
    const pieces = (states: readonly string[]): number =>
      mine
        .filter(({ state }) => states.includes(state))
        .reduce((all, { orderId }) => all + (known.get(orderId)?.quantity ?? 0), 0);
    const wanted = { onHand: atFirst - pieces(['collected']), reserved: pieces(['reserved', 'ready']) };
    const says = `${level?.onHand} on hand, ${level?.reserved} put aside`;
    if (level?.onHand !== wanted.onHand || level.reserved !== wanted.reserved)
      faults.push(`${productId}: ${says}; by the orders ${wanted.onHand} and ${wanted.reserved}`);
    const [onHand, reserved] = [sum((row) => row.onHandChange), sum((row) => row.reservedChange)];
    if (level?.onHand !== onHand || level.reserved !== reserved)
      faults.push(`${productId}: ${says}; by the ledger ${onHand} and ${reserved}`);
  }
  return ruleCheck('stock', initial.size, faults);
}
