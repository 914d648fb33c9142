// What must be true at the end, from what was asked and what was answered.

/** What a call is to bring about, once. */
export const EFFECTS = [
  'tracking-call',
  'message',
  'telephone-call',
  'order',
  'contact',
  'case',
  'activity',
  'consent',
] as const;
export type Effect = (typeof EFFECTS)[number];

export type OrderAct = 'ready' | 'collect' | 'cancel';

/** An order as those who asked know it. */
export interface KnownOrder {
  readonly productId: string;
  readonly quantity: number;
  readonly channel: 'web' | 'phone';
  /** What was answered with success. */
  readonly done: Set<OrderAct>;
  /** What was asked for and never answered: it may have happened. */
  readonly unsure: Set<OrderAct>;
}

export class Model {
  /** By effect and marker: whether it was acknowledged. */
  readonly asked = new Map<Effect, Map<string, boolean>>(EFFECTS.map((effect) => [effect, new Map()]));
  readonly orders = new Map<string, KnownOrder>();
  /** Calls whose hanging up was acknowledged. */
  readonly hungUp = new Set<string>();
  readonly closedCases = new Set<string>();
  /** What lies on the shelf at the beginning, by product. */
  readonly stock = new Map<string, number>();
  /** Visits of the web shop whose first look at a product was acknowledged: each begins one journey. */
  readonly visits = new Set<string>();
  /** Answers that no rule of the interface explains. */
  readonly surprises: string[] = [];

  wants(effect: Effect, marker: string): void {
    const markers = this.asked.get(effect);
    if (markers !== undefined && !markers.has(marker)) markers.set(marker, false);
  }

  acknowledged(effect: Effect, marker: string): void {
    this.asked.get(effect)?.set(marker, true);
  }

  surprised(by: string): void {
    if (this.surprises.length < 200) this.surprises.push(by);
  }
}
