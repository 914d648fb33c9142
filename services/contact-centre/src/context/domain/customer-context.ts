// What an agent is told of a customer with an offer: ids, codes and times; texts are read from their owners.

export type OrderState = 'accepted' | 'ready' | 'fallout' | 'collected' | 'cancelled';

export interface LastMessage {
  readonly messageId: string;
  readonly receivedAt: Date;
  readonly channel: string;
  readonly intent: string;
  readonly productId: string | null;
}

export interface OpenCase {
  readonly caseId: string;
  readonly caseType: string;
  readonly productId: string | null;
  readonly openedAt: Date;
}

export interface OpenOrder {
  readonly orderId: string;
  readonly storeId: string;
  readonly state: OrderState;
  readonly since: Date;
}

export interface CustomerContext {
  readonly profileId: string;
  readonly language: string | null;
  readonly valueTier: string | null;
  readonly lastMessage: LastMessage | null;
  readonly openCases: readonly OpenCase[];
  readonly openOrders: readonly OpenOrder[];
}

/** When a case was last opened, reopened and closed, in milliseconds; the records may have come in any order. */
export interface CaseTimes {
  readonly openedAt: number | null;
  readonly reopenedAt: number | null;
  readonly closedAt: number | null;
}

/** Since when a case is open; undefined while it is closed, or only its end is known. */
export function openSince({ openedAt, reopenedAt, closedAt }: CaseTimes): number | undefined {
  const since = openedAt ?? reopenedAt;
  if (since === null) return undefined;
  const last = Math.max(since, reopenedAt ?? since);
  return closedAt !== null && closedAt >= last ? undefined : since;
}

/** Whether a word on an order counts: an end stays, and otherwise the later one does. */
export function counts(
  next: { readonly state: OrderState; readonly since: number },
  known: { readonly state: OrderState; readonly since: number } | undefined,
): boolean {
  if (known === undefined) return true;
  if (isOver(known.state)) return isOver(next.state) && next.since > known.since;
  return isOver(next.state) || next.since >= known.since;
}

export function isOver(state: OrderState): boolean {
  return state === 'collected' || state === 'cancelled';
}
