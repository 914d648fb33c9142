// The customers of the demonstration, and what each of them does at which second.

/** One call of Segment's tracking interface; `who` names the sender as that interface does. */
export type Act =
  | { readonly at: number; readonly does: 'starts-checkout'; readonly who: Who }
  | { readonly at: number; readonly does: 'orders'; readonly who: Who }
  | { readonly at: number; readonly does: 'signs-in'; readonly who: Who & { readonly userId: string } }
  /** The same call with the same message id, as a client does that saw no answer. */
  | { readonly at: number; readonly does: 'starts-checkout-again'; readonly who: Who };

export interface Who {
  readonly anonymousId?: string;
  readonly userId?: string;
}

export interface Customer {
  /** For people; never sent. */
  readonly name: string;
  readonly cart: string;
  readonly acts: readonly Act[];
}

/** Seconds after the beginning; the reminder goes out five seconds after a checkout was started. */
export const customers: readonly Customer[] = [
  {
    name: 'Ana',
    cart: 'cart-ana',
    acts: [
      { at: 0, does: 'starts-checkout', who: { userId: 'demo-ana' } },
      { at: 2, does: 'orders', who: { userId: 'demo-ana' } },
    ],
  },
  {
    name: 'Ben',
    cart: 'cart-ben',
    acts: [{ at: 0, does: 'starts-checkout', who: { userId: 'demo-ben' } }],
  },
  {
    name: 'Cleo',
    cart: 'cart-cleo',
    acts: [
      { at: 0, does: 'starts-checkout', who: { userId: 'demo-cleo' } },
      { at: 8, does: 'orders', who: { userId: 'demo-cleo' } },
    ],
  },
  {
    // Nobody known starts; who it is becomes clear in mid-journey, and two profiles become one.
    name: 'Dan',
    cart: 'cart-dan',
    acts: [
      { at: 0, does: 'signs-in', who: { anonymousId: 'demo-dan-phone', userId: 'demo-dan' } },
      { at: 0.5, does: 'starts-checkout', who: { anonymousId: 'demo-dan-laptop' } },
      { at: 2, does: 'signs-in', who: { anonymousId: 'demo-dan-laptop', userId: 'demo-dan' } },
      { at: 3, does: 'orders', who: { anonymousId: 'demo-dan-phone' } },
    ],
  },
  {
    name: 'Eve',
    cart: 'cart-eve',
    acts: [
      { at: 0, does: 'starts-checkout', who: { userId: 'demo-eve' } },
      { at: 1, does: 'starts-checkout-again', who: { userId: 'demo-eve' } },
    ],
  },
];
